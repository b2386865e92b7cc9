"""An Assessment as one page that opens anywhere: no script, no request to any host."""

from __future__ import annotations

from importlib import resources

from markupsafe import Markup

from standoff.assessment import Assessment
from standoff.report.charts import figures
from standoff.report.first_screen import first_screen
from standoff.report.sections import SECTIONS, View
from standoff.report.sections._section import fill
from standoff.war import War

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

_FRAME = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Standoff {{ made.version }}">
<title>{{ title }}: stalemate?</title>
<link rel="icon" href="data:,">
<style>
{{ css }}</style>
</head>
<body>
<a class="skip" href="#{{ sections[0][0].id }}">Skip to the answer</a>
<nav aria-label="Sections">
{% for section, _ in sections if section.title %}
<a href="#{{ section.id }}">{{ section.title }}</a>
{% endfor %}
</nav>
<main>
{% for section, content in sections %}
<section id="{{ section.id }}"{% if section.title %} aria-labelledby="{{ section.id }}-title"{% endif %}>
{% if section.title %}
<h2 id="{{ section.id }}-title">{{ section.title }}</h2>
{% endif %}
{{ content }}
</section>
{% endfor %}
</main>
<footer><p>Made by Standoff {{ made.version }} from published claims. It is no targeting aid: it works
at the level of whole wars, and gives no positions and no advice on how to strike.</p></footer>
</body>
</html>
"""


def as_html(assessment: Assessment, war: War) -> str:
    """The whole page, in one file; the same assessment gives the same bytes."""
    screen = first_screen(assessment, war)
    view = View(assessment, war, screen, figures(assessment, war))
    return str(
        fill(
            _FRAME,
            policy=_POLICY,
            css=_css(),
            title=screen.title,
            made=assessment.made_with,
            sections=[(section, section.show(view)) for section in SECTIONS],
        )
    )


def _css() -> Markup:
    text = resources.files("standoff.report").joinpath("page.css").read_text(encoding="utf-8")
    return Markup(text)
