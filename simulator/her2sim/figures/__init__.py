"""Figures: pure functions from tidy tables to plotly figures."""
