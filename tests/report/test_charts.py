from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from invented import START, area, on
from pages import HOSTILE, assessed, course
from standoff.assessment.records import AssessmentRecord, Points
from standoff.domain.war import War
from standoff.report.charts import vega
from standoff.report.charts.assessment import Figure, change, figures
from standoff.report.charts.svg import draw
from standoff.report.charts.tolls import drawn_at, losses, thinned_rows


@pytest.fixture(scope="module")
def assessment(war: War) -> AssessmentRecord:
    return assessed(war, course())


@pytest.fixture(scope="module")
def drawn(assessment: AssessmentRecord, war: War) -> tuple[Figure, ...]:
    return figures(assessment, war)


def _tags(figure: Figure) -> list[str]:
    assert figure.svg is not None
    return [element.tag for element in ET.fromstring(figure.svg).iter()]


def test_every_chart_is_drawn_where_there_are_data(drawn: tuple[Figure, ...]) -> None:
    assert [f.id for f in drawn if f.svg is None] == []
    assert all({"path", "text"} <= set(_tags(f)) for f in drawn)


def test_every_chart_has_unit_date_source_key_and_table(drawn: tuple[Figure, ...]) -> None:
    for figure in drawn:
        assert any(unit in figure.title for unit in ("km²", "people", "Probability"))
        assert figure.source.startswith("As of 25 November 2020. Source: ")
        assert figure.key
        assert figure.table is not None
        assert figure.table.rows
        assert {len(row) for row in figure.table.rows} == {len(figure.table.columns)}


def test_every_chart_tells_its_title_to_who_does_not_see_it(drawn: tuple[Figure, ...]) -> None:
    for figure in drawn:
        root = ET.fromstring(str(figure.svg))
        named = str(root.get("aria-labelledby")).split()
        told = {e.get("id"): e.text for e in root if e.tag in ("title", "desc")}
        assert root.get("role") == "img"
        assert list(told) == named
        assert str(told[named[0]]).startswith(figure.title)


def test_only_shapes_and_text_reach_the_page(drawn: tuple[Figure, ...]) -> None:
    allowed = {"svg", "g", "path", "line", "rect", "text", "tspan", "circle", "title", "desc"}
    for figure in drawn:
        root = ET.fromstring(str(figure.svg))
        assert {element.tag for element in root.iter()} <= allowed
        names = {name for element in root.iter() for name in element.attrib}
        assert not {n for n in names if n.startswith("on") or "href" in n or n == "style"}


def test_text_takes_the_colour_of_the_page(drawn: tuple[Figure, ...]) -> None:
    for figure in drawn:
        texts = [e for e in ET.fromstring(str(figure.svg)).iter() if e.tag == "text"]
        assert {e.get("fill") for e in texts} == {"currentColor"}


def test_without_data_every_chart_says_why_in_words(war: War) -> None:
    for figure in figures(assessed(war, [], 10), war):
        assert figure.svg is None
        assert figure.caption.endswith(".")


def test_a_month_is_needed_before_a_change_over_30_days_is_drawn(war: War) -> None:
    young = assessed(war, [area(d, 1000.0 + d) for d in range(25)], 24)
    assert change(young, war).caption == (
        "Fewer than 30 days of the front are known: no such change can be given."
    )


def test_hostile_names_of_speakers_stay_text(assessment: AssessmentRecord, war: War) -> None:
    points = Points(HOSTILE, HOSTILE, (on(3),), (None,), (5.0,), (None,))
    charts = replace(assessment.charts, losses={"AA": (points,), "BB": ()})
    figure = losses(replace(assessment, charts=charts), war)
    assert not {"script", "img"} & set(_tags(figure))
    assert "Bland: no claim gives a figure." in figure.caption


