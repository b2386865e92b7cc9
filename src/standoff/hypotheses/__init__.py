"""Rival explanations of one fact: their file, and how they are weighed."""
