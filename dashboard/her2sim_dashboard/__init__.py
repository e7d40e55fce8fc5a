"""her2sim in the browser: build a scenario, see what the model predicts.

Start it with ``her2sim dashboard`` or ``python -m her2sim_dashboard``.
"""
