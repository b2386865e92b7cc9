"""Who and where a text speaks of: actors, institutions, persons, places."""
