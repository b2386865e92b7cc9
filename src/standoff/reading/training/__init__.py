"""Training the default reader: the only place that needs torch."""
