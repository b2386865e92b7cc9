"""The two sides as of a day: their means to break through and what they lose, with what is prior."""

from standoff.two_sides.belief import believed, shelf, two_sides
from standoff.two_sides.records import BalanceView, Doubt, Interval, SideBalance, Term

__all__ = [
    "BalanceView",
    "Doubt",
    "Interval",
    "SideBalance",
    "Term",
    "believed",
    "shelf",
    "two_sides",
]
