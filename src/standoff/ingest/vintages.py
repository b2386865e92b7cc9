"""Files as they were published: every version that a public repository keeps of a source's file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx

from standoff.domain.claim import Claim, series_key, stated
from standoff.domain.war import War
from standoff.errors import BadRow, FetchError, SourceError
from standoff.evidence.store import Appended, Store
from standoff.evidence.validation import split
from standoff.ingest.fetch import COMMITS, MIRRORED, fetch, kept
from standoff.ingest.pull import Progress, Pulled
from standoff.ingest.sources import Source
from standoff.ingest.sources._source import History

_A_PAGE = 100
_BUSY = (403, 429)


@dataclass(frozen=True)
class Commit:
    """One version of a file: the commit that published it, and when."""

    sha: str
    at: datetime


def commits(history: History, client: httpx.Client) -> tuple[list[Commit], str]:
    """The versions of a file, oldest first, and why the list ends early; "" where it is whole."""
    found: list[Commit] = []
    token = os.environ.get("GITHUB_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    address = f"{COMMITS}/repos/{history.owner}/{history.repo}/commits"
    page = 1
    while True:
        query: dict[str, str | int] = {
            "path": history.path,
            "sha": history.branch,
            "per_page": _A_PAGE,
            "page": page,
        }
        try:
            answer = client.get(address, params=query, headers=headers)
            if answer.status_code in _BUSY:
                why = f"the host answers {answer.status_code}: wait an hour, or set GITHUB_TOKEN"
                return _in_order(found), why
            answer.raise_for_status()
            rows = answer.json()
            found += [
                Commit(str(row["sha"]), datetime.fromisoformat(row["commit"]["committer"]["date"]))
                for row in rows
            ]
        except httpx.HTTPError as error:
            return _in_order(found), " ".join(str(error).split()) or type(error).__name__
        except (ValueError, TypeError, KeyError) as error:
            return _in_order(found), f"page {page} of the list cannot be read ({error})"
        if len(rows) < _A_PAGE:
            return _in_order(found), ""
        page += 1


def pull_vintages(
    war: War,
    sources: Sequence[Source],
    store: Store,
    *,
    cache: Path,
    client: httpx.Client,
    now: datetime,
    on_bytes: Progress,
) -> Iterator[Pulled]:
    """Append what each version of the sources' files said anew, one source after the other.

    Of the versions of one day the last counts. A version makes claims only of what is new or
    changed against the version before it, known at the time of its commit; one that fails leaves
    the others alone.

    Args: as `pull.pull` takes them.

    Raises:
        StoreError: the store cannot be written; sources pulled before stay appended.
    """
    for source in sources:
        history = source.history
        if history is None:
            why = (
                f"{source.name}: its publisher keeps no public history. Pull it without --vintages."
            )
            yield Pulled(source.name, None, (), why)
            continue
        listed, why = commits(history, client)
        if why and not listed:
            yield Pulled(source.name, None, (), f"{source.name}: no list of versions ({why}).")
            continue
        by_day = {commit.at.astimezone(UTC).date(): commit for commit in listed}
        before: dict[tuple[object, ...], str] = {}
        fresh: list[Claim] = []
        bad = [BadRow(source.name, 1, "list", why, "What came is kept.")] if why else []
        files = []
        got = partial(
            fetch, cache=cache, client=client, now=now, on_bytes=partial(on_bytes, source.name)
        )
        for commit in by_day.values():
            url = f"{MIRRORED}/{history.owner}/{history.repo}/{commit.sha}/{history.path}"
            try:
                file = (kept(url, cache) or got(url)).path
                reading = source.read([file], war)
            except (FetchError, SourceError) as error:
                bad.append(BadRow(commit.sha[:12], 1, "file", str(error), "Left out; pull again."))
                continue
            files.append(file)
            claims, faulty = split(reading.rows, war, now)
            bad += [*reading.bad, *faulty]
            for claim in claims:
                key, says = series_key(claim), stated(claim)
                if before.get(key) != says:
                    before[key] = says
                    fresh.append(replace(claim, known_at=commit.at, vintage="observed", url=url))
        appended = store.append(fresh, now) if fresh else Appended(0, 0)
        yield Pulled(source.name, appended, tuple(sorted(set(bad))), "", tuple(files))


def _in_order(found: list[Commit]) -> list[Commit]:
    return sorted(found, key=lambda commit: commit.at)
