"""Record what the program gives, so that every later change of it is seen, listed and meant.

    python scripts/record_outputs.py --manifest scripts/recorded_outputs.json   # record
    python scripts/record_outputs.py --against scripts/recorded_outputs.json    # compare; 1: changed

It runs the command line and the web application as their users do, at a fixed time, on fixed days and
with seeds 1 and 7, and writes one line an output: its name, its SHA-256 and its size. It needs
STANDOFF_MIRROR, a folder with what the sources publish, and takes about four minutes on two cores.

    --out DIR         keep the outputs
    --before DIR      outputs that an earlier run kept: what changed is shown, line by line
    --only NAME...    only outputs whose names begin so, such as `assess web/api`
    --work DIR        keep the pulled store and the caches there, for the next run of the same code
    --jobs N          how many processes (default 2)

With seed 7 too: `assess`, `forecast`, `timeline`, `backtest`, `weigh` and three of the what-ifs; what
is served is of seed 1. The version is written VERSION, the folders of the run WORK and REPO. A change
that is meant is recorded with --manifest, together with --only where the rest is not to be run again,
and committed with what made it. To record one commit with the script of another, set PYTHONPATH.

What it knows of the code stands in `ENTRY`, `CLOCK` and `application`.
"""

from __future__ import annotations

import argparse
import asyncio
import difflib
import hashlib
import importlib
import importlib.util
import io
import json
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

ENTRY = "standoff.cli.main:main"
"""What the console script runs."""

CLOCK = "standoff.cli.options:now"
"""The one function that tells the time of the run."""

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)

REPO = Path(__file__).resolve().parent.parent
WAR = "ukraine-2022"
DAYS = ("2022-02-24", "2022-03-21", "2022-08-15", "2023-11-15", "2025-12-31")
LAST = DAYS[-1]
SEEDS = (1, 7)
SCENARIOS = (
    "belarus-attacks", "ceasefire-deal", "ceasefire-talks", "ru-aid-stops", "ru-mobilises",
    "ru-munitions-short", "ru-supply-short", "ua-aid-stops", "ua-mobilises", "ua-supply-short",
)  # fmt: skip
VERBS = (
    "assess", "backtest", "claims", "fit-priors", "forecast", "pull", "quantities", "read",
    "score-reader", "serve", "sources", "timeline", "train-reader", "wars", "weigh", "whatif",
)  # fmt: skip
ALL = ("--store", "claims")
SHIPPED = ("--store", "empty")

Manifest = dict[str, dict[str, Any]]
"""Outputs by name: {"sha256": hexadecimal, "bytes": size}, of the output as it is kept."""


# --- the program ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ran:
    """What a run of the command line gave."""

    code: int
    out: bytes
    err: bytes


def run(args: Sequence[object], stdin: bytes = b"") -> Ran:
    """`standoff ARGS` in this process."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    code: object = 0
    with ExitStack() as changed:
        changed.enter_context(patch.object(sys, "argv", ["standoff", *map(str, args)]))
        changed.enter_context(patch.object(sys, "stdin", given))
        changed.enter_context(redirect_stdout(streams[0]))
        changed.enter_context(redirect_stderr(streams[1]))
        try:
            _named(ENTRY)()
        except SystemExit as stop:
            code = stop.code
        for stream in streams:
            stream.flush()
    out, err = (stream.buffer.getvalue() for stream in streams)
    return Ran(code if isinstance(code, int) else int(code is not None), out, err)


def stop_clock(now: datetime) -> None:
    """Let the program take this for the time of the run."""
    module, name = CLOCK.split(":")
    setattr(importlib.import_module(module), name, lambda: now)
    told = run(["claims", WAR, "--as-of", "9999-01-01"]).err.decode()
    if f"{now:%Y-%m-%d}" not in told:
        raise RuntimeError(f"The clock {CLOCK} does not stop: {told}")


def application(store: str) -> Any:
    """What `standoff serve` serves."""
    import uvicorn

    made: list[Any] = []

    def take(server: uvicorn.Server, *_: object, **__: object) -> None:
        server.started = True
        made.append(server.config.app)

    with patch.object(uvicorn.Server, "run", take):
        told = run(["serve", "--no-ahead", "--port", 0, "--store", store])
    if not made:
        raise RuntimeError(f"`standoff serve` serves nothing: {told.err.decode()}")
    return made[0]


def _named(name: str) -> Callable[[], None]:
    module, _, function = name.partition(":")
    found: Callable[[], None] = getattr(importlib.import_module(module), function)
    return found


# --- outputs -------------------------------------------------------------------------------------


@dataclass
class Recorder:
    """Takes down the outputs of a family, in a working folder of its own."""

    out: Path
    only: Sequence[str]
    replaced: Mapping[str, str]
    manifest: Manifest = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def wants(self, name: str) -> bool:
        """Whether any output whose name begins so is to be recorded."""
        return not self.only or any(name.startswith(p) or p.startswith(name) for p in self.only)

    def keep(self, name: str, content: bytes) -> None:
        """An output under its name."""
        if self.only and not any(name.startswith(prefix) for prefix in self.only):
            return
        content = neutral(content, self.replaced)
        if name in self.manifest:
            raise ValueError(f"two outputs are named {name}")
        sha256 = hashlib.sha256(content).hexdigest()
        self.manifest[name] = {"sha256": sha256, "bytes": len(content)}
        file = self.out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def verb(
        self,
        name: str,
        *args: object,
        writes: Iterable[str] = (),
        form: str = "txt",
        stdin: bytes = b"",
    ) -> Ran | None:
        """What a command prints and writes; None where it is not wanted.

        Args:
            name: of its outputs.
            args: the command.
            writes: "json", "html": the files that it is asked to write too.
            form: of what it prints.
            stdin: what it is given.
        """
        if not self.wants(name):
            return None
        files = {kind: Path(f"out.{kind}") for kind in writes}
        for file in files.values():
            file.unlink(missing_ok=True)
        asked = [part for kind, file in files.items() for part in (f"--{kind}", file)]
        ran = run([*args, *asked], stdin)
        if ran.out:
            self.keep(f"{name}.{form}", ran.out)
        if ran.err or ran.code or name.startswith("errors/"):
            self.keep(f"{name}.err", b"exit %d\n%s" % (ran.code, ran.err))
        for kind, file in files.items():
            if file.is_file():
                self.keep(f"{name}.{kind}", file.read_bytes())
        if ran.code == 1 or (ran.code and not name.startswith("errors/")):
            self.faults.append(f"{name}: exit {ran.code}: {ran.err.decode(errors='replace')}")
        return ran


def neutral(content: bytes, replaced: Mapping[str, str]) -> bytes:
    """An output without what differs from run to run by its nature; bytes that are no text stay."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content
    for old, new in replaced.items():
        text = re.sub(rf"(?<![\w.]){re.escape(old)}(?!\w|\.\w)", new, text)
    return text.encode()


