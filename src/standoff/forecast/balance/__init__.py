"""The two sides as of a day: their means to break through, what they lose, and how much is prior."""

from standoff.forecast.balance.posterior import filtered, posterior_cache, two_sides
from standoff.forecast.balance.records import BalanceView, Doubt, Interval, SideBalance, Term

__all__ = [
    "BalanceView",
    "Doubt",
    "Interval",
    "SideBalance",
    "Term",
    "filtered",
    "posterior_cache",
    "two_sides",
]
