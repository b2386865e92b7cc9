"""The addresses of the pages and of what can be downloaded from them."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from standoff.errors import StandoffError
from standoff.web import query_params
from standoff.web.answers import BACKTEST, DAY, WHATIF, Answers
from standoff.web.caches import HTML, cached_response
from standoff.web.claim_filters import filters
from standoff.web.downloads import figure_file, formed, whatif_file
from standoff.web.jobs import last_scored_day
from standoff.web.pages import home
from standoff.web.pages.claim import claim_page
from standoff.web.pages.evidence import evidence_page
from standoff.web.pages.frame import PageContext
from standoff.web.pages.map import map_page
from standoff.web.pages.questions import questions_page
from standoff.web.pages.track_record import track_page
from standoff.web.pages.war import earlier_page, figures, panels, war_page
from standoff.web.pages.whatif import result, whatif_page
from standoff.web.problems import AGAIN_S, ProblemError, problem_of
from standoff.web.state import AppState, state_of

router = APIRouter(include_in_schema=False)


@router.get("/")
async def index(request: Request) -> Response:
    """The wars; the one war where there is one."""
    wars = list(state_of(request).answers.wars.values())
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
    return await _of_day(request, war, "", war_page)


@router.get("/wars/{war}/panels")
async def war_panels(request: Request, war: str) -> Response:
    """What changes on the page of the war when the day changes."""
    return await _of_day(request, war, "", panels)


@router.get("/wars/{war}/earlier")
async def war_earlier(request: Request, war: str) -> Response:
    """Forecasts made before a day, against what then happened."""
    return await _of_day(request, war, "earlier", earlier_page)


@router.get("/wars/{war}/questions")
async def questions(request: Request, war: str) -> Response:
    """The six questions as of a day."""
    return await _of_day(request, war, "questions", questions_page)


@router.get("/wars/{war}/map")
async def war_map(request: Request, war: str) -> Response:
    """The map of a day."""
    return await _of_day(request, war, "map", map_page)


@router.get("/wars/{war}/evidence")
async def evidence(request: Request, war: str) -> Response:
    """The claims known by a day."""
    by = filters(request.query_params, state_of(request).war(war))
    number = query_params.number(request.query_params, "page", 1, 10**6)
    return await _of_day(
        request, war, "evidence", lambda a, context: evidence_page(a, context, by, number)
    )


@router.get("/wars/{war}/claims/{claim_id}")
async def claim(request: Request, war: str, claim_id: str) -> Response:
    """One claim, as of a day and beside what was known then."""
    digest = request.query_params.get("digest", "").strip()[:64]
    return await _of_day(
        request,
        war,
        f"claims/{claim_id}",
        lambda a, context: claim_page(a, context, claim_id, digest),
    )


@router.get("/wars/{war}/what-if")
async def what_if(request: Request, war: str) -> Response:
    """What would change under scenarios."""
    pairs = request.query_params.multi_items()
    query = query_params.scenarios_of(pairs, state_of(request).war(war), needed=False)
    return await _of_day(request, war, "what-if", lambda a, context: whatif_page(a, context, query))


@router.get("/wars/{war}/what-if/result")
async def what_if_result(request: Request, war: str) -> Response:
    """What changes on that page when another scenario or value is chosen."""
    pairs = request.query_params.multi_items()
    query = query_params.scenarios_of(pairs, state_of(request).war(war), needed=False)
    return await _of_day(request, war, "what-if", lambda a, context: result(a, context, query))


@router.get("/wars/{war}/what-if/report.html")
async def what_if_report(request: Request, war: str) -> Response:
    """The answer to a what-if in one file, as the command line makes it."""
    state, context = _context(request, war, "what-if")
    query = query_params.scenarios_of(request.query_params.multi_items(), context.war)

    return await state.respond(
        request,
        lambda: whatif_file(
            state.answers.get(WHATIF, context.war, context.as_of, query), context.war, context.as_of
        ),
    )


@router.get("/wars/{war}/what-if/figures/{name}.{form}")
async def what_if_figure(request: Request, war: str, name: str, form: str) -> Response:
    """A figure of a what-if to download."""
    state, context = _context(request, war, "what-if")
    query = query_params.scenarios_of(request.query_params.multi_items(), context.war)
    file = f"{war}-{name}-{context.as_of}.{formed(form)}"
    return await state.respond(
        request,
        lambda: figure_file(
            state.answers.get(WHATIF, context.war, context.as_of, query).figures, name, form, file
        ),
    )


@router.get("/wars/{war}/track-record")
async def track_record(request: Request, war: str) -> Response:
    """The backtest of the war."""
    state, context = _context(request, war, "track-record")
    last = last_scored_day(context.war, context.today)

    def page(answers: Answers) -> str:
        return track_page(context, answers.get(BACKTEST, context.war, last), "")

    def why(error: StandoffError) -> str:
        problem = problem_of(error)
        return track_page(context, None, f"{problem.detail} {problem.hint}")

    try:
        return await state.respond(
            request, lambda: cached_response(page(state.answers), HTML), state.patience_s, BACKTEST
        )
    except ProblemError as error:
        return HTMLResponse(why(error), error.problem.status, headers={"Refresh": AGAIN_S})
    except StandoffError as error:
        # That nothing can be scored yet is an answer.
        return HTMLResponse(why(error))


@router.get("/wars/{war}/report.html")
async def report(request: Request, war: str) -> Response:
    """The report in one file, as the command line makes it."""
    state, context = _context(request, war, "")
    return await state.respond(
        request,
        lambda: cached_response(
            state.answers.get(DAY, context.war, context.as_of).report,
            HTML,
            f"{war}-{context.as_of}.html",
        ),
    )


@router.get("/wars/{war}/figures/{name}.{form}")
async def one_figure(request: Request, war: str, name: str, form: str) -> Response:
    """A figure of a day to download."""
    state, context = _context(request, war, "")
    file = f"{war}-{name}-{context.as_of}.{formed(form)}"
    return await state.respond(
        request, lambda: figure_file(figures(state.answers, context, name), name, form, file)
    )


def _context(request: Request, war: str, page: str) -> tuple[AppState, PageContext]:
    """The page of a request; every name and date in it is checked here, before any work.

    Raises:
        UnknownNameError: no such war.
        ProblemError, DateError: the day is not a date, or the war cannot answer for it.
    """
    state, query = state_of(request), request.query_params
    answers, named = state.answers, state.war(war)
    as_of, since = (query_params.day(query, name) for name in ("as_of", "since"))
    return state, PageContext(
        named,
        answers.day(named, as_of),
        answers.now().date(),
        page,
        answers.day(named, since) if since else None,
    )


async def _of_day(
    request: Request, war: str, page: str, make: Callable[[Answers, PageContext], str]
) -> Response:
    """A page about a war as of a day."""
    state, context = _context(request, war, page)
    return await _html(request, lambda: make(state.answers, context))


async def _html(request: Request, make: Callable[[], str]) -> Response:
    state = state_of(request)
    return await state.respond(request, lambda: cached_response(make(), HTML), state.patience_s)
