"""Standoff: is a war approaching stalemate? An assessment from claims, each with its source."""

from standoff._version import __version__

__all__ = ["__version__"]
