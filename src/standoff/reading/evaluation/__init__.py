"""How well a reader reads, against annotated texts."""
