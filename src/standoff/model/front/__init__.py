"""The model of the front: dynamics, particle filter, posterior, sampled paths."""
