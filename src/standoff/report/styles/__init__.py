"""Style sheets of pages and maps."""
