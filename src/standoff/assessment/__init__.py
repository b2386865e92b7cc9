"""The six questions about a war, answered as of a day from what was known and forecast."""