# --- what is recorded, by family -----------------------------------------------------------------


def _assess(rec: Recorder) -> None:
    for seed in SEEDS:
        for store, days in ((ALL, DAYS), (SHIPPED, (DAYS[1], DAYS[2], LAST))):
            for day in days:
                name = f"assess/{store[1]}/{day}-seed{seed}"
                args = ("assess", WAR, "--as-of", day, "--seed", seed, *store)
                rec.verb(name, *args, writes=("json", "html"))


def _forecast(rec: Recorder) -> None:
    for seed in SEEDS:
        for form in ("json", "hubverse"):
            for day, store in ((DAYS[1], ALL), (LAST, ALL), (DAYS[1], SHIPPED)):
                rec.verb(
                    f"forecast/{store[1]}/{day}-{form}-seed{seed}",
                    *("forecast", WAR, "--as-of", day, "--seed", seed, "--format", form, *store),
                    form="json" if form == "json" else "csv",
                )


def _timeline(rec: Recorder) -> None:
    both = ("json", "html")
    for seed in SEEDS:
        args = ("timeline", WAR, "--seed", seed)
        rec.verb(f"timeline/claims/all-seed{seed}", *args, "--to", LAST, *ALL, writes=both)
    year = ("--from", "2023-01-01", "--to", "2023-12-31")
    rec.verb("timeline/claims/2023", "timeline", WAR, *year, *ALL, writes=both)
    rec.verb("timeline/empty/all", "timeline", WAR, "--to", LAST, *SHIPPED, writes=both)


def _backtest(rec: Recorder) -> None:
    both = ("json", "html")
    args = ("backtest", WAR, "--jobs", 1, *ALL)
    for seed in SEEDS:
        origins = ("--from", "2023-06-01", "--every", 80, "--seed", seed)
        rec.verb(f"backtest/12-origins-seed{seed}", *args, *origins, writes=both)
    few = ("--from", "2024-01-01", "--to", "2024-06-01", "--every", 60, "--horizons", "30,60")
    rec.verb("backtest/few", *args, *few, "--models", "model,persistence", writes=both)


def _whatif(rec: Recorder) -> None:
    both = ("json", "html")
    at = ("--as-of", LAST)
    for name in SCENARIOS:
        rec.verb(f"whatif/{name}-seed1", "whatif", WAR, name, *at, *ALL, writes=both)
    two = ("ua-aid-stops", "ru-mobilises")
    rec.verb("whatif/two-together", "whatif", WAR, *two, *at, *ALL, writes=both)
    Path("mine.toml").write_text(OWN_SCENARIO)
    own = ("mine.toml", "--as-of", DAYS[1], "--horizons", "30,60")
    rec.verb("whatif/own-file", "whatif", WAR, *own, *ALL, writes=both)
    rec.verb("whatif/shipped-claims", "whatif", WAR, two[0], *own[1:], *SHIPPED, writes=both)
    for name in ("belarus-attacks", "ceasefire-talks", "ua-aid-stops"):
        args = ("whatif", WAR, name, *at, "--seed", 7, *ALL)
        rec.verb(f"whatif/{name}-seed7", *args, writes=both)


def _weigh(rec: Recorder) -> None:
    Path("bridge.toml").write_text(OWN_CASE)
    for case in ("hypersonic-missiles", "bridge.toml"):
        for store in (ALL, SHIPPED):
            for day, seed in ((DAYS[1], 1), (DAYS[1], 7), (LAST, 1)):
                name = f"weigh/{case.removesuffix('.toml')}/{store[1]}-{day}-seed{seed}"
                args = ("weigh", case, "--as-of", day, "--seed", seed, *store)
                rec.verb(name, *args, writes=("json",))


