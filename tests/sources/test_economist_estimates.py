from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.samples import ESTIMATES, ESTIMATES_HEADER, WAR, judged, read
from standoff.domain.claim import Claim
from standoff.errors import BadRow
from standoff.ingest.sources._published import published

SOURCE = "economist-estimates"
POST = "https://x.com/Somebody/status/1876584633103507960/photo/2"
"""A post of 7 January 2025, 11:00:16 UTC."""


def rows(folder: Path, *lines: str) -> tuple[list[Claim], list[BadRow]]:
    return judged(read(SOURCE, folder, "\n".join([ESTIMATES_HEADER, *lines, ""])))


def one(folder: Path, line: str) -> Claim:
    (claim,), bad = rows(folder, line)
    assert bad == []
    return claim


def faulty(folder: Path, line: str) -> BadRow:
    claims, (bad,) = rows(folder, line)
    assert claims == []
    return bad


def test_a_row_is_a_running_total_since_the_invasion(tmp_path: Path) -> None:
    claims, _ = judged(read(SOURCE, tmp_path, ESTIMATES))
    first = claims[0]
    assert (first.happened_from, first.happened_to) == (WAR.start, date(2024, 5, 3))
    assert (first.quantity, first.side, first.value) == ("losses.personnel_killed", "RU", 1500)


def test_the_day_comes_before_the_month(tmp_path: Path) -> None:
    claim = one(tmp_path, "04/05/2024,,,1,deaths,X,https://a.example/p,russia,")
    assert claim.happened_to == date(2024, 5, 4)


def test_thousands_commas_are_read(tmp_path: Path) -> None:
    claims, _ = judged(read(SOURCE, tmp_path, ESTIMATES))
    assert (claims[1].low, claims[1].value, claims[1].high) == (1000, 2000, 2500)


def test_a_bound_alone_stays_a_bound(tmp_path: Path) -> None:
    claim = one(tmp_path, "04/05/2024,,25000,,deaths,X,https://a.example/p,russia,")
    assert (claim.low, claim.value, claim.high) == (None, None, 25_000)


def test_it_was_known_when_its_page_was_published(tmp_path: Path) -> None:
    line = "01/04/2022,,,100,casualties,UK MoD," + POST + ",russia,"
    claim = one(tmp_path, line)
    assert claim.known_at == datetime(2025, 1, 7, 11, 0, 16, tzinfo=UTC)
    assert claim.vintage == "observed"


def test_without_a_published_date_it_is_assumed_known_after_half_a_year(tmp_path: Path) -> None:
    claim = one(tmp_path, "01/04/2022,,,100,casualties,X,https://a.example/page,russia,")
    assert claim.known_at == datetime(2022, 9, 28, tzinfo=UTC)
    assert claim.vintage == "assumed"


def test_a_figure_dated_after_its_publication_is_a_bad_row(tmp_path: Path) -> None:
    line = "23/04/2022,7000,15000,,deaths,X,https://a.example/2022/03/24/toll/,russia,"
    assert "2022-04-23 is after its publication (2022-03-24)" in faulty(tmp_path, line).reason


def test_a_figure_of_the_future_is_a_bad_row(tmp_path: Path) -> None:
    line = "23/04/2098,7000,15000,,deaths,X,https://a.example/p,russia,"
    assert "in the future" in faulty(tmp_path, line).reason


@pytest.mark.parametrize(
    "day", ["31/02/2024", "2024-05-03", "5/2024", "13/13/2024", "", "٣/5/2024"]
)
def test_an_impossible_date_is_a_bad_row(day: str, tmp_path: Path) -> None:
    bad = faulty(tmp_path, f"{day},,,100,deaths,X,https://a.example/p,russia,")
    assert (bad.row, bad.field) == (2, "date")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("01/05/2024,,,,deaths,X,https://a.example/p,russia,", "estimate"),
        ("01/05/2024,,,lots,deaths,X,https://a.example/p,russia,", "estimate"),
        ('01/05/2024,"12,34",,5,deaths,X,https://a.example/p,russia,', "estimate_low"),
        ("01/05/2024,,,5,wounds,X,https://a.example/p,russia,", "type"),
        ("01/05/2024,,,5,deaths,X,https://a.example/p,france,", "country"),
        ("01/05/2024,9,12,7,deaths,X,https://a.example/p,russia,", "low"),
    ],
)
def test_a_cell_that_cannot_be_read_names_its_column(line: str, field: str, tmp_path: Path) -> None:
    assert faulty(tmp_path, line).field == field


def test_two_figures_of_one_speaker_for_one_day_contend(tmp_path: Path) -> None:
    line = "01/05/2024,,,{},deaths,X,https://a.example/2024/05/02/p,russia,"
    claims, (bad,) = rows(tmp_path, line.format(5), line.format(6))
    assert [c.value for c in claims] == [5]
    assert "repeats row 2" in bad.reason


@pytest.mark.parametrize(
    ("cell", "speaker", "channel", "origin"),
    [
        ("IISS", "IISS", ("The Economist",), "IISS"),
        ("US officials (via NYT)", "US officials", ("The Economist", "NYT"), "US officials"),
        ("X (via The Economist)", "X", ("The Economist",), "X"),
        (
            "X estimate (leak via WSJ)",
            "X estimate (leak)",
            ("The Economist", "WSJ"),
            "X estimate (leak)",
        ),
        ("UK MoD", "UK MoD", ("The Economist",), "UK Ministry of Defence"),
        ("X; Y (cumulative)", "X; Y", ("The Economist",), "X; Y"),
        (
            '"Service (AB; note, timing by mail) "',
            "Service (AB)",
            ("The Economist",),
            "Service (AB)",
        ),
    ],
)
def test_the_source_column_names_speaker_and_channel(
    cell: str, speaker: str, channel: tuple[str, ...], origin: str, tmp_path: Path
) -> None:
    claim = one(tmp_path, f"01/05/2024,,,5,deaths,{cell},https://a.example/p,russia,")
    assert (claim.speaker, claim.channel, claim.origin) == (speaker, channel, origin)


