"""Sharing a difference between two cells out along the network."""
