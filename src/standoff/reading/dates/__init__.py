"""Dates and periods in a text, resolved against the day of publication."""
