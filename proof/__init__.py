"""What takes too long for `make test`: `make proof` runs it."""
