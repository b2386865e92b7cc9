"""Figures with their bounds, units, periods and quantities."""
