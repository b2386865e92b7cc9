"""The JSON API: what the command line gives, over HTTP, read-only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from standoff._version import __version__
from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.report import claims_list
from standoff.scenario import HORIZONS
from standoff.web import query_params, response_cache
from standoff.web.claim_filters import GradedClaim, filters, graded, page_of, passing
from standoff.web.middleware import PROBLEM_JSON
from standoff.web.state import Served, served
from standoff.web.whatif_requests import Asks, WhatIfRequest

CLAIMS_SCHEMA = "standoff.claims/1"
_MOST_A_PAGE = 1000
_A_PAGE = 100
_FARTHEST = 365
_FORMS = ("json", "csv", "jsonl")


class ProblemModel(BaseModel):
    """A problem (RFC 9457): what was wrong, and the way out."""

    type: str
    title: str
    status: int
    detail: str
    way_out: str


class ClaimsQuery(BaseModel):
    """Which claims; what is left out lets any pass."""

    as_of: str = Field("", description="Known by the end of this day; default: today.")
    quantity: str = Field("", description="Name out of the vocabulary.")
    side: str = Field("", description="Code of a side or a third party.")
    speaker: str = Field("", description="Part of a name.")
    outlet: str = Field("", description="Part of the name of a link of the channel.")
    grade: str = Field("", description="Admiralty's, like F2.")
    about_from: str = Field("", alias="from", description="About this day or later.")
    about_to: str = Field("", alias="to", description="About this day or earlier.")
    known_from: str = Field("", description="Known on this day or later.")
    page: str = Field("", description="Page of the JSON, from 1.")
    size: str = Field("", description=f"Claims a page, to {_MOST_A_PAGE}.")
    form: str = Field("", alias="format", description="json, csv or jsonl.")


class ScenarioAsk(BaseModel):
    """A scenario with some of its changes set to values within their ranges."""

    name: str = Field(description="Of a scenario that comes with the war.")
    values: dict[int, float] = Field({}, description="Values by the index of the change.")


class WhatIfAsk(BaseModel):
    """What is asked: scenarios that come true together."""

    as_of: str = Field("", description="Day, like 2022-03-21; default: today.")
    scenarios: list[str | ScenarioAsk] = Field(min_length=1, max_length=6)
    horizons: list[Annotated[int, Field(ge=1, le=_FARTHEST)]] = Field(
        list(HORIZONS), min_length=1, max_length=6, description="Days ahead."
    )


def _json(what: str) -> dict[int | str, dict[str, Any]]:
    """The responses of an address, for the description of the API."""
    problem = {"model": ProblemModel, "content": {PROBLEM_JSON: {}}}
    names = {400: "Cannot be read", 404: "Unknown name", 422: "No answer", 503: "Not yet"}
    problems: dict[int | str, dict[str, Any]] = {
        code: {"description": name, **problem} for code, name in names.items()
    }
    good = {"description": what, "content": {response_cache.JSON: {"schema": {"type": "object"}}}}
    return {200: good, **problems}


router = APIRouter(prefix="/api", tags=["api"])

Name = Annotated[str, Path(description="The war, as /api/wars names it.")]
Scenarios = Annotated[
    list[str], Query(description="Of scenarios that come with the war; they come true together.")
]
AsOf = Annotated[str, Query(description="Day, like 2022-03-21; default: today.")]


@router.get("/wars", responses=_json("The wars served"))
async def wars(request: Request) -> Response:
    """The wars served, their sides and the days that can be asked for."""
    here = served(request)
    told = [_war(here, war) for war in here.answers.wars.values()]
    return JSONResponse({"schema": "standoff.wars/1", "version": __version__, "wars": told})


@router.get("/wars/{war}/assessment", responses=_json("`standoff.assessment/1`"))
async def assessment(request: Request, war: Name, as_of: AsOf = "") -> Response:
    """The six questions answered as of a day, as `standoff assess --json` gives it."""
    here, named = served(request), served(request).war(war)
    day = here.answers.day(named, query_params.day({"as_of": as_of}, "as_of"))
    return await here.respond(
        request,
        lambda: response_cache.packed(here.answers.on(named, day).assessment, response_cache.JSON),
    )


@router.get("/wars/{war}/timeline", responses=_json("`standoff.timeline/1`"))
async def timeline(request: Request, war: Name, as_of: AsOf = "") -> Response:
    """Probability of stalemate for every week, as `standoff timeline --json` gives it."""
    here, named = served(request), served(request).war(war)
    day = here.answers.day(named, query_params.day({"as_of": as_of}, "as_of"))
    return await here.respond(
        request,
        lambda: response_cache.packed(here.answers.timeline(named, day), response_cache.JSON),
    )


@router.get("/wars/{war}/forecast", responses=_json("`standoff.forecast/1`"))
async def forecast(request: Request, war: Name, as_of: AsOf = "") -> Response:
    """Quantiles of the front and odds of the outcomes, as `standoff forecast` gives them."""
    here, named = served(request), served(request).war(war)
    day = here.answers.day(named, query_params.day({"as_of": as_of}, "as_of"))
    return await here.respond(
        request,
        lambda: response_cache.packed(here.answers.forecast(named, day), response_cache.JSON),
    )


@router.get("/wars/{war}/backtest", responses=_json("`standoff.backtest/1`"))
async def backtest(request: Request, war: Name) -> Response:
    """Every forecast of a replay beside what happened, as `standoff backtest --json` gives it."""
    here, named = served(request), served(request).war(war)
    return await here.replayed(
        request, named, lambda made: response_cache.packed(made.backtest, response_cache.JSON)
    )


@router.post("/wars/{war}/whatif", responses=_json("`standoff.whatif/1`"))
async def whatif(request: Request, war: Name, asks: WhatIfAsk) -> Response:
    """What would change if scenarios came true together, as `standoff whatif --json` gives it."""
    here, named = served(request), served(request).war(war)
    day = here.answers.day(named, query_params.day({"as_of": asks.as_of}, "as_of"))
    told = [
        one if isinstance(one, ScenarioAsk) else ScenarioAsk(name=one, values={})
        for one in asks.scenarios
    ]
    wanted = Asks(
        tuple(WhatIfRequest(one.name, tuple(sorted(one.values.items()))) for one in told),
        tuple(asks.horizons),
    )
    made = await run_in_threadpool(here.answers.whatif, named, day, wanted)
    return response_cache.packed(made.whatif, response_cache.JSON).response(request)


@router.get("/wars/{war}/whatif", responses=_json("`standoff.whatif/1`"))
async def whatif_at(request: Request, war: Name, scenario: Scenarios, as_of: AsOf = "") -> Response:
    """The same of scenarios named in the address, each change at `v.NAME.INDEX=VALUE` if given."""
    here, named = served(request), served(request).war(war)
    day = here.answers.day(named, query_params.day({"as_of": as_of}, "as_of"))
    pairs = [("scenario", one) for one in scenario] + request.query_params.multi_items()
    asks = query_params.asked_something(query_params.whatif(pairs))
    name = f"{named.name}-what-if-{day}.json"
    return await here.respond(
        request,
        lambda: response_cache.packed(
            here.answers.whatif(named, day, asks).whatif, response_cache.JSON, name
        ),
    )


@router.get("/wars/{war}/claims", responses=_json(f"`{CLAIMS_SCHEMA}`"))
async def claims(request: Request, war: Name, query: Annotated[ClaimsQuery, Query()]) -> Response:
    """Claims as they were known by a day: paged as JSON; all of them as CSV or JSON lines."""
    here, named = served(request), served(request).war(war)
    asks = query.model_dump(by_alias=True)
    day = here.answers.day(named, query_params.day(asks, "as_of"))
    by, form = filters(asks, named), query_params.one_of(asks, "format", _FORMS) or _FORMS[0]
    page = query_params.number(asks, "page", 1, 10**6)
    size = query_params.number(asks, "size", _A_PAGE, _MOST_A_PAGE)

    def make() -> response_cache.Packed:
        known = here.answers.claims.on(named, day)
        passed = passing(known.known, by)
        if form != "json":
            kind = response_cache.CSV if form == "csv" else response_cache.JSON_LINES
            name = f"{named.name}-claims-{day}.{form}"
            return response_cache.packed(
                claims_list.FORMATS[form](_in_order(known.known, passed)), kind, name
            )
        head = {
            "schema": CLAIMS_SCHEMA,
            "war": named.name,
            "as_of": day.isoformat(),
            "claims_digest": known.digest,
            "total": len(passed),
            "page": page,
            "pages": -(-len(passed) // size),
            "claims": [_told(t) for t in graded(known.known, page_of(passed, page, size))],
        }
        return response_cache.packed(_text(head), response_cache.JSON)

    return await here.respond(request, make)


def _in_order(known: ClaimsSnapshot, ids: Sequence[str]) -> list[Claim]:
    """As the command line lists them."""
    claims = known.by_id
    return [
        claims[id]
        for id in sorted(
            ids, key=lambda i: (claims[i].happened_to, claims[i].quantity, claims[i].known_at, i)
        )
    ]


def _told(told: GradedClaim) -> dict[str, Any]:
    grade = {"grade": str(told.grade), "graded_because": told.grade.rule}
    return {**claims_list.record(told.claim), **grade}


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def _war(here: Served, war: War) -> dict[str, Any]:
    return {
        "name": war.name,
        "title": war.title,
        "start": war.start.isoformat(),
        "last_day": here.answers.now().date().isoformat(),
        "movement": war.movement,
        "sides": [{"code": side.code, "name": side.name} for side in war.sides],
    }
