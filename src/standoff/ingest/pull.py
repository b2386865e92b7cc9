"""Fetch what the sources publish, check it, and append what is new to the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import httpx

from standoff.domain.war import War
from standoff.errors import AbsentFileError, BadRow, FetchError, SourceError
from standoff.evidence.store import Appended, Store
from standoff.evidence.validation import split
from standoff.ingest.fetch import fetch, gone, kept
from standoff.ingest.sources import SOURCES, Source, source

Progress = Callable[[str, int, int | None], None]
"""Called with a source's name, bytes so far of its current file, and bytes in all where they are known."""


@dataclass(frozen=True)
class Pulled:
    """What a pull of one source brought.

    Attributes:
        source: its name.
        appended: claims new, known and corrected; None where the source failed.
        bad_rows: rows left out, each with its reason.
        failure: why the whole source failed; "" where it did not.
        files: the files that were read.
        absent: dated files that the publisher does not have.
    """

    source: str
    appended: Appended | None
    bad_rows: tuple[BadRow, ...]
    failure: str
    files: tuple[Path, ...] = ()
    absent: int = 0


def chosen(war: War, names: Sequence[str]) -> tuple[Source, ...]:
    """The sources of these names, or all that the war's definition lists, in the order of SOURCES.

    A source of the user's own, which channels.toml declares, is not fetched.

    Raises:
        UnknownNameError: no such source.
        SourceError: no name is given, and the war lists no source.
    """
    if names:
        return tuple(source(name) for name in dict.fromkeys(names))
    own = {declared.name for declared in war.channels.sources}
    listed = [source(name) for name in war.sources if name not in own]
    if not listed:
        raise SourceError(
            f"{war.name} lists no source to pull. Name one, or list some under 'sources' in war.toml."
        )
    return tuple(s for s in SOURCES if s in listed)


def pull(
    war: War,
    sources: Sequence[Source],
    store: Store,
    *,
    cache: Path,
    client: httpx.Client,
    now: datetime,
    on_bytes: Progress,
) -> Iterator[Pulled]:
    """Pull one source after the other; one that fails leaves the others alone.

    Args:
        war: the war to pull for.
        sources: what to pull.
        store: where claims are appended, one file a source.
        cache: folder for fetched files.
        client: as `fetch.client` makes it.
        now: the time of the pull, UTC: when a changed figure became known.
        on_bytes: called as bytes come.

    Raises:
        StoreError: the store cannot be written; sources pulled before stay appended.
    """
    for one in sources:

        def progress(done: int, whole: int | None, name: str = one.name) -> None:
            on_bytes(name, done, whole)

        try:
            got = partial(fetch, cache=cache, client=client, now=now, on_bytes=progress)
            files = [got(url).path for url in one.urls]
            dated = list(one.dated(now.date()))
            found = []
            for url in dated:
                # A dated file that is cached does not change, and is not fetched again.
                with suppress(AbsentFileError):
                    if (copy := kept(url, cache)) or not gone(url, cache, now):
                        found.append((copy or got(url)).path)
            reading = one.read([*files, *found], war)
        except (FetchError, SourceError) as error:
            yield Pulled(one.name, None, (), str(error))
            continue
        # A figure in hand before its assumed day of publication was known at the pull.
        rows = [
            replace(row, claim=replace(row.claim, known_at=now, vintage="observed"))
            if row.claim.vintage == "assumed" and row.claim.known_at > now
            else row
            for row in reading.rows
        ]
        claims, faulty = split(rows, war, now)
        bad = tuple(sorted([*reading.bad, *faulty]))
        appended = store.pull_in(claims, now)
        yield Pulled(one.name, appended, bad, "", (*files, *found), len(dated) - len(found))
