"""From what sources publish to claims in the store: fetch, cache, pull, and a file for each source."""
