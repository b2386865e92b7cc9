"""Append claims; ask what was known by a day. The only module that knows the engine.

A store is a folder of Parquet files that are written once and never changed. Each append writes one
file under a name that no reader's pattern matches, flushes it to the disk and renames it: a reader
sees all of an append or nothing, and a process that dies in between leaves no half file behind that
anyone reads. Queries are Ibis expressions, so that DuckDB and Spark answer them alike; each has a
connection of its own, since one of DuckDB's serves a single thread at a time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import _

from standoff.domain.claim import (
    ADDED,
    SCHEMA,
    SERIES,
    Claim,
    from_table,
    midnight,
    series_key,
    stated,
    to_table,
)
from standoff.errors import StoreError

# The append that wrote a row, named so that later ones sort after earlier ones.
_BATCH = pa.field("batch", pa.string())
_SHIPPED = ""
# A hash of the series key: ranking 2 million claims by it takes half the time of ranking by the key.
_SERIES = pa.field("series", pa.int64())
_FILE_SCHEMA = SCHEMA.append(_BATCH).append(_SERIES)

VERSION = 2
"""Of the layout of a store's files; it stands in each file's metadata. One without it is of version 1."""
_VERSION_KEY = b"standoff.store"


@contextlib.contextmanager
def duckdb() -> Iterator[Any]:
    """An Ibis connection to DuckDB in memory, closed after use; the default engine."""
    connection = ibis.duckdb.connect()
    try:
        connection.raw_sql("SET TimeZone = 'UTC'")
        yield connection
    finally:
        connection.disconnect()


@contextlib.contextmanager
def spark(master: str = "local[2]") -> Iterator[Any]:
    """An Ibis connection to Spark, for archives that outgrow a machine (extra `spark`).

    The process has one Spark session, which may be asked from any thread and goes on after use.
    """
    import sys  # noqa: PLC0415 - only where Spark is asked for

    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = (
        SparkSession.builder.master(master)
        .appName("standoff")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield ibis.pyspark.connect(session)


Vintages = Literal["observed", "assumed"]
"""Whether files as they were published tell what was known, or the lag that is assumed."""

_PUBLISHED = "^https://raw[.]githubusercontent[.]com/[^/]+/[^/]+/[0-9a-f]{40}/"
"""Addresses of claims that come from a file as it was published, by the commit that published it."""


@dataclass(frozen=True)
class Appended:
    """What an append did.

    Attributes:
        new: claims written.
        known: claims that were there already.
        corrected: claims written whose series had said something else before.
    """

    new: int
    known: int
    corrected: int = 0


@dataclass(frozen=True)
class Store:
    """Claims in a folder, and the shipped ones beside them.

    Attributes:
        folder: where the Parquet files are; it need not exist to be read.
        shipped: claims that come with the wars, read as if they stood in the folder.
        engine: makes the Ibis connection that answers one query, and ends it.
    """

    folder: Path
    shipped: pa.Table = field(default_factory=SCHEMA.empty_table)
    engine: Callable[[], contextlib.AbstractContextManager[Any]] = duckdb

    def append(self, claims: Iterable[Claim], at: datetime) -> Appended:
        """Write the claims that are not there yet, as one file.

        Args:
            claims: checked claims (`checks.split`).
            at: time of the append, UTC; among claims known at the same time the later one counts.

        Raises:
            StoreError: the folder cannot be written; nothing was appended.
        """
        table = to_table(claims)
        known = self.answer(lambda claims: claims.select("claim_id").distinct())
        fresh = _first_of_each(table, set(known["claim_id"].to_pylist()))
        appended = Appended(fresh.num_rows, table.num_rows - fresh.num_rows)
        if not fresh.num_rows:
            return appended
        name = f"{at.astimezone(UTC):%Y%m%dT%H%M%S%fZ}-{uuid.uuid4().hex[:12]}"
        part = self.folder / f".{name}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as out:
                rows = _for_file(fresh, name)
                marked = {**(rows.schema.metadata or {}), _VERSION_KEY: str(VERSION).encode()}
                pq.write_table(rows.replace_schema_metadata(marked), out, compression="zstd")
                out.flush()
                os.fsync(out.fileno())
            part.replace(self.folder / f"{name}.parquet")
        except OSError as error:
            raise StoreError(
                f"{self.folder}: nothing was appended ({error.strerror or error}). "
                "Free some space or name another folder with --store."
            ) from error
        finally:
            # Also where Ctrl-C ended it.
            with contextlib.suppress(OSError):
                part.unlink()
        return appended

    def pull_in(self, claims: Sequence[Claim], at: datetime) -> Appended:
        """Append what a pull brought; a changed figure becomes known at the time of the pull.

        Where a series is known and says the same as before, nothing is written. Where it says
        something else, the new claim is stamped `at`, `observed`: an earlier vintage stays as it
        was. A series that is new keeps the time that its source gives. Of several figures that a
        source itself gives for one series the last one known is what it says now.
        """
        by_series: dict[tuple[Any, ...], list[Claim]] = {}
        for claim in claims:
            by_series.setdefault(series_key(claim), []).append(claim)
        sources = sorted({claim.source for claim in claims})
        known = self.answer(lambda every: _winners(every.filter(_.source.isin(sources)), "series"))
        latest = {series_key(claim): claim for claim in from_table(_as_schema(known))}
        fresh, corrected = [], 0
        for key, said in by_series.items():
            before, last = latest.get(key), max(said, key=lambda claim: claim.known_at)
            if before is None:
                fresh += said
            elif stated(before) != stated(last):
                fresh.append(replace(last, known_at=at, vintage="observed"))
                corrected += 1
        result = self.append(fresh, at) if fresh else Appended(0, 0)
        return Appended(result.new, len(claims) - result.new, corrected)

    def answer(self, ask: Callable[[Any], Any]) -> pa.Table:
        """The rows of a query over all claims, in no order.

        Args:
            ask: makes the query, an Ibis table, of every claim ever appended and the shipped ones.
        """
        if set("*?[]{}") & set(str(self.folder)):
            raise StoreError(
                f"{self.folder}: engines take *?[]{{}} for patterns. Rename the folder."
            )
        if self.folder.exists() and not self.folder.is_dir():
            raise StoreError(f"{self.folder}: is no folder. Name another with --store.")
        with self.engine() as connection:
            tables = [ibis.memtable(_for_file(_first_of_each(self.shipped, set()), _SHIPPED))]
            batches = [_batch_of(path) for path in sorted(self.folder.glob("*.parquet"))]
            if batches:
                found = _every_file(connection, str(self.folder / "*.parquet"))
                # Spark's timestamps carry no zone in their type; its session runs in UTC.
                found = found.cast(ibis.schema(_FILE_SCHEMA))
                # A file that somebody copied holds the same rows of the same append once more.
                tables.append(found if len(set(batches)) == len(batches) else found.distinct())
            # Left to itself, Ibis asks a query that reads no file of a connection that all share.
            query = ask(ibis.union(*tables) if len(tables) > 1 else tables[0])
            if connection.name == "duckdb":
                # DuckDB's own table: Ibis imports pandas to make one, which takes 0.3 s.
                connection.create_view("answer", query)
                rows: pa.Table = connection.con.sql("FROM answer").to_arrow_table()
            else:
                rows = connection.to_pyarrow(query)
        return rows

    def table_known_at(
        self,
        day: date,
        war: str,
        quantities: Sequence[str] = (),
        vintages: Vintages = "observed",
    ) -> pa.Table:
        """`known_at` as an Arrow table of `SCHEMA`, in no order; only these quantities, if any."""

        def ask(claims: Any) -> Any:
            known = known_at(claims, day, war, vintages)
            return known.filter(_.quantity.isin(quantities)) if quantities else known

        return _as_schema(self.answer(ask))

    def table_history(self, war: str, claim_id: str | None = None) -> pa.Table:
        """Every claim about a war that was ever appended, once each; only this one, if any.

        As an Arrow table of `SCHEMA`, in no order.
        """

        def ask(claims: Any) -> Any:
            ever = _winners(claims.filter(_.war == war), "claim_id")
            return ever.filter(_.claim_id == claim_id) if claim_id else ever

        return _as_schema(self.answer(ask))


def known_at(claims: Any, day: date, war: str, vintages: Vintages = "observed") -> Any:
    """Those of an Ibis table of claims about a war that were known by the end of a day.

    From the first to the last version of a source's file that is at hand as it was published, these
    versions tell what was known, and nothing is assumed of that source; with `assumed` they are
    left out instead. Of several claims of one series the latest known counts; of two known at the same time the one
    appended later, since publishers correct in place.
    """
    end = midnight(day + timedelta(days=1))
    of_war = claims.filter(_.war == war)
    published = of_war.filter(_.vintage == "observed", _.url.re_search(_PUBLISHED))
    if vintages == "assumed":
        of_war = of_war.anti_join(published, ["claim_id", "batch"])
    else:
        spans = published.group_by("source").agg(
            first_at=published.known_at.min(), last_at=published.known_at.max()
        )
        assumed = of_war.filter(_.vintage == "assumed").select(
            "claim_id", "batch", "source", "known_at"
        )
        replaced = assumed.inner_join(
            spans,
            [
                assumed.source == spans.source,
                assumed.known_at >= spans.first_at,
                assumed.known_at <= spans.last_at,
            ],
        ).select("claim_id", "batch")
        of_war = of_war.anti_join(replaced, ["claim_id", "batch"])
    return _winners(of_war.filter(_.known_at < ibis.literal(end)), "series")


def _winners(claims: Any, key: str) -> Any:
    """Of rows that agree in `key` the one known last; of those, the one appended last.

    Few rows are beaten, so they are found on narrow columns and taken out: three times as fast on
    two million rows as ranking all columns (docs/decisions/0007).
    """
    order = [ibis.desc("known_at"), ibis.desc("batch"), ibis.asc("claim_id")]
    rank = ibis.row_number().over(group_by=key, order_by=order)
    narrow = claims.select("claim_id", "known_at", "batch", "series").mutate(rank=rank)
    beaten = narrow.filter(_["rank"] > 0).select("claim_id", "batch")
    return claims.anti_join(beaten, ["claim_id", "batch"]).select([f.name for f in SCHEMA])


def _every_file(connection: Any, files: str) -> Any:
    """The rows of all files; columns that files of an earlier version lack are null."""
    whole = {"mergeSchema": "true"} if connection.name == "pyspark" else {"union_by_name": True}
    found = connection.read_parquet(files, **whole)
    lacking = {
        name: ibis.null().cast(kind)
        for name, kind in ibis.schema(_FILE_SCHEMA).items()
        if name not in found.columns
    }
    return found.mutate(**lacking).select(_FILE_SCHEMA.names)


def _batch_of(path: Path) -> str:
    """The append that wrote a file; names a file of something else before an engine fails on it."""
    wrong = f"{path}: not a whole file of claims. Take it out of the folder."
    try:
        footer = pq.read_metadata(path)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(wrong) from error
    version = (footer.metadata or {}).get(_VERSION_KEY, b"1").decode(errors="replace")
    if version not in map(str, range(1, VERSION + 1)):
        raise StoreError(
            f"{path}: written by another Standoff (store version {version[:20]}; this one reads up to "
            f"{VERSION}). Upgrade Standoff, or name another folder with --store."
        )
    names = footer.schema.to_arrow_schema().names
    ours = names == _FILE_SCHEMA.names or names == [
        name for name in _FILE_SCHEMA.names if name not in ADDED
    ]
    if not ours or footer.num_row_groups == 0:
        raise StoreError(wrong)
    columns = [footer.row_group(0).column(i) for i in range(footer.num_columns)]
    return str(next(c.statistics.min for c in columns if c.path_in_schema == _BATCH.name))


def _for_file(table: pa.Table, batch: str) -> pa.Table:
    """The table with the store's own columns: the append that wrote it, and each row's series."""
    keys = zip(*(table[name].to_pylist() for name in SERIES), strict=True)
    series = [
        int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=8).digest(), signed=True)
        for key in keys
    ]
    batches = pa.array([batch] * table.num_rows, _BATCH.type)
    return table.append_column(_BATCH, batches).append_column(_SERIES, pa.array(series, pa.int64()))


def _first_of_each(table: pa.Table, known: set[str]) -> pa.Table:
    """Rows whose claim is neither known nor a repeat of an earlier row."""
    keep = []
    for claim_id in table["claim_id"].to_pylist():
        keep.append(claim_id not in known)
        known.add(claim_id)
    return table.filter(pa.array(keep, pa.bool_()))


def _as_schema(table: pa.Table) -> pa.Table:
    """The rows of an answer as `SCHEMA`: Spark returns naive UTC timestamps."""
    columns = []
    for target in SCHEMA:
        column = table[target.name]
        if target.name == "known_at" and column.type.tz is None:
            column = column.cast(pa.timestamp("us")).cast(target.type)
        columns.append(column.cast(target.type))
    return pa.table(columns, schema=SCHEMA)
