"""An Assessment as a page, as text, as JSON."""
