"""The two-sided model: strength, supply and intensity of both sides, filtered from their losses."""
