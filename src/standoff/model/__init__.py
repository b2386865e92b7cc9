"""Models of the front and of the two sides: dynamics, particle filters, posteriors, sampled paths.

Arrays only: nothing here knows of claims.
"""
