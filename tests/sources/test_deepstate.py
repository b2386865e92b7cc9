from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from sources.samples import MAPS, NOW, SOUTH, WAR, files, judged, polygons, read
from standoff import maps
from standoff.domain.claim import to_table
from standoff.domain.places import area_km2
from standoff.errors import SourceError
from standoff.evidence.snapshot import snapshot_of
from standoff.evidence.store import Store
from standoff.evidence.validation import split
from standoff.ingest.pull import Pulled, pull
from standoff.ingest.sources import source
from standoff.ingest.sources.deepstate import SCOPE, daily
from standoff.ingest.sources.deepstate import polygons as polygons_of
from standoff.maps.files import polygon_days
from standoff.observations.front import front_series

NAME = "deepstate"
HELD_BEFORE_KM2 = 43_679.053


def test_what_was_held_before_is_taken_off(tmp_path: Path) -> None:
    (first, _), bad = judged(read(NAME, tmp_path, *MAPS))
    path = tmp_path / "map"
    path.write_text(MAPS[0], encoding="utf-8")
    drawn = polygons_of(path)
    assert drawn.day == date(2024, 7, 8)
    assert first.value == pytest.approx(area_km2(drawn.held) - HELD_BEFORE_KM2, abs=0.001)
    assert first.known_at == datetime(2024, 7, 9, tzinfo=UTC)
    assert first.url.endswith("deepstatemap_data_20240708.geojson")
    assert bad == []


def test_its_level_is_of_another_scope_and_never_joins_the_wars_own(tmp_path: Path) -> None:
    claims, _ = judged(read(NAME, tmp_path, *MAPS))
    assert {c.place for c in claims} == {SCOPE}
    assert WAR.scope != SCOPE
    land = front_series(snapshot_of(to_table(claims), WAR, date(2024, 8, 1)))
    assert land.last == -1


def test_what_lies_outside_the_country_is_cut_off(tmp_path: Path) -> None:
    abroad = polygons("20240708", SOUTH, (38.0, 52.0, 39.0, 53.0))
    (alone, *_), _ = judged(read(NAME, tmp_path, MAPS[0]))
    (with_abroad, *_), _ = judged(read(NAME, tmp_path, abroad))
    assert with_abroad.value == alone.value


def test_shapes_that_overlap_are_counted_once(tmp_path: Path) -> None:
    (alone, *_), _ = judged(read(NAME, tmp_path, MAPS[0]))
    (twice, *_), _ = judged(read(NAME, tmp_path, polygons("20240708", SOUTH, SOUTH)))
    assert twice.value == pytest.approx(alone.value, abs=0.01)


def broken(**changes: object) -> str:
    return json.dumps({**json.loads(MAPS[0]), **changes})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        MAPS[0][:-20],
        "[]",
        broken(name="deepstatemap_data_20240231"),
        broken(name=None),
        broken(features=[]),
        broken(features=[{"geometry": {"type": "Point", "coordinates": [36, 48]}}]),
        broken(features=[{"geometry": {"type": "Polygon", "coordinates": [[["a"]]]}}]),
        polygons("20240708", (200.0, 10.0, 300.0, 20.0)),
        polygons("20240708", (36.0, 48.0, 36.1, 48.1)),
    ],
)
def test_a_map_that_is_none_is_left_out_and_the_others_stand(text: str, tmp_path: Path) -> None:
    claims, bad = judged(read(NAME, tmp_path, text, MAPS[1]))
    assert [c.happened_to for c in claims] == [date(2024, 7, 15)]
    assert [row.file for row in bad] == ["file-0"]
    assert "\n" not in str(bad[0])


def test_no_map_at_all_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no map can be read, of 1"):
        read(NAME, tmp_path, "{}")


def test_a_polygon_that_crosses_itself_holds_both_its_loops(tmp_path: Path) -> None:
    w, s, e, n = 33.0, 47.1, 37.0, 49.0
    bow = [[[w, s], [e, n], [e, s], [w, n], [w, s]]]
    crossed = json.loads(polygons("20240708", SOUTH))
    crossed["features"][0]["geometry"] = {"type": "Polygon", "coordinates": bow}
    path = tmp_path / "map"
    path.write_text(json.dumps(crossed), encoding="utf-8")
    held = polygons_of(path).held
    assert held.is_valid
    assert held.area == pytest.approx((e - w) * (n - s) / 2)


