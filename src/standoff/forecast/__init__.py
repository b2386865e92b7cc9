"""What is forecast of a war: posteriors, the front, outcome odds, losses, the balance of the sides."""
