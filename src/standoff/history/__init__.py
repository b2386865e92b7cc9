"""Priors from past wars: battles, campaigns and terminations."""
