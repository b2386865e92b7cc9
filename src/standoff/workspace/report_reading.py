"""Read one report, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from standoff.domain import war as wars
from standoff.domain.war import War
from standoff.errors import ReportError
from standoff.formatting import count
from standoff.workspace.results import Claims
from standoff.workspace.workspace import Day, Workspace, as_date

if TYPE_CHECKING:
    from standoff.reading.claims import Claimed
    from standoff.reading.records import Attribution, Event, FigureReading, Reading


@dataclass(frozen=True, repr=False, eq=False)
class ReportReading:
    """What one report says; `record` holds the document and all that was found in it.

    Attributes:
        record: the reading.
        claimed: its claims, and what became none.
        war: whose sides and cities count; None for none.
        reader: the name of the reader.
    """

    record: Reading
    claimed: Claimed
    war: War | None
    reader: str

    def __repr__(self) -> str:
        return f"<ReportReading {self.record.document.file}: {len(self.claims)} claims>"

    @property
    def claims(self) -> Claims:
        """Its claims, in the order of the text; none where the report has no date."""
        from standoff.domain.claim import to_table

        return Claims(to_table(self.claimed.claims))

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """Who said what, through whom, how surely."""
        return self.record.attributions

    @property
    def figures(self) -> tuple[FigureReading, ...]:
        """Quantities with their bounds as stated."""
        return self.record.figures

    @property
    def events(self) -> tuple[Event, ...]:
        """What is said to happen, with place and date."""
        return self.record.events

    def to_text(self) -> str:
        """One screen of plain text for an ordinary report."""
        from standoff.report.reading_text import as_text

        return as_text(self.record, self.claimed, self.war)

    def to_json(self) -> str:
        """One JSON object on one line."""
        from standoff.reading.serialize import as_json

        return as_json(self.record, self.claimed, self.reader)


def read(
    report: str | Path,
    *,
    war: Workspace | War | str | Path | None = None,
    published: Day | None = None,
    outlet: str = "",
    reader: str = "standoff",
) -> ReportReading:
    """Read one report: who said what, through whom, how surely, with which figures.

    Args:
        report: a file of text or HTML, or an address.
        war: whose sides and cities count; without one, sides are plain names.
        published: its date, where it states none or another.
        outlet: who published it, where it does not say.
        reader: who finds the statements, as `standoff read --reader` names it.

    Raises:
        ReportError: it cannot be read, or holds several reports.
        UnknownNameError: no such war or reader.
    """
    import sys

    from standoff.reading.claims import claimed
    from standoff.reading.input import documents
    from standoff.reading.pipeline import read as read_document
    from standoff.reading.readers import reader_named
    from standoff.reading.records import Document

    if isinstance(war, Workspace):
        war = war.war
    definition = wars.load(str(war)) if isinstance(war, str | Path) else war
    items = list(documents.documents(str(report), None, sys.stdin.buffer))
    for item in items:
        if isinstance(item, documents.Failed):
            raise ReportError(item.reason)
    found = [item for item in items if isinstance(item, Document)]
    if len(found) != 1:
        raise ReportError(f"{report}: holds {count(len(found), 'report')}. Name one of them.")
    by = reader_named(reader)
    day = None if published is None else as_date(published)
    reading = read_document(documents.stated(found[0], day, outlet), definition, by)
    return ReportReading(reading, claimed(reading, definition, by.name), definition, by.name)