def test_maps_are_asked_for_by_the_day() -> None:
    assert daily(date(2024, 7, 7)) == ()
    urls = daily(date(2024, 7, 10))
    assert [url[-16:-8] for url in urls] == ["20240708", "20240709", "20240710"]


class Host:
    """Serves some days' maps, and remembers what it was asked for."""

    def __init__(self, maps: dict[str, str]) -> None:
        self.maps = maps
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        day = request.url.path[-16:-8]
        self.asked.append(day)
        text = self.maps.get(day)
        return httpx.Response(404) if text is None else httpx.Response(200, text=text)

    def pull(self, folder: Path, now: datetime = datetime(2024, 7, 23, tzinfo=UTC)) -> Pulled:
        transport = httpx.MockTransport(self)
        with httpx.Client(transport=transport) as http:
            (result,) = pull(
                WAR,
                [source(NAME)],
                Store(folder / "claims"),
                cache=folder / "cache",
                client=http,
                now=now,
                on_bytes=lambda *_: None,
            )
        return result


def test_a_day_that_was_not_published_is_counted_and_no_failure(tmp_path: Path) -> None:
    host = Host({"20240708": MAPS[0], "20240722": polygons("20240722", SOUTH)})
    result = host.pull(tmp_path)
    assert result.failure == ""
    assert result.absent == 14
    assert len(result.files) == 2
    assert result.appended is not None
    assert result.appended.new == 2


def test_a_map_that_came_once_is_not_asked_for_again(tmp_path: Path) -> None:
    host = Host({"20240708": MAPS[0], "20240715": MAPS[1]})
    host.pull(tmp_path)
    host.asked.clear()
    again = host.pull(tmp_path)
    assert not {"20240708", "20240715"} & set(host.asked)
    assert len(host.asked) == 14
    assert again.appended is not None
    assert (again.appended.new, again.appended.known) == (0, 2)


def test_a_day_that_has_been_absent_for_weeks_is_not_asked_for_again(tmp_path: Path) -> None:
    host = Host({"20240708": MAPS[0]})
    host.pull(tmp_path, datetime(2024, 7, 10, tzinfo=UTC))
    host.asked.clear()
    host.pull(tmp_path, datetime(2024, 7, 31, tzinfo=UTC))
    assert {"20240709", "20240710"} <= set(host.asked)
    host.asked.clear()
    late = host.pull(tmp_path, datetime(2024, 8, 1, tzinfo=UTC))
    assert not {"20240709", "20240710"} & set(host.asked)
    assert "20240711" in host.asked
    assert late.absent == 24


def test_of_maps_older_than_90_days_one_a_week_is_kept_to_be_drawn(tmp_path: Path) -> None:
    newest = date(2024, 12, 1)
    days = [newest - timedelta(days=back) for back in range(104)]
    texts = [polygons(f"{day:%Y%m%d}", SOUTH) for day in days]
    wars = (tmp_path, WAR, NAME)
    assert maps.keep(*wars, files(tmp_path, texts), NOW) == 90 + 3
    kept = polygon_days(tmp_path, WAR, NOW.date())
    assert kept[:3] == [date(2024, 8, 20), date(2024, 8, 26), date(2024, 9, 2)]
    assert kept[3:] == sorted(days[:90])
    assert maps.keep(*wars, files(tmp_path, texts), NOW) == 0


def test_no_map_published_at_all_is_a_failure(tmp_path: Path) -> None:
    assert "no map can be read" in Host({}).pull(tmp_path).failure


def test_every_claim_of_the_sample_stands(tmp_path: Path) -> None:
    good, bad = split(read(NAME, tmp_path, *MAPS).rows, WAR, NOW)
    assert len(good) == 2
    assert bad == []


def test_a_host_that_refuses_is_no_absent_day(tmp_path: Path) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(403))
    with httpx.Client(transport=transport) as http:
        (result,) = pull(
            WAR,
            [source(NAME)],
            Store(tmp_path / "claims"),
            cache=tmp_path / "cache",
            client=http,
            now=datetime(2024, 7, 9, tzinfo=UTC),
            on_bytes=lambda *_: None,
        )
    assert "403" in result.failure
