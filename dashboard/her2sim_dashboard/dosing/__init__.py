"""The Dose page's parts: what is asked, what is computed of it, and how it is shown.

``question`` reads what is asked from the state; ``experiments`` asks the simulator and keeps the
answers; ``curves``, ``potency`` and ``counting`` show a dose-response, ``wells``, ``scoring``,
``comparing`` and ``isobole`` a matrix of two drugs; ``jobs`` does what takes longer; ``code`` and
``files`` are what a visitor takes along.
"""
