"""The JSON API: what the command line gives, over HTTP, read-only."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from standoff._version import __version__
from standoff.domain.claim import EVENTS, Claim
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.report import claims_list
from standoff.scenario import HORIZONS
from standoff.web import query_params
from standoff.web.answers import BACKTEST, DAY, FORECAST, TIMELINE, WHATIF, Answers
from standoff.web.caches import CSV, JSON, JSON_LINES, CachedResponse, cached_response
from standoff.web.claim_filters import filters, graded, page_of, passing
from standoff.web.jobs import chosen_scenarios, last_scored_day
from standoff.web.middleware import PROBLEM_JSON
from standoff.web.records import ScenarioValues, WhatIfQuery
from standoff.web.state import state_of

CLAIMS_SCHEMA = "standoff.claims/1"
_MOST_A_PAGE = 1000
_A_PAGE = 100
_FARTHEST = 365
_FORMS = ("json", "csv", "jsonl")


class ProblemModel(BaseModel):
    """A problem (RFC 9457): what was wrong, and a hint what to do."""

    type: str
    title: str
    status: int
    detail: str
    hint: str


class ClaimsQuery(BaseModel):
    """Which claims; what is left out lets any pass."""

    as_of: str = Field("", description="Known by the end of this day; default: today.")
    quantity: str = Field("", description="Name out of the vocabulary.")
    side: str = Field("", description="Code of a side or a third party.")
    speaker: str = Field("", description="Part of a name.")
    outlet: str = Field("", description="Part of the name of a link of the channel.")
    grade: str = Field(
        "",
        description='Whether other origins bear it out: "borne out", "disputed", "contradicted" or "alone".',
    )
    about_from: str = Field("", alias="from", description="About this day or later.")
    about_to: str = Field("", alias="to", description="About this day or earlier.")
    known_from: str = Field("", description="Known on this day or later.")
    page: str = Field("", description="Page of the JSON, from 1.")
    size: str = Field("", description=f"Claims a page, to {_MOST_A_PAGE}.")
    form: str = Field("", alias="format", description="json, csv or jsonl.")


class ScenarioBody(BaseModel):
    """A scenario with some of its changes set to values within their ranges."""

    name: str = Field(description="Of a scenario that comes with the war.")
    values: dict[int, float] = Field({}, description="Values by the index of the change.")


class WhatIfBody(BaseModel):
    """Scenarios that come true together."""

    as_of: str = Field("", description="Day, like 2022-03-21; default: today.")
    scenarios: list[str | ScenarioBody] = Field(min_length=1, max_length=6)
    horizons: list[Annotated[int, Field(ge=1, le=_FARTHEST)]] = Field(
        list(HORIZONS), min_length=1, max_length=6, description="Days ahead."
    )

    def query(self) -> WhatIfQuery:
        """The same as the jobs take it."""
        bodies = [
            ScenarioBody(name=s, values={}) if isinstance(s, str) else s for s in self.scenarios
        ]
        scenarios = (ScenarioValues(s.name, tuple(sorted(s.values.items()))) for s in bodies)
        return WhatIfQuery(tuple(scenarios), tuple(self.horizons))


def _json(what: str) -> dict[int | str, dict[str, Any]]:
    """The responses of an address, for the description of the API."""
    problem = {"model": ProblemModel, "content": {PROBLEM_JSON: {}}}
    names = {400: "Cannot be read", 404: "Unknown name", 422: "No answer", 503: "Not yet"}
    problems: dict[int | str, dict[str, Any]] = {
        code: {"description": name, **problem} for code, name in names.items()
    }
    good = {"description": what, "content": {JSON: {"schema": {"type": "object"}}}}
    return {200: good, **problems}


router = APIRouter(prefix="/api", tags=["api"])

Name = Annotated[str, Path(description="The war, as /api/wars names it.")]
Scenarios = Annotated[
    list[str], Query(description="Of scenarios that come with the war; they come true together.")
]
AsOf = Annotated[str, Query(description="Day, like 2022-03-21; default: today.")]


@router.get("/wars", responses=_json("The wars served"))
async def wars(request: Request) -> Response:
    """The wars served, their sides and days."""
    answers = state_of(request).answers
    today = answers.now().date().isoformat()
    rows = [
        {
            "name": war.name,
            "title": war.title,
            "start": war.start.isoformat(),
            "last_day": today,
            "movement": war.movement,
            "sides": [{"code": side.code, "name": side.name} for side in war.sides],
        }
        for war in answers.wars.values()
    ]
    return JSONResponse({"schema": "standoff.wars/1", "version": __version__, "wars": rows})


@router.get("/wars/{war}/assessment", responses=_json("`standoff.assessment/1`"))
async def assessment(request: Request, war: Name, as_of: AsOf = "") -> Response:
    """The six questions answered as of a day, as `standoff assess --json` gives it."""
    return await _of_day(request, war, as_of, lambda a, w, day: a.get(DAY, w, day).assessment)


@router.get("/wars/{war}/places", responses=_json("`standoff.places/1`"))
async def places(request: Request, war: Name, as_of: AsOf = "") -> Response:
    """Who held the war's places as of a day, since when, and by whose word."""
    return await _of_day(request, war, as_of, lambda a, w, day: a.get(DAY, w, day).places)


@router.get("/wars/{war}/events", responses=_json("`standoff.events/1`"))
async def events(
    request: Request, war: Name, as_of: AsOf = "", since: str = "", kind: str = ""
) -> Response:
    """What happened in the 90 days to a day, and before where the war turned, newest first; only `since` a
    day, or of a `kind`, where these are given.
    """
    asked = {"since": since, "kind": kind}
    first, only = query_params.day(asked, "since"), query_params.one_of(asked, "kind", EVENTS)
    return await _of_day(
        request,
        war,
        as_of,
        lambda a, w, day: a.get(DAY, w, day).events(first.isoformat() if first else "", only),
    )


