"""What past wars say about this one: battles, campaigns and terminations, fitted once."""
