"""MiniStack as an independent oracle: a deployed API that really answers with its gateway responses."""