@router.get("/wars/{war}/positions", responses=_json("`standoff.positions/1`"))
async def positions(request: Request, war: Name, as_of: AsOf = "") -> Response:
    """What each side had said last on each issue, in its own voice."""
    return await _of_day(request, war, as_of, lambda a, w, day: a.get(DAY, w, day).positions)


@router.get("/wars/{war}/timeline", responses=_json("`standoff.timeline/1`"))
async def timeline(request: Request, war: Name, as_of: AsOf = "") -> Response:
    """Probability of stalemate for every week, as `standoff timeline --json` gives it."""
    return await _of_day(request, war, as_of, lambda a, w, day: a.get(TIMELINE, w, day))


@router.get("/wars/{war}/forecast", responses=_json("`standoff.forecast/1`"))
async def forecast(request: Request, war: Name, as_of: AsOf = "") -> Response:
    """Quantiles of the front and odds of the outcomes, as `standoff forecast` gives them."""
    return await _of_day(request, war, as_of, lambda a, w, day: a.get(FORECAST, w, day))


@router.get("/wars/{war}/backtest", responses=_json("`standoff.backtest/1`"))
async def backtest(request: Request, war: Name) -> Response:
    """Every forecast of a replay beside what happened, as `standoff backtest --json` gives it."""
    state, named = state_of(request), state_of(request).war(war)
    day = last_scored_day(named, state.answers.now().date())
    return await state.respond(
        request,
        lambda: cached_response(state.answers.get(BACKTEST, named, day).backtest, JSON),
        state.patience_s,
        BACKTEST,
    )


@router.post("/wars/{war}/whatif", responses=_json("`standoff.whatif/1`"))
async def whatif(request: Request, war: Name, body: WhatIfBody) -> Response:
    """What would change if scenarios came true together, as `standoff whatif --json` gives it."""
    answers, named = state_of(request).answers, state_of(request).war(war)
    day = answers.day(named, query_params.day({"as_of": body.as_of}, "as_of"))
    query = body.query()
    chosen_scenarios(query, named)
    answer = await run_in_threadpool(answers.get, WHATIF, named, day, query)
    return cached_response(answer.whatif, JSON).to(request)


@router.get("/wars/{war}/whatif", responses=_json("`standoff.whatif/1`"))
async def whatif_at(request: Request, war: Name, scenario: Scenarios, as_of: AsOf = "") -> Response:
    """The same of scenarios named in the address, each change at `v.NAME.INDEX=VALUE` if given."""
    named = state_of(request).war(war)
    pairs = [("scenario", one) for one in scenario] + request.query_params.multi_items()
    query = query_params.scenarios_of(pairs, named)
    return await _of_day(
        request,
        war,
        as_of,
        lambda answers, of, day: answers.get(WHATIF, of, day, query).whatif,
        "what-if",
    )


@router.get("/wars/{war}/claims", responses=_json(f"`{CLAIMS_SCHEMA}`"))
async def claims(request: Request, war: Name, query: Annotated[ClaimsQuery, Query()]) -> Response:
    """Claims as they were known by a day: paged as JSON; all of them as CSV or JSON lines."""
    state, named = state_of(request), state_of(request).war(war)
    fields = query.model_dump(by_alias=True)
    day = state.answers.day(named, query_params.day(fields, "as_of"))
    by, form = filters(fields, named), query_params.one_of(fields, "format", _FORMS) or _FORMS[0]
    page = query_params.number(fields, "page", 1, 10**6)
    size = query_params.number(fields, "size", _A_PAGE, _MOST_A_PAGE)

    def make() -> CachedResponse:
        known = state.answers.claims.on(named, day)
        passed = passing(known.known, by)
        if form != "json":
            text = claims_list.FORMATS[form](_in_order(known.known, passed))
            kind = CSV if form == "csv" else JSON_LINES
            return cached_response(text, kind, f"{named.name}-claims-{day}.{form}")
        content = {
            "schema": CLAIMS_SCHEMA,
            "war": named.name,
            "as_of": day.isoformat(),
            "claims_digest": known.digest,
            "total": len(passed),
            "page": page,
            "pages": -(-len(passed) // size),
            "claims": [
                {
                    **claims_list.record(one.claim),
                    "grade": str(one.grade),
                    "graded_because": one.grade.rule,
                }
                for one in graded(known.known, page_of(passed, page, size))
            ],
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
        return cached_response(text, JSON)

    return await state.respond(request, make)


async def _of_day(
    request: Request,
    war: str,
    as_of: str,
    text: Callable[[Answers, War, date], str],
    file: str = "",
) -> Response:
    """JSON about a day of a war; with the name of a file, to be saved under it."""
    state, named = state_of(request), state_of(request).war(war)
    day = state.answers.day(named, query_params.day({"as_of": as_of}, "as_of"))
    name = f"{named.name}-{file}-{day}.json" if file else ""
    return await state.respond(
        request, lambda: cached_response(text(state.answers, named, day), JSON, name)
    )


def _in_order(known: ClaimsSnapshot, ids: Sequence[str]) -> list[Claim]:
    """As the command line lists them."""
    claims = known.by_id
    return [
        claims[id]
        for id in sorted(
            ids, key=lambda i: (claims[i].happened_to, claims[i].quantity, claims[i].known_at, i)
        )
    ]