def _claims(rec: Recorder) -> None:
    for form, end in (("table", "txt"), ("csv", "csv"), ("jsonl", "jsonl")):
        args = ("claims", WAR, "--format", form)
        for store in (ALL, SHIPPED):
            rec.verb(
                f"claims/{store[1]}/{DAYS[1]}-{form}", *args, "--as-of", DAYS[1], *store, form=end
            )
        some = ("--quantity", "territory.controlled_km2", "--side", "RU", "--as-of", DAYS[2])
        rec.verb(f"claims/claims/territory-{form}", *args, *some, *ALL, form=end)
    rec.verb("claims/claims/today-jsonl", "claims", WAR, "--format", "jsonl", *ALL, form="jsonl")


def _read(rec: Recorder) -> None:
    for folder in ("learn", "score"):
        for name, war in (("bare", ()), ("war", ("--war", WAR))):
            step = f"read/{name}/{folder}"
            ran = rec.verb(f"{step}/all", "read", f"annotated/{folder}", *war, "--json", "each")
            if ran:
                for line in Path("each").read_text(encoding="utf-8").splitlines():
                    report = Path(json.loads(line)["file"]).stem
                    rec.keep(f"{step}/{report}.json", line.encode() + b"\n")
    if rec.wants("read/added"):
        shutil.rmtree("added", ignore_errors=True)
        store = ("--store", "added")
        rec.verb("read/added/score", "read", "annotated/score", "--add", WAR, *store)
        rec.verb("read/added/again", "read", "annotated/score", "--add", WAR, *store)
        args = ("claims", WAR, "--format", "jsonl", *store)
        rec.verb("read/added/claims", *args, form="jsonl")
        rec.verb("read/added/assess", "assess", WAR, *store, writes=("json",))
    text = (
        b"Ukraine's general staff said on Monday that Russian forces had lost 1,200 troops in a day, "
        b"according to Reuters. A Western official denied that the front near Bakhmut was stalled.\n"
    )
    rec.verb(
        "read/standard-input",
        *("read", "-", "--published", "2023-05-02", "--outlet", "The Paper", "--war", WAR),
        stdin=text,
        writes=("json",),
    )
    rec.verb("read/scores", "score-reader", "annotated/score", writes=("json",))


def _lists(rec: Recorder) -> None:
    for verb in ("sources", "wars", "quantities", "--version", "--help"):
        rec.verb(f"lists/{verb.strip('-')}", verb)
    for verb in VERBS:
        rec.verb(f"lists/help/{verb}", verb, "--help")


def _own_war(rec: Recorder) -> None:
    """A war in a folder, with its definition alone and with claims of its own."""
    for name in ("bare", "rivers"):
        Path(name).mkdir(exist_ok=True)
        Path(name, "war.toml").write_text(OWN_WAR)
    Path("rivers/record.csv").write_text(OWN_CLAIMS)
    for name in ("bare", "rivers"):
        at = ("--as-of", "2021-08-15", *SHIPPED)
        rec.verb(f"own-war/{name}/assess", "assess", name, *at, writes=("json", "html"))
        rec.verb(f"own-war/{name}/claims", "claims", name, "--format", "csv", *at, form="csv")
        rec.verb(f"own-war/{name}/forecast", "forecast", name, *at, form="json")
        rec.verb(f"own-war/{name}/timeline", "timeline", name, "--to", *at[1:], writes=("json",))
    Path("story.txt").write_text(
        "The Norlandic command said that its forces had lost 40 soldiers near the river.\n"
    )
    args = ("read", "story.txt", "--published", "2021-07-01", "--war", "rivers")
    rec.verb("own-war/rivers/read", *args, writes=("json",))


def _errors(rec: Recorder) -> None:
    """What is told to those whose command cannot be carried out."""
    for name, text in BAD_FILES.items():
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    Path("no-files").mkdir(exist_ok=True)
    Path("binary.txt").write_bytes(bytes(range(256)) * 40)
    for name, command in BAD_COMMANDS.items():
        args = [part.replace("_", " ") for part in command.split()]
        rec.verb(f"errors/{name}", *args)


def _web(rec: Recorder) -> None:
    """What is served of all sources."""
    routes = dict(ROUTES)
    if rec.wants("web"):
        jsonl = run(["claims", WAR, "--format", "jsonl", "--as-of", DAYS[1], *ALL]).out
        first, last = (json.loads(jsonl.splitlines()[i])["claim_id"] for i in (0, -1))
        routes["pages/claim-first"] = f"/wars/{WAR}/claims/{first}?as_of={DAYS[1]}"
        routes["pages/claim-last"] = f"/wars/{WAR}/claims/{last}?as_of={DAYS[1]}"
        _serve(rec, "web", routes, POSTS)


def _track_record(rec: Recorder) -> None:
    """What is served of the whole replay."""
    if rec.wants("track-record"):
        _serve(rec, "track-record", TRACK_RECORD, {})


