"""The pages about no war in particular: what is served, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.domain.war import War
from standoff.report.templating import render
from standoff.web.pages.frame import address, plain_page
from standoff.web.problems import KINDS, Problem


def home_page(wars: Sequence[War]) -> str:
    """The wars served."""
    return plain_page(
        "Standoff", render("web/home.html", wars=[(war, address(war)) for war in wars])
    )


def problem_page(problem: Problem) -> str:
    """A problem, for people."""
    return plain_page(problem.title, render("web/problem.html", problem=problem))


def problems_page() -> str:
    """The kinds of problem."""
    return plain_page("What can go wrong", render("web/problems.html", kinds=KINDS))
