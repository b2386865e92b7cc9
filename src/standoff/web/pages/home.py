"""The pages about no war in particular: what is served, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.domain.war import War
from standoff.report.templating import fill
from standoff.web.pages.frame import address, plain_page
from standoff.web.problems import KINDS, Problem

_HOME = """\
<h1>Is it approaching stalemate?</h1>
<ul class="wars">
{% for war, href in wars %}
<li><a href="{{ href }}">{{ war.title }}</a>, since {{ war.start | written }}</li>
{% endfor %}
</ul>
<p>The same answers as JSON: <a href="/openapi.json">the description of the API</a>.</p>
"""

_PROBLEM = """\
<h1>{{ problem.title }}</h1>
<p class="lead">{{ problem.detail }}</p>
<p>{{ problem.way_out }}</p>
<p><a href="/">The wars served</a>. <a href="{{ problem.type }}">What kinds of problem there are</a>.</p>
"""

_KINDS = """\
<h1>What can go wrong</h1>
<p>The API answers each of these as application/problem+json with its type, title, status, detail and
way_out.</p>
<dl class="made">
{% for kind in kinds %}
<div id="{{ kind.name }}"><dt>{{ kind.name }}</dt><dd>{{ kind.title }} ({{ kind.status }})</dd></div>
{% endfor %}
</dl>
"""


def home_page(wars: Sequence[War]) -> str:
    """The wars served."""
    return plain_page("Standoff", fill(_HOME, wars=[(war, address(war)) for war in wars]))


def problem_page(problem: Problem) -> str:
    """A problem, for people."""
    return plain_page(problem.title, fill(_PROBLEM, problem=problem))


def problems_page() -> str:
    """The kinds of problem."""
    return plain_page("What can go wrong", fill(_KINDS, kinds=KINDS))
