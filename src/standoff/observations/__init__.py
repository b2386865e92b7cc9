"""Claims to arrays: the front, counts by day, channels of the two-sided filter."""
