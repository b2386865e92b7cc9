"""Claims kept: the store, validation, what was known by a day, matching and grading."""
