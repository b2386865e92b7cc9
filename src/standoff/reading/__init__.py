"""A report's text to claims: who said what, through whom, how surely, with which figures."""