def _serve(
    rec: Recorder, family: str, routes: Mapping[str, str], posts: Mapping[str, tuple[str, Any]]
) -> None:
    """What each address gives: its content, and its status and headers beside it."""
    asked = {name: ("GET", path, None) for name, path in routes.items()}
    asked |= {name: ("POST", path, body) for name, (path, body) in posts.items()}
    asked = {name: of for name, of in asked.items() if rec.wants(f"{family}/{name}")}
    for name, response in asyncio.run(_answers(application(ALL[1]), asked)).items():
        kind = response.headers.get("content-type", "").partition(";")[0]
        rec.keep(f"{family}/{name}.{FORMS.get(kind, 'txt')}", response.content)
        told = sorted(f"{k}: {v}" for k, v in response.headers.items() if k not in UNSTEADY)
        head = "\n".join([str(response.status_code), *told, ""])
        rec.keep(f"{family}/{name}.head", head.encode())
        if response.status_code >= 500:
            rec.faults.append(f"{family}/{name}: {response.status_code} {response.text[:300]}")


async def _answers(app: Any, asked: Mapping[str, tuple[str, str, Any]]) -> dict[str, Any]:
    """Asks an application as a browser does, without a network; what is not yet made, again."""
    import httpx

    found = {}
    headers = {"Accept-Encoding": "identity", "User-Agent": "recorder"}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", headers=headers
        ) as client,
    ):
        for name, (method, path, body) in asked.items():
            until = time.monotonic() + PATIENCE_S
            response = await client.request(method, path, json=body)
            while response.status_code == NOT_YET and time.monotonic() < until:
                await asyncio.sleep(0.3)
                response = await client.request(method, path, json=body)
            found[name] = response
    return found


NOT_YET = 503
PATIENCE_S = 1800.0
UNSTEADY = ("content-length", "date", "etag")
"""Headers that follow from the content or from the hour."""

FORMS = {
    "text/html": "html",
    "application/json": "json",
    "application/problem+json": "json",
    "text/csv": "csv",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "image/svg+xml": "svg",
    "image/png": "png",
    "text/css": "css",
    "text/javascript": "js",
}

_HOME, _API = f"/wars/{WAR}", f"/api/wars/{WAR}"
_AID = f"as_of={LAST}&scenario=ua-aid-stops"

ROUTES = {
    "pages/index": "/",
    "pages/problems": "/problems",
    "pages/war-today": _HOME,
    **{f"pages/war-{day}": f"{_HOME}?as_of={day}" for day in DAYS},
    "pages/panels-2023-11-15": f"{_HOME}/panels?as_of=2023-11-15",
    "pages/panels-2025-12-31": f"{_HOME}/panels?as_of=2025-12-31",
    "pages/earlier": f"{_HOME}/earlier?as_of=2023-11-15",
    "pages/questions-2022-08-15": f"{_HOME}/questions?as_of=2022-08-15",
    "pages/questions-2025-12-31": f"{_HOME}/questions?as_of=2025-12-31",
    "pages/evidence": f"{_HOME}/evidence?as_of=2022-03-21",
    "pages/evidence-some": f"{_HOME}/evidence?as_of=2022-08-15&side=RU&speaker=general&page=2",
    "pages/evidence-none": f"{_HOME}/evidence?as_of=2022-08-15&speaker=nobody",
    "pages/map": f"{_HOME}/map?as_of=2025-12-31",
    "pages/map-since": f"{_HOME}/map?as_of=2025-12-31&since=2025-06-30",
    "pages/what-if": f"{_HOME}/what-if?as_of=2022-03-21",
    "pages/what-if-aid": f"{_HOME}/what-if?{_AID}",
    "pages/what-if-result": f"{_HOME}/what-if/result?{_AID}&v.ua-aid-stops.0=0.7",
    "files/report.html": f"{_HOME}/report.html?as_of=2022-08-15",
    "files/what-if-report.html": f"{_HOME}/what-if/report.html?{_AID}",
    "files/what-if-fan-svg": f"{_HOME}/what-if/figures/fan.svg?{_AID}",
    "files/what-if-odds-csv": f"{_HOME}/what-if/figures/odds.csv?{_AID}",
    "files/earlier-svg": f"{_HOME}/figures/earlier.svg?as_of=2023-11-15",
    "files/page.css": "/static/page.css",
    "files/war.js": "/static/war.js",
    "api/health": "/healthz",
    "api/openapi": "/openapi.json",
    "api/wars": "/api/wars",
    **{f"api/assessment-{day}": f"{_API}/assessment?as_of={day}" for day in DAYS[1:]},
    "api/timeline": f"{_API}/timeline?as_of={LAST}",
    "api/forecast": f"{_API}/forecast?as_of={LAST}",
    "api/what-if": f"{_API}/whatif?{_AID}",
    "api/claims": f"{_API}/claims?as_of=2022-03-21",
    "api/claims-some": f"{_API}/claims?as_of=2022-08-15&quantity=territory.controlled_km2&side=RU"
    "&from=2022-07-01&to=2022-08-01&size=20&page=2",
    "api/claims-graded": f"{_API}/claims?as_of=2025-12-31&grade=F3&size=50",
    "api/claims-csv": f"{_API}/claims?as_of=2022-03-21&format=csv",
    "api/claims-jsonl": f"{_API}/claims?as_of=2022-03-21&format=jsonl&outlet=Reuters",
    "problems/no-war": "/api/wars/atlantis/assessment",
    "problems/no-date": f"{_API}/assessment?as_of=yesterday",
    "problems/future": f"{_API}/assessment?as_of=2031-01-01",
    "problems/before": f"{_API}/forecast?as_of=2021-01-01",
    "problems/no-route": "/api/nothing",
    "problems/no-quantity": f"{_API}/claims?quantity=territory.controled",
    "problems/no-side": f"{_API}/claims?side=XX",
    "problems/no-grade": f"{_API}/claims?grade=Z9",
    "problems/no-page": f"{_API}/claims?page=0",
    "problems/no-size": f"{_API}/claims?size=many",
    "problems/no-format": f"{_API}/claims?format=xml",
    "problems/no-scenario": f"{_API}/whatif?as_of={LAST}",
    "problems/unknown-scenario": f"{_API}/whatif?scenario=ua-aid-stop&as_of={LAST}",
    "problems/out-of-range": f"{_API}/whatif?{_AID}&v.ua-aid-stops.0=7",
    "problems/no-number": f"{_API}/whatif?{_AID}&v.ua-aid-stops.0=half",
    "problems/no-figure": f"{_HOME}/figures/nothing.svg?as_of=2022-03-21",
    "problems/no-form": f"{_HOME}/what-if/figures/fan.gif?{_AID}",
    "problems/no-file": "/static/nothing.js",
    "problems/page-no-war": "/wars/atlantis",
    "problems/page-no-date": f"{_HOME}?as_of=2022-02-31",
    "problems/page-no-claim": f"{_HOME}/claims/0000?as_of=2022-03-21",
    "problems/page-bad-side": f"{_HOME}/evidence?side=XX",
}

