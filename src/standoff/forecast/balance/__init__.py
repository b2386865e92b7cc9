"""The two sides as of a day: their means to break through and what they lose, with what is prior."""

from standoff.forecast.balance.posterior import believed, posterior_cache, two_sides
from standoff.forecast.balance.records import BalanceView, Doubt, Interval, SideBalance, Term

__all__ = [
    "BalanceView",
    "Doubt",
    "Interval",
    "SideBalance",
    "Term",
    "believed",
    "posterior_cache",
    "two_sides",
]
