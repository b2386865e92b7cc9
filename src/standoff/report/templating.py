"""The page templates: files of HTML, filled by Jinja2, which escapes every value."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import date, datetime
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from standoff.domain.quantities import ASSERTION
from standoff.formatting import amount, bounded, percent, signed, written
from standoff.report.citations import cite
from standoff.report.quantity_names import called

_ANCHOR = 12


def render(template: str, /, **values: Any) -> Markup:
    """A template with its values, each escaped unless it is Markup.

    Args:
        template: package and file: "web/home.html" is templates/home.html of `standoff.web`.
        values: what the template names; a name without a value is an error.

    Raises:
        jinja2.TemplateNotFound: no such file.
        jinja2.UndefinedError: a name has no value.
    """
    return Markup(_environment().get_template(template).render(**values))


def anchor(claim_id: str) -> str:
    """The anchor of a claim in the evidence."""
    return f"c-{claim_id[:_ANCHOR]}"


def link(url: str) -> str:
    """The address if it is one of the web, else "": nothing else ever becomes a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def host(url: str) -> str:
    """The host of an address of the web, as text; "" of anything else."""
    return (link(url) and urlsplit(url).hostname) or ""


def day(value: date | None) -> str:
    """21 Mar 2022; "not known" for none."""
    if value is None:
        return "not known"
    of = value.date() if isinstance(value, datetime) else value
    return f"{of.day} {of:%b %Y}"


def figure(claim: Mapping[str, Any]) -> str:
    """What a claim says: its number with its bounds, or whether it asserts."""
    if claim["unit"] != ASSERTION:
        return bounded(claim["low"], claim["value"], claim["high"], claim["unit"])
    says = asserted(claim)
    return "left open" if says is None else "asserted" if says else "denied"


def asserted(claim: Mapping[str, Any]) -> bool | None:
    """Whether a yes/no claim says so; None where it leaves that open."""
    value = claim["value"] if claim["value"] is not None else claim["low"]
    if value is None or (claim["value"] is None and value < 1):
        return None
    return not (claim["negated"] or value < 0.5)


_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@functools.cache
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FunctionLoader(_read),
        autoescape=True,
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {
        "amount": amount,
        "anchor": anchor,
        "called": called,
        "cite": cite,
        "day": day,
        "figure": figure,
        "host": host,
        "link": link,
        "percent": percent,
        "signed": signed,
        "written": written,
    }
    return env


def _shown(value: Any) -> Any:
    """Text without controls and marks that turn its direction: they hide what a page says."""
    if type(value) is not str or value.isprintable():
        return value
    return _HIDDEN.sub("\ufffd", value)


def _read(template: str) -> str | None:
    package, _, file = template.partition("/")
    found = resources.files("standoff").joinpath(package, "templates", *file.split("/"))
    return found.read_text(encoding="utf-8") if found.is_file() else None
