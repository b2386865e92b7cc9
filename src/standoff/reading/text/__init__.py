"""A text as tokens and sentences."""
