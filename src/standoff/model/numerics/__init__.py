"""Numerics that the filters share: random numbers, resampling, elementary functions, compilation."""