POSTS: dict[str, tuple[str, Any]] = {
    "api/what-if-posted": (
        f"{_API}/whatif",
        {
            "as_of": LAST,
            "scenarios": [{"name": "ua-aid-stops", "values": {"0": 0.8}}, "ru-mobilises"],
            "horizons": [30, 60],
        },
    ),
    "problems/posted-nothing": (f"{_API}/whatif", {"scenarios": []}),
    "problems/posted-contradiction": (
        f"{_API}/whatif",
        {"as_of": LAST, "scenarios": ["ua-aid-stops"] * 2},
    ),
    "problems/posted-where-none-is-taken": (f"{_API}/assessment", {}),
}

TRACK_RECORD = {"page": f"{_HOME}/track-record", "backtest": f"{_API}/backtest"}

OWN_WAR = """\
name = "rivers"
title = "The war of the rivers"
start = 2021-05-01
movement = "front"
sources = []

[sides.NO]
name = "Norland"
aliases = ["Northern forces"]
voices = ["Norlandic"]

[sides.SO]
name = "Southmark"

[third_parties]
EA = { name = "Eastholm", backs = "SO" }

[theatre]
country = "Southmark"
km2 = 40_000
scope = "Southmark"

[[front]]
since = 2021-05-01
said = 2021-05-01
km = 220
source = "who says so, and where"

[thresholds]
standstill_m_per_day = 10.0
break_m_per_day = 50.0
window_days = 30
battle_deaths_per_year = 1000.0
redraw_km2 = 150.0

[priors]
rate_km2_per_week_sd = 100.0
quiet_per_year = 0.05
ending_per_year = [{ after_days = 0, hazard = 0.45 }, { after_days = 365, hazard = 0.10 }]

[priors.reasons]
rate_km2_per_week_sd = "why"
quiet_per_year = "why"
ending_per_year = "why"
"""

OWN_CLAIMS = (
    "quantity,side,place,happened_from,happened_to,value,unit,source,known_at,vintage\n"
    + "".join(
        f"territory.controlled_km2,NO,Southmark,2021-{month:02}-{day:02},2021-{month:02}-{day:02},"
        f"{5000 + 40 * number},km2,maps,2021-{month:02}-{day:02},observed\n"
        for number, (month, day) in enumerate(
            (month, day) for month in (5, 6, 7, 8) for day in (3, 10, 17, 24)
        )
    )
)

OWN_SCENARIO = """\
name = "mine"
title = "Russia's supply runs short, and the front is held"
summary = "What if Russia's supply fell short, and Russia went over to holding?"
war = "ukraine-2022"

[[change]]
part = "supply"
side = "RU"
factor = [0.6, 0.9]
over = 14
reason = "a test"
rests_on = [
  { claims = { quantity = "logistics.degraded", side = "RU" } },
  { prior = "what is taken as known", source = "who says so" },
]

[[change]]
part = "posture"
side = "RU"
does = "holds"
share = [0.4, 0.7]
reason = "a test"
rests_on = [{ prior = "what is taken as known", source = "who says so" }]
"""