@pytest.mark.parametrize(
    ("speaker", "kind"),
    [
        ("Armed Forces of Ukraine", "belligerent"),
        ("Office of the President of Ukraine", "belligerent"),
        ("Russian Ministry of Defense", "belligerent"),
        ("Ukrainian estimate (leak via WSJ)", "belligerent"),
        ("NATO officials (via WP)", "international organisation"),
        ("UK MoD", "third-party government"),
        ("US Sec of Def", "third-party government"),
        ("CIA", "third-party government"),
        ("French foreign minister", "third-party government"),
        ("Western intelligence agencies (via WSJ)", "third-party government"),
        ("Mediazona; Meduza", "media"),
        ("BBC Russia", "media"),
        ("CSIS", "researcher"),
        ("The Memory Book", "researcher"),
        ("Somebody Else", ""),
    ],
)
def test_the_kind_of_a_speaker_is_told_by_its_name_or_not_at_all(
    speaker: str, kind: str, tmp_path: Path
) -> None:
    claim = one(tmp_path, f"01/05/2024,,,5,deaths,{speaker},https://a.example/p,russia,")
    assert claim.speaker_kind == kind


def test_a_figure_flagged_as_a_warring_partys_is_a_belligerents(tmp_path: Path) -> None:
    claim = one(tmp_path, "01/05/2024,,,5,deaths,Some Staff,https://a.example/p,ukraine,yes")
    assert claim.speaker_kind == "belligerent"


def test_unnamed_officials_are_anonymous(tmp_path: Path) -> None:
    line = "01/05/2024,,,5,deaths,{},https://a.example/p,russia,"
    assert one(tmp_path, line.format("US officials (via NYT)")).anonymous
    assert not one(tmp_path, line.format("CSIS")).anonymous


@pytest.mark.parametrize(
    ("cell", "url", "text"),
    [
        ("https://a.example/p", "https://a.example/p", ""),
        (
            '"https://a.example/p (note, dead and missing)"',
            "https://a.example/p",
            "note, dead and missing",
        ),
    ],
)
def test_words_beside_the_address_become_text(
    cell: str, url: str, text: str, tmp_path: Path
) -> None:
    claim = one(tmp_path, f"01/05/2024,,,5,deaths,X,{cell},russia,")
    assert (claim.url, claim.text) == (url, text)


def test_without_an_address_the_file_itself_is_where_to_check(tmp_path: Path) -> None:
    claim = one(tmp_path, "01/05/2024,,,5,deaths,X,(by mail),russia,")
    assert claim.url.endswith("estimates.csv")
    assert claim.text == "by mail"


@pytest.mark.parametrize(
    ("url", "stamp"),
    [
        ("https://a.example/news/2024/02/06/title", datetime(2024, 2, 6, tzinfo=UTC)),
        (
            "https://a.example/some-title-2022-07-20/#:~:text=2023-01-01",
            datetime(2022, 7, 20, tzinfo=UTC),
        ),
        ("https://a.example/en/20240503-title", datetime(2024, 5, 3, tzinfo=UTC)),
        ("https://a.example/2024/05/03/corrected-2024-05-07", datetime(2024, 5, 7, tzinfo=UTC)),
        ("https://a.example/analysis/2025/02/title", datetime(2025, 2, 28, tzinfo=UTC)),
        (
            "https://twitter.com/a/status/1731611263799537767",
            datetime(2023, 12, 4, 9, 47, 51, tzinfo=UTC),
        ),
        (
            "https://mobile.twitter.com/a/status/1731611263799537767",
            datetime(2023, 12, 4, 9, 47, 51, tzinfo=UTC),
        ),
        ("https://x.com/20240506", None),
        ("https://t.me/channel/20240506", None),
        ("https://a.example/defense/1723781", None),
        ("https://a.example/rubric/3626014-title", None),
        ("https://a.example/2024/13/45/title", None),
        ("https://a.example/p?date=2024-05-06", None),
        ("https://a.example/120240506/", None),
        ("https://a.example/a%20240506b", None),
        ("", None),
    ],
)
def test_the_publication_date_is_read_off_the_address(url: str, stamp: datetime | None) -> None:
    assert published(url) == stamp


@given(st.dates(date(2010, 11, 5), date(2060, 1, 1)), st.integers(0, 86_399))
def test_a_posts_number_gives_its_second_back(day: date, second: int) -> None:
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
    number = (int(stamp.timestamp() * 1000) - 1_288_834_974_657) << 22
    if number >= 10**14:
        assert published(f"https://x.com/a/status/{number}") == stamp


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y/%m/%d", "%Y-%m-%d", "%Y%m%d"]),
)
def test_a_day_in_the_path_is_midnight_of_that_day(day: date, form: str) -> None:
    stamp = published(f"https://a.example/{day.strftime(form)}/title")
    assert stamp == datetime(day.year, day.month, day.day, tzinfo=UTC)
