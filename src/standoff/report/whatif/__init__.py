"""A what-if as a page, charts and text."""