OWN_CASE = """\
name = "bridge"
title = "Why is supply short?"
war = "ukraine-2022"

[[hypothesis]]
id = "roads"
says = "The roads are bad"
prior = [0.3, 0.5]
reason = "a test"

[[hypothesis]]
id = "planning"
says = "It was badly planned"
prior = [0.5, 0.7]
reason = "a test"

[[evidence]]
id = "said"
find = { quantity = "logistics.degraded", side = "RU", until = 2022-03-21 }
likelihood = { roads = [0.5, 0.8], planning = 0.6 }
reason = "a test"
"""

BAD_FILES = {
    "no-toml/war.toml": "name = \n",
    "unknown-key/war.toml": OWN_WAR.replace("movement", "motion"),
    "one-side/war.toml": OWN_WAR.replace('[sides.SO]\nname = "Southmark"\n', ""),
    "no-start/war.toml": OWN_WAR.replace("start = 2021-05-01\n", ""),
    "bad-movement/war.toml": OWN_WAR.replace('"front"', '"sideways"'),
    "unknown-source/war.toml": OWN_WAR.replace("sources = []", 'sources = ["general-staf"]'),
    "no-front/war.toml": OWN_WAR.replace("km = 220", "km = -1"),
    "bad-rows/war.toml": OWN_WAR,
    "bad-rows/record.csv": OWN_CLAIMS
    + "territory.controled,NO,Southmark,x,y,many,km2,maps,z,observed\n",
    "bad-columns/war.toml": OWN_WAR,
    "bad-columns/record.csv": "this,that\n1,2\n",
    "no-toml.toml": "name = \n",
    "unknown-part.toml": OWN_SCENARIO.replace('"supply"', '"suply"'),
    "no-reason.toml": OWN_SCENARIO.replace('reason = "a test"\n', ""),
    "no-range.toml": OWN_SCENARIO.replace("[0.6, 0.9]", "[0.9, 0.6]"),
    "other-war.toml": OWN_SCENARIO.replace("ukraine-2022", "atlantis"),
    "bad-priors.toml": OWN_CASE.replace("[0.5, 0.7]", "[0.8, 0.9]"),
    "unknown-hypothesis.toml": OWN_CASE.replace("planning = 0.6", "planing = 0.6"),
    "undated.txt": "The ministry said that the front was quiet.\n",
    "damaged/claims.parquet": "this is no parquet\n",
    "a-file": "",
}

# An underscore stands for a space within an argument.
BAD_COMMANDS = {
    "no-command": "",
    "unknown-command": "asess",
    "unknown-option": "assess ukraine-2022 --asof 2022-03-21",
    "assess-no-war": "assess",
    "assess-unknown-war": "assess ukraine",
    "assess-no-date": "assess ukraine-2022 --as-of yesterday",
    "assess-no-such-day": "assess ukraine-2022 --as-of 2022-02-31",
    "assess-future": "assess ukraine-2022 --as-of 2026-01-16",
    "assess-before": "assess ukraine-2022 --as-of 2021-01-01 --store empty",
    "assess-negative-seed": "assess ukraine-2022 --seed -1",
    "assess-no-seed": "assess ukraine-2022 --seed one",
    "assess-two-outputs": "assess ukraine-2022 --json - --html -",
    "assess-unwritable": "assess ukraine-2022 --as-of 2022-03-21 --store empty --json no/such.json",
    "assess-store-is-a-file": "assess ukraine-2022 --store a-file",
    "assess-store-damaged": "assess ukraine-2022 --store damaged",
    "war-no-toml": "assess no-toml",
    "war-unknown-key": "assess unknown-key",
    "war-one-side": "assess one-side",
    "war-no-start": "assess no-start",
    "war-bad-movement": "assess bad-movement",
    "war-unknown-source": "pull unknown-source",
    "war-no-front": "assess no-front",
    "war-no-definition": "assess no-files",
    "war-bad-rows": "assess bad-rows --store empty",
    "war-bad-columns": "assess bad-columns --store empty",
    "pull-unknown-war": "pull ukrain-2022",
    "pull-unknown-source": "pull ukraine-2022 general-staf",
    "forecast-unknown-format": "forecast ukraine-2022 --format xml",
    "forecast-before": "forecast ukraine-2022 --as-of 2022-01-01",
    "timeline-before": "timeline ukraine-2022 --to 2021-01-01",
    "timeline-future": "timeline ukraine-2022 --to 2031-01-01",
    "backtest-unknown-model": "backtest ukraine-2022 --models modle",
    "backtest-no-models": "backtest ukraine-2022 --models ,",
    "backtest-no-horizon": "backtest ukraine-2022 --horizons 0",
    "backtest-no-numbers": "backtest ukraine-2022 --horizons a,b",
    "backtest-never": "backtest ukraine-2022 --every 0",
    "backtest-no-jobs": "backtest ukraine-2022 --jobs 0",
    "backtest-no-targets": "backtest ukraine-2022 --from 2025-12-31 --to 2026-01-10 --store empty",
    "whatif-no-scenario": "whatif ukraine-2022",
    "whatif-unknown": "whatif ukraine-2022 ua-aid-stop",
    "whatif-twice": "whatif ukraine-2022 ua-aid-stops ua-aid-stops --as-of 2022-03-21 --store empty",
    "whatif-no-toml": "whatif ukraine-2022 no-toml.toml",
    "whatif-unknown-part": "whatif ukraine-2022 unknown-part.toml",
    "whatif-no-reason": "whatif ukraine-2022 no-reason.toml",
    "whatif-no-range": "whatif ukraine-2022 no-range.toml",
    "whatif-other-war": "whatif ukraine-2022 other-war.toml",
    "weigh-unknown": "weigh hypersonic",
    "weigh-no-toml": "weigh no-toml.toml",
    "weigh-bad-priors": "weigh bad-priors.toml",
    "weigh-unknown-hypothesis": "weigh unknown-hypothesis.toml",
    "weigh-unknown-war": "weigh hypersonic-missiles --war atlantis",
    "claims-unknown-quantity": "claims ukraine-2022 --quantity territory.controled_km2",
    "claims-unknown-side": "claims ukraine-2022 --side XX",
    "claims-unknown-format": "claims ukraine-2022 --format xml",
    "read-no-file": "read nothing.txt",
    "read-no-reports": "read no-files",
    "read-two-wars": "read undated.txt --war ukraine-2022 --add atlantis",
    "read-unknown-war": "read undated.txt --war atlantis",
    "read-no-date": "read undated.txt --published someday",
    "read-undated": "read undated.txt --add ukraine-2022 --store no-such-store",
    "read-unknown-reader": "read undated.txt --reader nobody",
    "read-nothing": "read -",
    "read-binary": "read binary.txt",
    "score-no-folder": "score-reader nowhere",
    "score-no-texts": "score-reader no-files",
    "train-no-folder": "train-reader nowhere",
    "serve-no-port": "serve --port 99999",
}


