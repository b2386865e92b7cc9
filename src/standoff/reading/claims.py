"""A reading to claims: each statement and each figure with its words, channel, origin and date."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from standoff.domain.claim import Claim, midnight
from standoff.domain.quantities import ASSERTION, quantity
from standoff.domain.war import War
from standoff.errors import UnknownNameError
from standoff.reading.attribution import topics
from standoff.reading.attribution.statement_date import said_on
from standoff.reading.attribution.targets import is_of_kind, whose
from standoff.reading.entities.discovery import CIVILIANS
from standoff.reading.modality import CLAIMED, Modality, of_figure, of_statement
from standoff.reading.pipeline import analysed
from standoff.reading.records import Attribution, Reading, Span
from standoff.reading.text.doc import Doc
from standoff.reading.text.tokens import hull

SOURCE = "report"
"""What `source` begins with; the reader's name follows, since another one reads otherwise."""

LONGEST = 120
"""Words of a figure's sentence that its claim carries at most."""

_LICENCE = "not stated"
_Read = tuple[Claim, Modality]
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?:unnamed\s+|anonymous\s+)?(?=\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Claimed:
    """The claims of one report, and what made none.

    Attributes:
        claims: in the order of the text.
        left_out: reasons for which nothing was made, and how often.
        not_claimed: what stands in the text and is asked, planned, denied and so on.
        modality: of each of both, by the claim's id.
    """

    claims: tuple[Claim, ...]
    left_out: dict[str, int]
    not_claimed: tuple[Claim, ...] = ()
    modality: Mapping[str, Modality] = field(default_factory=dict)


@dataclass(frozen=True)
class _Report:
    """What every claim of a report needs: the reading, the analysed document, the war and the date."""

    reading: Reading
    doc: Doc
    war: War | None
    published: date
    common: dict[str, Any]
    left_out: Counter[str]

    @property
    def text(self) -> str:
        return self.reading.document.text

    def code(self, name: str) -> str | None:
        """The war's code for a plain name, "" for nobody's; None if the war does not know it."""
        if name in ("", CIVILIANS):
            return ""
        if self.war is None:
            return name
        return self.doc.actors.codes.get(name)


def claimed(reading: Reading, war: War | None, reader: str) -> Claimed:
    """The claims of a reading, in the order of the text.

    Args:
        reading: what was read.
        war: whose sides and cities count; without one, sides are plain names and `war` is empty.
        reader: name of the reader that found the attributions.
    """
    document = reading.document
    left_out: Counter[str] = Counter()
    if document.published is None:
        found = len(reading.attributions) + len(reading.figures)
        return Claimed(
            (), {"statements and figures of a report without a date": found} if found else {}
        )
    common = {
        "war": war.name if war else "",
        "known_at": midnight(document.published),
        "vintage": "observed",
        "source": f"{SOURCE}:{reader}",
        "document": f"report-{hashlib.sha256(document.text.encode()).hexdigest()[:16]}",
        "url": document.url,
        "licence": _LICENCE,
    }
    doc = reading.doc or analysed(document, war)
    report = _Report(reading, doc, war, document.published, common, left_out)
    listed = [*_statements(report), *_figures(report)]
    listed.sort(
        key=lambda p: (p[0].span_from or 0, p[0].span_to or 0, p[0].quantity, p[0].side, p[0].place)
    )
    modality = dict(reversed(listed))
    claims = dict.fromkeys(claim for claim, _ in listed)
    return Claimed(
        tuple(claim for claim in claims if modality[claim] in CLAIMED),
        dict(left_out),
        tuple(claim for claim in claims if modality[claim] not in CLAIMED),
        {claim.claim_id: how for claim, how in modality.items()},
    )


def _statements(report: _Report) -> Iterator[_Read]:
    with_figures = {f.attribution for f in report.reading.figures if f.bounds}
    attributions = report.reading.attributions
    # "This suggests that" inside a statement has no voice of its own: it is its speaker's.
    has_voice = [one.within is None or bool(one.speaker_kind) for one in attributions]
    inside: dict[int, list[Span]] = defaultdict(list)
    for one, voice in zip(attributions, has_voice, strict=True):
        if one.within is not None and voice:
            inside[one.within] += one.content
    document = report.reading.document
    headline = document.text.find(document.title) if document.title else -1
    for index, attribution in enumerate(attributions):
        span = hull(attribution.content)
        ends = headline + len(document.title)
        if headline >= 0 and span and headline <= span[0] and span[1] <= ends:
            report.left_out["statements in the headline, which the text repeats"] += 1
            continue
        if not has_voice[index]:
            continue
        found = list(_of_attribution(report, index, inside[index]))
        yield from found
        if found or index in with_figures:
            continue
        if not attribution.speaker:
            report.left_out["statements of nobody outside the vocabulary"] += 1
        elif span is None:
            report.left_out["attributions without a content"] += 1
        else:
            claim = Claim(
                **report.common,
                **_who(report, attribution),
                **_weight(attribution, span, alone=True),
                unit=ASSERTION,
                value=0.0 if attribution.negated else 1.0,
                negated=attribution.negated,
                **_when(report, attribution),
                quantity="other",
                side=report.code(attribution.about_side) or "",
                text=" ".join(report.text[slice(*span)].split()),
                span_from=span[0],
                span_to=span[1],
            )
            yield claim, of_statement(report.doc, span, attribution)


def _of_attribution(report: _Report, index: int, inner: Sequence[Span]) -> Iterator[_Read]:
    attribution = _voiced(report, index)
    sentences = list(_sentences(report, attribution))
    for span in sentences:
        words = report.text[slice(*span)]
        for said in topics.said_in(words, attribution.stance, attribution.negated):
            # What stands in a statement inside this one is that speaker's.
            if any(a <= span[0] + said.at < b for a, b in inner):
                continue
            alone = len(sentences) == 1
            side = report.code(whose(report.doc.actors, attribution, said, span, alone=alone))
            if side is None:
                report.left_out["statements about others than the war's parties"] += 1
                continue
            nobody = said.about in ("speaker", "owner") and not side
            if nobody or not is_of_kind(report.war, side, said.who):
                continue
            truth: dict[str, Any] = {"value": said.value, "negated": said.value == 0}
            if said.value is None:
                truth = {"low": 0.0, "high": 1.0}
            cities = report.war.cities if report.war else ()
            country = report.war.country if report.war else ""
            named = [city.name for city in cities if city.name in words]
            for place in named if said.in_cities else [country]:
                claim = Claim(
                    **report.common,
                    **_who(report, attribution),
                    **_weight(attribution, span, alone=len(sentences) == 1),
                    unit=ASSERTION,
                    **truth,
                    **_when(report, attribution),
                    quantity=said.quantity,
                    side=side,
                    place=place,
                    text=" ".join(words.split()),
                    span_from=span[0],
                    span_to=span[1],
                )
                yield claim, of_statement(report.doc, span, attribution)


def _voiced(report: _Report, index: int) -> Attribution:
    """A statement; one without a source is the voice's that its sentence goes on with.

    "Discussing the missiles, Hale said ..." is Hale's.
    """
    said, every = report.reading.attributions[index], report.reading.attributions
    at = hull((*said.cue, *said.content))
    if said.speaker or said.source or at is None or index + 1 == len(every):
        return said
    following, split = every[index + 1], report.doc.tokens
    source = hull(following.source)
    end = split.sentence(split.indices(at).start)[-1] if split.indices(at) else -1
    if not source or end < 0 or not at[0] < source[0] < split.end[end]:
        return said
    return replace(
        said,
        speaker=following.speaker,
        speaker_kind=following.speaker_kind,
        anonymous=following.anonymous,
        channel=following.channel,
    )


def _figures(report: _Report) -> Iterator[_Read]:
    attributions = report.reading.attributions
    for figure in report.reading.figures:
        side = figure.side
        known = report.war is None or not side or side in report.war.parties
        if not figure.bounds:
            report.left_out["vague counts without a number"] += 1
        elif not known:
            report.left_out["figures about others than the war's parties"] += 1
        else:
            said = None if figure.attribution is None else attributions[figure.attribution]
            name = _quantity_in(figure.quantity, figure.unit)
            # An interval without a start is a count since the war began, if it counts. Without any
            # date it is about the day of publication: what an undated figure covers is not known,
            # and no total may be made of it.
            to = figure.happened_to or report.published
            began = report.war.start if report.war and quantity(name).kind == "flow" else to
            start = figure.happened_from or (min(began, to) if figure.happened_to else to)
            claim = Claim(
                **report.common,
                **_who(report, said),
                **(_weight(said, figure.span, alone=True) if said else {}),
                happened_from=start,
                happened_to=to,
                quantity=name,
                unit=figure.unit,
                low=figure.low,
                value=figure.value,
                high=figure.high,
                side=side,
                place=figure.place or (report.war.country if report.war else ""),
                text=_sentence_of(report, figure.span),
                span_from=figure.span[0],
                span_to=figure.span[1],
                negated=said.negated if said else False,
            )
            yield claim, of_figure(report.doc, figure.span, name, said)


def _who(report: _Report, said: Attribution | None) -> dict[str, Any]:
    """Speaker, channel and origin; the report's own voice is its outlet's.

    A named speaker is the origin; an unnamed one is known only through the outlet at the root of
    the channel, as in the shipped record (docs/record.md).
    """
    outlet = report.reading.document.outlet
    channel = tuple(link for link in (outlet, *(said.channel if said else ())) if link)
    root = channel[-1] if channel else ""
    if said is None or not said.speaker:
        return {
            "speaker": outlet if said is None else "",
            "speaker_kind": "media" if said is None and outlet else "",
            "channel": channel,
            "origin": root,
            "stance": said.stance if said else "reports",
            "issue": said.issue if said else "",
        }
    speaker = _ARTICLE.sub("", said.speaker)
    return {
        "speaker": speaker,
        "speaker_kind": said.speaker_kind,
        "anonymous": said.anonymous,
        "channel": channel,
        "origin": f"{speaker} to {root}" if said.anonymous and root else speaker,
        "stance": said.stance,
        "issue": said.issue,
    }


def _weight(said: Attribution, span: Span, *, alone: bool) -> dict[str, Any]:
    """What the hedge stands for, if it stands in these words or they are all that is said."""
    hedge = said.hedge
    if hedge is None or not (alone or span[0] <= hedge.span[0] < span[1]):
        return {}
    return {"likelihood_low": hedge.low, "likelihood_high": hedge.high}


def _sentences(report: _Report, said: Attribution) -> Iterator[Span]:
    """The content sentence by sentence, each from its first word to its last."""
    split = report.doc.tokens
    for span in said.content:
        at = split.indices(span)
        # "that" between a cue and what is said belongs to neither.
        at = at[1:] if at and split.low[at[0]] == "that" else at
        while at:
            last = min(split.sentence(at.start)[-1], at[-1])
            yield split.span(at.start, last)
            at = range(last + 1, at.stop)


def _sentence_of(report: _Report, span: Span) -> str:
    """The words around a figure: its sentence, or a part of it where nothing ends the sentence."""
    split = report.doc.tokens
    here = split.indices(span).start
    at = split.sentence(here)
    if len(at) > LONGEST:
        at = at[max(0, here - at.start - LONGEST // 2) :][:LONGEST]
    return " ".join(report.text[slice(*split.span(at[0], at[-1]))].split()) if at else ""


def _quantity_in(name: str, unit: str) -> str:
    """The quantity of that name; `other` where the vocabulary has no such quantity in that unit."""
    try:
        known = quantity(name)
    except UnknownNameError:
        return "other"
    return known.name if unit in known.units else "other"


def _when(report: _Report, said: Attribution) -> dict[str, Any]:
    period = said_on(said, report.doc, report.published)
    return {"happened_from": period.first, "happened_to": period.last}
