"""Comparing: up to four cells side by side, each judged on its own and all drawn on one scale."""
