"""What a workspace and its days answer with: each holds its record, and shows and writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, overload

from standoff.domain.horizons import HORIZONS
from standoff.domain.war import War
from standoff.formatting import amount, written_odds
from standoff.workspace.frames import dataframe, frame, odds_frame

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from standoff.assessment.records import AssessmentRecord, WarEvent
    from standoff.domain.claim import Claim
    from standoff.evaluation.backtest import Backtest
    from standoff.evaluation.timeline import Week
    from standoff.evidence.snapshot import ClaimsSnapshot
    from standoff.forecast.front import FrontForecast
    from standoff.hypotheses.weigh import Weighing
    from standoff.scenario import WhatIf
    from standoff.workspace.snapshot import Snapshot

_SHOWN_CLAIMS = 20


class Claims(Sequence["Claim"]):
    """Claims in order, as an Arrow table that is turned into something else on demand."""

    def __init__(self, table: pa.Table) -> None:
        """Claims of a table of `standoff.domain.claim.SCHEMA`, in its order."""
        self._table = table

    def __repr__(self) -> str:
        return f"<Claims: {amount(len(self))}>"

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[Claim]:
        from standoff.domain.claim import from_table

        return from_table(self._table)

    @overload
    def __getitem__(self, index: int) -> Claim: ...
    @overload
    def __getitem__(self, index: slice) -> Claims: ...
    def __getitem__(self, index: int | slice) -> Claim | Claims:
        rows = range(len(self))[index]
        if isinstance(rows, int):
            return next(iter(Claims(self._table.slice(rows, 1))))
        if rows.step == 1:
            return Claims(self._table.slice(rows.start, len(rows)))
        return Claims(self._table.take(list(rows)))

    def to_arrow(self) -> pa.Table:
        """The claims as an Arrow table."""
        return self._table

    def to_pandas(self) -> pd.DataFrame:
        """The claims as a DataFrame, one row each."""
        return dataframe(self._table)

    @property
    def ibis(self) -> Any:
        """The claims as an Ibis table, for queries."""
        import ibis

        return ibis.memtable(self._table)

    def _repr_html_(self) -> str:
        from standoff.report.claims_list import as_html

        return as_html(self[:_SHOWN_CLAIMS], len(self))


@dataclass(frozen=True, repr=False, eq=False)
class Assessment:
    """An assessment of a war as of a day; `record` holds its facts."""

    record: AssessmentRecord
    snapshot: Snapshot

    def __repr__(self) -> str:
        return f"<Assessment {self.record.war} as of {self.record.as_of}>"

    @property
    def odds(self) -> pd.DataFrame:
        """Probabilities of the outcomes: a row a horizon in days, a column an outcome."""
        return odds_frame({int(days): odds for days, odds in self.record.outcomes.items()})

    def to_text(self) -> str:
        """One screen of plain text, 80 columns."""
        from standoff.report.assessment_text import as_text

        return as_text(self.record, self.snapshot.war)

    def to_json(self) -> str:
        """`standoff.assessment/1`; the same assessment gives the same bytes."""
        from standoff.report.serialize import as_json

        return as_json(self.record)

    def to_html(self) -> str:
        """One page in one file, with its charts and map; it makes no request."""
        from standoff.report.assessment_page import as_html
        from standoff.report.maps.figure import as_known

        of, day = self.snapshot, self.snapshot.day
        return as_html(self.record, of.war, as_known(of.workspace.folder, of.war, day, of.table))

    def _repr_html_(self) -> str:
        return _framed(self.to_html())


@dataclass(frozen=True, repr=False, eq=False)
class Forecast:
    """A forecast of the front and its outcomes; `record` holds the sampled paths."""

    record: FrontForecast
    known: ClaimsSnapshot

    def __repr__(self) -> str:
        return f"<Forecast {self.record.war.name} as of {self.record.as_of}>"

    @property
    def odds(self) -> pd.DataFrame:
        """Probabilities of the outcomes: a row a horizon in days, a column an outcome."""
        return odds_frame({days: written_odds(self.record.odds(days)) for days in HORIZONS})

    @property
    def quantiles(self) -> pd.DataFrame:
        """23 quantiles of the net change of area, km², in the columns of the hubverse."""
        from standoff.report import forecast_rows

        ahead = self.record
        rows = [
            (
                ahead.as_of,
                forecast_rows.TERRITORY,
                days,
                ahead.war.country,
                ahead.as_of + timedelta(days=days),
                "quantile",
                float(level),
                value,
            )
            for days in HORIZONS
            for level, value in forecast_rows.quantiles(ahead, days).items()
        ]
        return frame([dict(zip(forecast_rows.COLUMNS, row, strict=True)) for row in rows])

    def to_json(self) -> str:
        """`standoff.forecast/1`."""
        from standoff.report.forecast_rows import as_json

        return as_json(self.record, self.known)

    def to_hubverse(self) -> str:
        """CSV of the hubverse: quantiles of the change of area, and odds of the outcomes."""
        from standoff.report.forecast_rows import as_hubverse

        return as_hubverse(self.record, self.known)

    def _repr_html_(self) -> str:
        from standoff.report.forecast_rows import odds_table

        return odds_table(self.record)


@dataclass(frozen=True, repr=False, eq=False)
class BacktestScores:
    """What a backtest gave; `record` holds every forecast and the means."""

    record: Backtest
    war: War

    def __repr__(self) -> str:
        plan = self.record.plan
        return f"<BacktestScores {self.war.name}, {plan.first} to {plan.last}>"

    @property
    def scores(self) -> pd.DataFrame:
        """Mean scores: a row a model, target and horizon in days."""
        return frame([asdict(mean) for mean in self.record.means])

    def to_text(self) -> str:
        """A table a target."""
        from standoff.report.track_record.text import as_text

        return as_text(self.record)

    def to_json(self) -> str:
        """`standoff.backtest/1`."""
        from standoff.report.track_record.text import as_json

        return as_json(self.record)

    def to_html(self) -> str:
        """One page in one file."""
        from standoff.report.track_record.page import backtest_page

        return backtest_page(self.record, self.war)

    def _repr_html_(self) -> str:
        return _framed(self.to_html())


@dataclass(frozen=True, repr=False, eq=False)
class Timeline:
    """The weeks of a war, in `record`: what was forecast in each, and what then happened; and in
    `events` what was told of the war by the last of them.
    """

    record: tuple[Week, ...]
    war: War
    events: tuple[WarEvent, ...] = ()

    def __repr__(self) -> str:
        return f"<Timeline {self.war.name}: {len(self.record)} weeks>"

    def to_pandas(self) -> pd.DataFrame:
        """A row a week: date, narrow, wide, now, a column an outcome, happened, provisional."""
        rows = [asdict(week) for week in self.record]
        return frame([{**row, **row.pop("outcomes")} for row in rows])

    def to_text(self) -> str:
        """One line a week."""
        from standoff.report.timeline.text import as_text

        return as_text(self.record, self.war)

    def to_json(self) -> str:
        """`standoff.timeline/1`."""
        from standoff.evaluation.timeline import as_json

        return as_json(self.record, self.war)

    def to_html(self) -> str:
        """One page in one file."""
        from standoff.report.timeline.page import timeline_page

        return timeline_page(self.record, self.war, self.events)

    def _repr_html_(self) -> str:
        return _framed(self.to_html())


@dataclass(frozen=True, repr=False, eq=False)
class WhatIfResult:
    """What a what-if changes; `record` holds its facts."""

    record: WhatIf
    war: War

    def __repr__(self) -> str:
        names = ", ".join(one.name for one in self.record.scenarios)
        return f"<WhatIfResult {self.war.name} as of {self.record.as_of}: {names}>"

    def to_text(self) -> str:
        """One screen of plain text."""
        from standoff.report.whatif.text import as_text

        return as_text(self.record, self.war)

    def to_json(self) -> str:
        """`standoff.whatif/1`."""
        from standoff.report.whatif.text import as_json

        return as_json(self.record)

    def to_html(self) -> str:
        """One page in one file."""
        from standoff.report.whatif.page import whatif_page

        return whatif_page(self.record, self.war)

    def _repr_html_(self) -> str:
        return _framed(self.to_html())


@dataclass(frozen=True, repr=False, eq=False)
class WeighedCase:
    """Rival explanations, weighed; `record` holds the facts."""

    record: Weighing

    def __repr__(self) -> str:
        return f"<WeighedCase {self.record.name} as of {self.record.as_of}>"

    def to_pandas(self) -> pd.DataFrame:
        """A row an explanation: id, says, prior, mean, low, high, first."""
        return frame([asdict(one) for one in self.record.hypotheses])

    def to_text(self) -> str:
        """What is most likely, on what, and what would change it."""
        from standoff.report.weigh_text import as_text

        return as_text(self.record)

    def to_json(self) -> str:
        """`standoff.weigh/1`."""
        from standoff.report.weigh_text import as_json

        return as_json(self.record)


def _framed(page: str) -> str:
    """A page inside a notebook's, so that neither's styles change the other."""
    from html import escape

    return (
        f'<iframe srcdoc="{escape(page)}" title="Standoff" '
        'style="width:100%;height:48em;border:0"></iframe>'
    )
