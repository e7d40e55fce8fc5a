"""What the Screen page asks and answers: genes ranked, parameters ranked, scans of two axes."""
