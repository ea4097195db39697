"""What takes long to prove."""
