"""Charts as Vega-Lite, drawn to SVG."""