def test_hostile_titles_stay_text() -> None:
    panel = vega.overview([{"day": "2020-01-01", "km2": 1.0}], [], HOSTILE)
    root = ET.fromstring(draw(panel, "x", HOSTILE, HOSTILE))
    assert root[0].text == HOSTILE
    assert {e.tag for e in root.iter()} <= {
        "svg",
        "g",
        "path",
        "line",
        "rect",
        "text",
        "title",
        "desc",
    }


@pytest.mark.parametrize(
    ("low", "value", "high", "y", "way"),
    [
        (None, 5.0, None, 5.0, 0),
        (5.0, 5.0, None, 5.0, 1),
        (5.0, None, None, 5.0, 1),
        (None, None, 5.0, 5.0, -1),
        (3.0, None, 5.0, None, 0),
        (3.0, 4.0, 5.0, 4.0, 0),
    ],
)
def test_an_open_bound_points_the_way_it_is_open(
    low: float | None, value: float | None, high: float | None, y: float | None, way: int
) -> None:
    found = drawn_at(low, value, high)
    assert (found["y"], found["open"]) == (y, way)


def test_figures_far_apart_are_drawn_on_a_log_scale() -> None:
    def rows(*numbers: float) -> list[dict[str, float | None]]:
        return [{"y": n, "low": None, "high": None} for n in numbers]

    assert vega.log_scale(rows(10, 1000))
    assert not vega.log_scale(rows(10, 100))


def test_a_daily_series_is_thinned_and_keeps_its_newest_figure() -> None:
    days = tuple(START + timedelta(days=i) for i in range(2000))
    none = (None,) * len(days)
    rows = thinned_rows(
        Points("losses.personnel_killed", "media", days, none, tuple(map(float, range(2000))), none)
    )
    assert len(rows) <= 60
    assert rows[0]["day"] == days[-1].isoformat()


def test_the_bands_of_the_forecast_nest(assessment: AssessmentRecord) -> None:
    fan = assessment.charts.fan
    assert fan is not None
    spec = vega.fan(
        [{"day": "2020-01-01", "km2": 1.0}],
        [{"day": "2020-01-01", "low90": 1, "low50": 2, "middle": 3, "high50": 4, "high90": 5}],
        [{"day": "2020-01-01", "km2": 2.5, "course": 0}],
        [],
        "",
    )
    spans = [
        (layer["encoding"]["y"]["field"], layer["encoding"]["y2"]["field"])
        for layer in spec["layer"][:2]
    ]
    assert spans == [("low90", "high90"), ("low50", "high50")]
    assert bool((fan.low90 <= fan.low50).all() and (fan.high50 <= fan.high90).all())
    assert fan.sampled.shape == (6, fan.days.size)
    assert len(set(fan.sampled[:, 0].tolist())) == 1


def test_the_base_rate_is_what_had_come_to_pass_by_then(
    assessment: AssessmentRecord, war: War
) -> None:
    past = assessment.charts.record.past
    happened = tuple(
        replace(p, happened="standstill" if i % 2 else "ended") for i, p in enumerate(past)
    )
    record = replace(assessment.charts.record, past=happened)
    told = replace(assessment, charts=replace(assessment.charts, record=record))
    (figure,) = (f for f in figures(told, war) if f.id == "stalemate")
    assert figure.table is not None
    assert {row[3] for row in figure.table.rows} == {"standstill, still costly", "war ended"}
    assert any(key.label.startswith("base rate") for key in figure.key)


def test_what_happened_is_named_in_words(assessment: AssessmentRecord, war: War) -> None:
    past = assessment.charts.record.past
    codes = ["AA_creeps", "ended", ""]
    weeks = tuple(replace(p, happened=codes[i % 3]) for i, p in enumerate(past))
    record = replace(assessment.charts.record, past=weeks)
    charted = replace(assessment, charts=replace(assessment.charts, record=record))
    table = next(f.table for f in figures(charted, war) if f.id == "stalemate")
    assert table is not None
    named = f"{war.parties['AA'].name} creeps forward"
    assert {row[-1] for row in table.rows} == {named, "war ended", "open"}
