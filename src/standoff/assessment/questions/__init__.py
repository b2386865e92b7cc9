"""The six questions, one file each: what is known and forecast to an answer with its evidence."""

from standoff.assessment.questions.balance import balance
from standoff.assessment.questions.cost import cost
from standoff.assessment.questions.facts import Facts
from standoff.assessment.questions.resolve import resolve
from standoff.assessment.questions.shocks import shocks
from standoff.assessment.questions.standstill import standstill
from standoff.assessment.questions.way_out import way_out

QUESTIONS = (standstill, balance, cost, resolve, way_out, shocks)

__all__ = ["QUESTIONS", "Facts"]
