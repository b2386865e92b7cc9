"""The addresses of the pages and of what can be taken from them."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from standoff.errors import StandoffError
from standoff.web import query_params, response_cache
from standoff.web.claim_filters import filters
from standoff.web.downloads import figure, whatif_file
from standoff.web.pages import home
from standoff.web.pages.claim import Cited, claim_page
from standoff.web.pages.evidence import evidence_page
from standoff.web.pages.frame import PageContext
from standoff.web.pages.map import map_page
from standoff.web.pages.questions import questions_page
from standoff.web.pages.track_record import track_page
from standoff.web.pages.war import earlier_page, figures, panels, war_page
from standoff.web.pages.whatif import result, whatif_page
from standoff.web.problems import AGAIN_S, ProblemError, problem_of
from standoff.web.state import Served, served

router = APIRouter(include_in_schema=False)


@router.get("/")
async def index(request: Request) -> Response:
    """The wars; the one war where there is one."""
    wars = list(served(request).answers.wars.values())
    if len(wars) == 1:
        return RedirectResponse(f"/wars/{wars[0].name}")
    return await _html(request, lambda: home.home_page(wars))


@router.get("/problems")
async def problems(request: Request) -> Response:
    """The kinds of problem."""
    return await _html(request, home.problems_page)


@router.get("/wars/{war}")
async def war(request: Request, war: str) -> Response:
    """The war as of a day."""
    here, place = _placed(request, war, "")
    return await _html(request, lambda: war_page(here.answers, place))


@router.get("/wars/{war}/panels")
async def war_panels(request: Request, war: str) -> Response:
    """What changes on the page of the war when the day changes."""
    here, place = _placed(request, war, "")
    return await _html(request, lambda: panels(here.answers, place))


@router.get("/wars/{war}/earlier")
async def war_earlier(request: Request, war: str) -> Response:
    """Forecasts made before a day, against what then happened."""
    here, place = _placed(request, war, "earlier")
    return await _html(request, lambda: earlier_page(here.answers, place))


@router.get("/wars/{war}/questions")
async def questions(request: Request, war: str) -> Response:
    """The six questions as of a day."""
    here, place = _placed(request, war, "questions")
    return await _html(request, lambda: questions_page(here.answers, place))


@router.get("/wars/{war}/evidence")
async def evidence(request: Request, war: str) -> Response:
    """The claims known by a day."""
    here, place = _placed(request, war, "evidence")
    by = filters(request.query_params, place.war)
    number = query_params.number(request.query_params, "page", 1, 10**6)
    return await _html(request, lambda: evidence_page(here.answers, place, by, number))


@router.get("/wars/{war}/claims/{claim_id}")
async def claim(request: Request, war: str, claim_id: str) -> Response:
    """One claim, as of a day and beside what was known then."""
    here, place = _placed(request, war, f"claims/{claim_id}")
    cited = Cited(claim_id, request.query_params.get("digest", "").strip()[:64])
    return await _html(request, lambda: claim_page(here.answers, place, cited))


@router.get("/wars/{war}/map")
async def war_map(request: Request, war: str) -> Response:
    """The map of a day."""
    here, place = _placed(request, war, "map")
    return await _html(request, lambda: map_page(here.answers, place))


@router.get("/wars/{war}/what-if")
async def what_if(request: Request, war: str) -> Response:
    """What would change under scenarios."""
    here, place = _placed(request, war, "what-if")
    asks = query_params.whatif(request.query_params.multi_items())
    return await _html(request, lambda: whatif_page(here.answers, place, asks))


@router.get("/wars/{war}/what-if/result")
async def what_if_result(request: Request, war: str) -> Response:
    """What changes on that page when what is asked changes."""
    here, place = _placed(request, war, "what-if")
    asks = query_params.whatif(request.query_params.multi_items())
    return await _html(request, lambda: result(here.answers, place, asks))


@router.get("/wars/{war}/what-if/report.html")
async def what_if_report(request: Request, war: str) -> Response:
    """The answer to a what-if in one file, as the command line makes it."""
    here, place = _placed(request, war, "what-if")
    asks = query_params.asked_something(query_params.whatif(request.query_params.multi_items()))
    return await here.respond(
        request,
        lambda: whatif_file(
            here.answers.whatif(place.war, place.as_of, asks), (place.war, place.as_of)
        ),
    )


@router.get("/wars/{war}/what-if/figures/{name}.{form}")
async def what_if_figure(request: Request, war: str, name: str, form: str) -> Response:
    """A figure of a what-if to take away."""
    here, place = _placed(request, war, "what-if")
    asks = query_params.asked_something(query_params.whatif(request.query_params.multi_items()))
    return await here.respond(
        request,
        lambda: figure(
            here.answers.whatif(place.war, place.as_of, asks).figures,
            name,
            form,
            (place.war, place.as_of),
        ),
    )


@router.get("/wars/{war}/track-record")
async def track_record(request: Request, war: str) -> Response:
    """The backtest of the war."""
    here, place = _placed(request, war, "track-record")

    def told(error: StandoffError) -> str:
        why = problem_of(error)
        return track_page(place, None, f"{why.detail} {why.way_out}")

    try:
        return await here.replayed(
            request,
            place.war,
            lambda made: response_cache.packed(track_page(place, made, ""), response_cache.HTML),
        )
    except ProblemError as error:
        return HTMLResponse(told(error), error.problem.status, headers={"Refresh": AGAIN_S})
    except StandoffError as error:
        # That nothing can be scored yet is an answer.
        return HTMLResponse(told(error))


@router.get("/wars/{war}/report.html")
async def report(request: Request, war: str) -> Response:
    """The report in one file, as the command line makes it."""
    here, place = _placed(request, war, "")
    name = f"{war}-{place.as_of}.html"

    def make() -> response_cache.Packed:
        return response_cache.packed(
            here.answers.on(place.war, place.as_of).report, response_cache.HTML, name
        )

    return await here.respond(request, make)


@router.get("/wars/{war}/figures/{name}.{form}")
async def one_figure(request: Request, war: str, name: str, form: str) -> Response:
    """A figure of a day to take away."""
    here, place = _placed(request, war, "")
    of = (place.war, place.as_of)
    return await here.respond(
        request, lambda: figure(figures(here.answers, place, name), name, form, of)
    )


def _placed(request: Request, war: str, page: str) -> tuple[Served, PageContext]:
    """Where a request is.

    Raises:
        UnknownNameError: no such war.
        ProblemError, DateError: the day is none, or the war cannot answer for it.
    """
    here = served(request)
    named = here.war(war)
    since = query_params.day(request.query_params, "since")
    return here, PageContext(
        named,
        here.day(named, request),
        here.answers.now().date(),
        page,
        here.answers.day(named, since) if since else None,
    )


async def _html(request: Request, make: Callable[[], str], of: Hashable = None) -> Response:
    here = served(request)
    return await here.respond(
        request, lambda: response_cache.packed(make(), response_cache.HTML), here.patience_s, of
    )
