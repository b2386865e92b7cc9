"""The six questions, one file each: what is known and forecast to an answer with its evidence."""

from standoff.questions._facts import Facts
from standoff.questions.balance import balance
from standoff.questions.cost import cost
from standoff.questions.resolve import resolve
from standoff.questions.shocks import shocks
from standoff.questions.standstill import standstill
from standoff.questions.way_out import way_out

QUESTIONS = (standstill, balance, cost, resolve, way_out, shocks)

__all__ = ["QUESTIONS", "Facts"]
