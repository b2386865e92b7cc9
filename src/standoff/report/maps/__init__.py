"""The map of a war as an SVG figure."""