@dataclass(frozen=True)
class Family:
    """Outputs that one process makes.

    Attributes:
        record: makes them.
        pulled: whether they rest on the store.
    """

    record: Callable[[Recorder], None]
    pulled: bool = True


# Those that take longest come first.
FAMILIES = {
    "read": Family(_read, pulled=False),
    "web": Family(_web),
    "track-record": Family(_track_record),
    "assess": Family(_assess),
    "whatif": Family(_whatif),
    "timeline": Family(_timeline),
    "backtest": Family(_backtest),
    "forecast": Family(_forecast),
    "weigh": Family(_weigh),
    "claims": Family(_claims),
    "errors": Family(_errors, pulled=False),
    "own-war": Family(_own_war, pulled=False),
    "lists": Family(_lists, pulled=False),
}


# --- processes -----------------------------------------------------------------------------------


def begin(work: str) -> None:
    """What each process does first.

    Every path that the program is given is relative, so that none of this machine's is an output.
    """
    for name in ("STANDOFF_STORE", "STANDOFF_DEBUG"):
        os.environ.pop(name, None)
    for name, folder in (("HOME", "home"), ("XDG_CACHE_HOME", "cache"), ("XDG_DATA_HOME", "data")):
        Path(work, folder).mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(Path(work, folder))
    os.environ |= {"COLUMNS": "80", "NO_COLOR": "1", "TZ": "UTC"}
    stop_clock(NOW)


def record(name: str, work: Path, out: Path, only: Sequence[str]) -> tuple[Recorder, float]:
    """The outputs of a family, and the seconds they took."""
    start = time.perf_counter()
    rec = Recorder(out, only, _replaced(work))
    here = work / "here" / name
    shutil.rmtree(here, ignore_errors=True)
    (here / "empty").mkdir(parents=True)
    (here / "claims").symlink_to(work / "claims")
    (here / "annotated").symlink_to(REPO / "annotated")
    os.chdir(here)
    FAMILIES[name].record(rec)
    return rec, time.perf_counter() - start


def pull(work: Path, out: Path, only: Sequence[str]) -> tuple[Recorder, float]:
    """Pull all sources into the store, unless this code has done so; what it printed either way."""
    start = time.perf_counter()
    rec = Recorder(out, only, _replaced(work))
    told = work / "pulled.txt"
    if not told.is_file():
        shutil.rmtree(work / "claims", ignore_errors=True)
        os.chdir(work)
        ran = run(["pull", WAR, *ALL])
        if ran.code:
            raise RuntimeError(f"pull: {ran.err.decode()}")
        told.write_bytes(ran.out)
    rec.keep("pull/all.txt", told.read_bytes())
    return rec, time.perf_counter() - start


def _replaced(work: Path) -> dict[str, str]:
    import standoff

    return {str(work): "WORK", str(REPO): "REPO", standoff.__version__: "VERSION"}


