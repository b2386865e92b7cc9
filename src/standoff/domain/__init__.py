"""What can be claimed, and of what: claims, quantities, wars, outcomes, places."""
