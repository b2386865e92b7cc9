"""The weeks of a war as a page and as text."""