def _code() -> str:
    """Names the code that runs: what another left in a working folder is not taken for its own."""
    spec = importlib.util.find_spec("standoff")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The package standoff is not installed, nor on PYTHONPATH.")
    package = Path(spec.submodule_search_locations[0])
    files = sorted(p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    named = hashlib.sha256()
    for file in files:
        named.update(f"{file.relative_to(package)}\n".encode() + file.read_bytes())
    return named.hexdigest()[:16]


def record_all(work: Path, out: Path, only: Sequence[str], jobs: int) -> tuple[Manifest, list[str]]:
    """All outputs, and the faults that were met."""
    picked = families(only)
    manifest: Manifest = {}
    faults: list[str] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=begin, initargs=(str(work),)) as pool:

        def start(pulled: bool) -> dict[str, Future[tuple[Recorder, float]]]:
            return {
                name: pool.submit(record, name, work, out, only)
                for name in picked
                if FAMILIES[name].pulled == pulled
            }

        first = any(FAMILIES[name].pulled for name in picked) or not only or "pull" in only
        pulling = {"pull": pool.submit(pull, work, out, only)} if first else {}
        running = pulling | start(False)
        for one in pulling.values():
            one.result()
        running |= start(True)
        for name, future in running.items():
            try:
                rec, seconds = future.result()
            except Exception as error:
                faults.append(f"{name}: {''.join(traceback.format_exception(error))}")
                continue
            print(f"{name}: {len(rec.manifest)} outputs, {seconds:.0f} s", file=sys.stderr)
            manifest |= rec.manifest
            faults += rec.faults
    return dict(sorted(manifest.items())), faults


def families(only: Sequence[str]) -> list[str]:
    """The families of outputs whose names begin with any of these; all where none is given."""
    return [
        name
        for name in FAMILIES
        if not only or any(f"{name}/".startswith(p) or p.startswith(f"{name}/") for p in only)
    ]


# --- manifests -----------------------------------------------------------------------------------


def as_text(manifest: Manifest) -> str:
    """A manifest, one line an output."""
    lines = (f"{json.dumps(name)}: {json.dumps(of)}" for name, of in sorted(manifest.items()))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read_manifest(path: Path) -> Manifest:
    """What was recorded; nothing where nothing was."""
    found: Manifest = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def changes(before: Manifest, after: Manifest) -> dict[str, str]:
    """Outputs that are not what they were, by name: "changed", "gone" or "new"."""
    told = {}
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            told[name] = "gone"
        elif name not in before:
            told[name] = "new"
        elif before[name] != after[name]:
            told[name] = "changed"
    return told


def chosen(manifest: Manifest, only: Sequence[str]) -> Manifest:
    """The outputs whose names begin with any of these; all where none is given."""
    return {n: of for n, of in manifest.items() if not only or any(n.startswith(p) for p in only)}


def difference(before: bytes, after: bytes, most: int = 24, wide: int = 160) -> Iterator[str]:
    """A short unified diff; long lines, as of pages and of JSON, are broken at their tags and commas."""
    try:
        old, new = _lines(before.decode()), _lines(after.decode())
    except UnicodeDecodeError:
        yield f"(no text: {len(before):,} bytes, now {len(after):,})"
        return
    lines = list(difflib.unified_diff(old, new, n=1, lineterm=""))[2:]
    for line in lines[:most]:
        yield line if len(line) <= wide else f"{line[: wide - 1]}…"
    if len(lines) > most:
        yield f"… and {len(lines) - most:,} more lines"


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.splitlines():
        lines += re.split(r"(?<=>)(?=<)|(?<=,) ", line) if len(line) > 160 else [line]
    return lines


def compare(before: Manifest, after: Manifest, folders: tuple[Path, Path] | None) -> list[str]:
    """What changed, to be printed; with both folders of outputs, how."""
    told = changes(before, after)
    lines = []
    for name, how in told.items():
        lines.append(f"{how}: {name}")
        if folders and how == "changed":
            one, other = (folder / name for folder in folders)
            if one.is_file() and other.is_file():
                lines += [f"    {d}" for d in difference(one.read_bytes(), other.read_bytes())]
    same = sum(before[name] == after[name] for name in before.keys() & after.keys())
    lines.append(f"{same:,} outputs as they were, {len(told):,} not.")
    return lines


def main(args: Sequence[str] | None = None) -> int:
    """Record, and compare; 1 where something changed or a fault of the program was met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--manifest", type=Path)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--work", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args(args)
    if not (asked.manifest or asked.against or asked.out):
        parser.error("say what for: --manifest, --against or --out")
    if asked.against and not asked.against.is_file():
        parser.error(f"{asked.against} is no manifest")
    mirror = os.environ.get("STANDOFF_MIRROR")
    if not mirror:
        parser.error("set STANDOFF_MIRROR to a folder with what the sources publish")
    os.environ["STANDOFF_MIRROR"] = str(Path(mirror).resolve())
    with tempfile.TemporaryDirectory(prefix="recorded-") as temporary:
        work = (asked.work or Path(temporary) / "work").resolve() / _code()
        out = (asked.out or Path(temporary) / "out").resolve()
        for folder in (work, out):
            folder.mkdir(parents=True, exist_ok=True)
        after, faults = record_all(work, out, asked.only, asked.jobs)
        for fault in faults:
            print(f"fault: {fault}", file=sys.stderr)
        changed = False
        if asked.against:
            before = chosen(read_manifest(asked.against), asked.only)
            folders = (asked.before, out) if asked.before else None
            print("\n".join(compare(before, after, folders)))
            changed = bool(changes(before, after))
        if asked.manifest:
            old = read_manifest(asked.manifest)
            rest = {n: of for n, of in old.items() if n not in chosen(old, asked.only)}
            asked.manifest.write_text(as_text(rest | after), encoding="utf-8")
            print(f"{len(after):,} outputs recorded in {asked.manifest}.")
    return int(changed or bool(faults))


if __name__ == "__main__":
    sys.exit(main())
