"""Questions asked of a model: each module simulates what it needs and returns tidy tables."""
