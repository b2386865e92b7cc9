"""Figures in sentences of our own making: bounds, what is counted, when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.told import body
from standoff.domain import quantities
from standoff.reading.figures import extract
from standoff.reading.records import FigureReading

PUBLISHED = date(2025, 6, 12)  # a Thursday
START = date(2025, 2, 3)


def figures(
    text: str, published: date | None, start: date | None = None, begin: int = 0
) -> tuple[FigureReading, ...]:
    """The figures of a text."""
    return extract.read(body(text, published, start, begin)).figures


Read = tuple[str, float | None, float | None, float | None, str]

# sentence; each figure as (quantity, low, value, high, unit)
SENTENCES: list[tuple[str, list[Read]]] = [
    ("The strip is no wider than six miles.", [("other", None, None, 6, "mi")]),
    ("Aid surpasses $60 million.", [("shock.aid", 60e6, None, None, "USD")]),
    (
        "The count stands at 3,000 KIA and 9,000 WIA.",
        [
            ("losses.personnel_killed", None, 3000, None, "people"),
            ("other", None, 9000, None, "people"),
        ],
    ),
    (
        "The column moved up by one and a half kilometres.",
        [("front.advance_km", None, 1.5, None, "km")],
    ),
    (
        "It cost the lives of at least 290 civilians.",
        [("toll.civilians_killed", 290, None, None, "people")],
    ),
    (
        "About 40 percent of the country lies outside their reach.",
        [("territory.controlled_share", None, 40, None, "percent")],
    ),
    (
        "They committed between 6,000 and 8,000 fighters to the campaign.",
        [("force.deployed_personnel", 6000, None, 8000, "people")],
    ),
    (
        "Some 25,000 armed men marched.",
        [("force.deployed_personnel", None, 25000, None, "people")],
    ),
    ("Gunmen turned back 28 lorries of grain.", [("shock.aid", None, 28, None, "lorries")]),
    (
        "The ship was hit by two missiles.",
        [("munitions.missiles_fired", None, 2, None, "missiles")],
    ),
    (
        "At least 902 people were killed and 1,459 injured.",
        [
            ("toll.civilians_killed", 902, None, None, "people"),
            ("toll.civilians_injured", 1459, None, None, "people"),
        ],
    ),
    (
        "The shelling killed six civilians and wounded another 14, the governor said.",
        [
            ("toll.civilians_killed", None, 6, None, "people"),
            ("toll.civilians_injured", None, 14, None, "people"),
        ],
    ),
    (
        "Nearly a thousand soldiers have been killed, and about 3,000 wounded.",
        [
            ("losses.personnel_killed", None, 1000, 1000, "people"),
            ("other", None, 3000, None, "people"),
        ],
    ),
    (
        "The army puts enemy losses at between 7,000 and 15,000 troops killed.",
        [("losses.personnel_killed", 7000, None, 15000, "people")],
    ),
    (
        "It has suffered 40,000 casualties, a Western official estimated.",
        [("losses.personnel_total", None, 40000, None, "people")],
    ),
    (
        "More than 28,000 soldiers have been killed or wounded.",
        [("losses.personnel_total", 28000, None, None, "people")],
    ),
    (
        "The ministry counted 812 civilian casualties.",
        [("other", None, 812, None, "people")],
    ),
    (
        "The death toll rose to 57.",
        [("toll.civilians_killed", None, 57, None, "people")],
    ),
    (
        "Rescuers said the number of dead had reached 31.",
        [("toll.civilians_killed", None, 31, None, "people")],
    ),
    (
        "Of those killed, 40 were children.",
        [("toll.civilians_killed", None, 40, None, "people")],
    ),
    (
        "More than 10 million people have been forced from their homes.",
        [("displaced.total", 10e6, None, None, "people")],
    ),
    (
        "Some 6.5 million people are internally displaced.",
        [("displaced.internally", None, 6.5e6, None, "people")],
    ),
    (
        "Over 3.4 million refugees have fled to neighbouring countries.",
        [("displaced.refugees", 3.4e6, None, None, "people")],
    ),
    (
        "Almost 90,000 people crossed the border into Qarun last week.",
        [("displaced.border_crossings", None, 90000, 90000, "people")],
    ),
    (
        "The north launched 38 missiles and 120 drones at the port.",
        [
            ("munitions.missiles_fired", None, 38, None, "missiles"),
            ("other", None, 120, None, "drones"),
        ],
    ),
    (
        "Forty-one ballistic missiles were fired overnight.",
        [("munitions.missiles_fired", None, 41, None, "missiles")],
    ),
    (
        "The brigade lost 14 tanks, nine howitzers and two helicopters.",
        [
            ("losses.tanks", None, 14, None, "tanks"),
            ("losses.artillery", None, 9, None, "howitzers"),
            ("losses.equipment", None, 2, None, "helicopters"),
        ],
    ),
    (
        "Analysts have confirmed the destruction of 214 armoured vehicles.",
        [("losses.armour", None, 214, None, "vehicles")],
    ),
    (
        "They came in groups of four to eight soldiers and lost 11 armoured cars.",
        [
            ("force.deployed_personnel", 4, None, 8, "people"),
            ("losses.armour", None, 11, None, "cars"),
        ],
    ),
    (
        "Ostmark lies 6 km south of Karsk, which its army reached by advancing 4 km.",
        [("other", None, 6, None, "km"), ("front.advance_km", None, 4, None, "km")],
    ),
    (
        "It holds 43 square kilometres more than in May.",
        [("territory.change_km2", None, 43, None, "km2")],
    ),
    (
        "Their dead are put at more than 6,000 soldiers.",
        [("losses.personnel_killed", 6000, None, None, "people")],
    ),
    (
        "Total casualties since the invasion of 3 March 2022 have reached 690,000.",
        [("losses.personnel_total", None, 690000, None, "people")],
    ),
    (
        "We estimate that they had 2,100 killed and wounded.",
        [("losses.personnel_total", None, 2100, None, "people")],
    ),
    (
        "It has burned through a third of its pre-war tank fleet.",
        [("losses.tanks", None, 100 / 3, None, "percent")],
    ),
    (
        "The army fired 900 shells, of which 71 fell in the town.",
        [("other", None, 900, None, "shells"), ("other", None, 71, None, "shells")],
    ),
    (
        "Gains amount to 118 square kilometres, or less than three a day.",
        [("territory.change_km2", None, 118, None, "km2")],
    ),
    ("Norway has pledged CAD 45 million in relief.", [("shock.aid", None, 45e6, None, "CAD")]),
    ("The fund promised 9 billion crowns in loans.", [("shock.aid", None, 9e9, None, "crowns")]),
    (
        "Some 312 million euros had disappeared from the fund.",
        [("other", None, 312e6, None, "EUR")],
    ),
    (
        "The package holds 30 tanks, 25 armoured carriers and up to 900 rounds.",
        [
            ("other", None, 30, None, "tanks"),
            ("other", None, 25, None, "carriers"),
            ("other", None, None, 900, "rounds"),
        ],
    ),
    (
        "Fourteen members of the Marn Front were killed, and 52 “terrorists” surrendered.",
        [
            ("losses.personnel_killed", None, 14, None, "people"),
            ("other", None, 52, None, "people"),
        ],
    ),
    (
        "That brings to 71 the number of troops killed.",
        [("losses.personnel_killed", None, 71, None, "people")],
    ),
    (
        "The report put the number of missing personnel at 61.",
        [("other", None, 61, None, "people")],
    ),
    (
        "The army suffered 30,000 casualties. These include some 9,000 killed.",
        [
            ("losses.personnel_total", None, 30000, None, "people"),
            ("losses.personnel_killed", None, 9000, None, "people"),
        ],
    ),
    (
        "More than 3,700 people have lost their lives and about 19,000 others been injured.",
        [
            ("toll.civilians_killed", 3700, None, None, "people"),
            ("toll.civilians_injured", None, 19000, None, "people"),
        ],
    ),
    (
        "Some 2.1 lakh persons are in relief camps.",
        [("displaced.internally", None, 210000, None, "people")],
    ),
    (
        "The trains could not have carried more than 9,000 troops.",
        [("force.deployed_personnel", None, None, 9000, "people")],
    ),
    (
        "The militia lost “nine-tenths” of its rocket launchers.",
        [("losses.equipment", None, 90, None, "percent")],
    ),
    (
        "The zone is 10 km (6.2 miles) wide.",
        [("other", None, 10, None, "km")],
    ),
    (
        "Twelve tanks stood in the square.",
        [("other", None, 12, None, "tanks")],
    ),
    (
        "Its forces captured five villages and about 60 square kilometres of land.",
        [
            ("territory.settlements_changed", None, 5, None, "villages"),
            ("territory.change_km2", None, 60, None, "km2"),
        ],
    ),
    (
        "The rebels hold 1,800 sq km of the province.",
        [("territory.controlled_km2", None, 1800, None, "km2")],
    ),
    (
        "The army controls three quarters of the city.",
        [("territory.controlled_share", None, 75, None, "percent")],
    ),
    (
        "About 18 percent of the country is under rebel control.",
        [("territory.controlled_share", None, 18, None, "percent")],
    ),
    (
        "The column advanced up to 12 km towards the river.",
        [("front.advance_km", None, None, 12, "km")],
    ),
    (
        "The front line is some 1,100 kilometres long.",
        [("front.length_km", None, 1100, None, "km")],
    ),
    (
        "The junta has massed 45,000 troops along the frontier.",
        [("force.deployed_personnel", None, 45000, None, "people")],
    ),
    (
        "Between 600 and 800 fighters are deployed there.",
        [("force.deployed_personnel", 600, None, 800, "people")],
    ),
    (
        "It has lost 10% of its combat power.",
        [("force.combat_power_share", None, 10, None, "percent")],
    ),
    (
        "The union approved a €1.2bn aid package.",
        [("shock.aid", None, 1.2e9, None, "EUR")],
    ),
    (
        "Washington pledged up to $350 million in military assistance.",
        [("shock.aid", None, None, 350e6, "USD")],
    ),
    (
        "Damage is put at half a billion dollars.",
        [("other", None, 500e6, None, "USD")],
    ),
    (
        "One in five homes has no water.",
        [("other", None, 20, None, "percent")],
    ),
    (
        "Two-thirds of the missiles were shot down.",
        [("other", None, 200 / 3, None, "percent")],
    ),
    (
        "Fewer than 200 shells a day are left.",
        [("other", None, None, 200, "shells")],
    ),
    (
        "No more than 300 prisoners are held there.",
        [("other", None, None, 300, "people")],
    ),
    (
        "The garrison numbers 2,000 or so men.",
        [("force.deployed_personnel", None, 2000, None, "people")],
    ),
    (
        "A dozen people died when a bus hit a mine.",
        [("toll.civilians_killed", None, 12, None, "people")],
    ),
    (
        "The strike left four dead and eleven wounded.",
        [
            ("toll.civilians_killed", None, 4, None, "people"),
            ("toll.civilians_injured", None, 11, None, "people"),
        ],
    ),
    (
        "The commander said 30 of his men had been killed.",
        [("losses.personnel_killed", None, 30, None, "people")],
    ),
    (
        "Ten of the 45 drones got through.",
        [("other", None, 10, None, "drones"), ("other", None, 45, None, "drones")],
    ),
    (
        "Casualties among the troops are put at 5 to 8 thousand.",
        [("losses.personnel_total", 5000, None, 8000, "people")],
    ),
    (
        "The ministry says 1 250 soldiers were killed.",
        [("losses.personnel_killed", None, 1250, None, "people")],
    ),
    (
        "The mayor spoke of 70 dead; hospitals counted at least 85.",
        [
            ("toll.civilians_killed", None, 70, None, "people"),
            ("toll.civilians_killed", 85, None, None, "people"),
        ],
    ),
    (
        "Satellite pictures show 27 warships in the bay.",
        [("other", None, 27, None, "warships")],
    ),
    (
        "They mobilised 90,000 men, twice as many as in March.",
        [("shock.mobilisation", None, 90000, None, "people")],
    ),
]

NOTHING = [
    "Three officials said so on Friday.",
    "He is 54 and has served for 20 years.",
    "The meeting began at 10:30 and ended at 4 p.m.",
    "It was the third round of talks in two months.",
    "Resolution 2254 and Article 5 were cited.",
    "Two people familiar with the plan confirmed it.",
    "The vote was 12 to 3 with two abstentions.",
    "It fired twice as many as before, five times the number of May.",
    "The T-72 and the F-16 are old; so is the Mi-8.",
    "On 24 February 2022 it began.",
    "Both sides, and all four parties, agreed on two points.",
    "One official said one day would be enough.",
    "He had waited 48 hours, or two and a half days.",
    "Deputy commander Oren Vask, 41, was not hurt.",
]


def _read(text: str) -> list[Read]:
    found = figures(text, PUBLISHED, START)
    return [(f.quantity, f.low, f.value, f.high, f.unit) for f in found]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[t[:40] for t, _ in SENTENCES])
def test_a_figure_keeps_its_bounds_and_what_is_counted(text: str, expected: list[Read]) -> None:
    read = _read(text)
    assert [r[0] for r in read] == [e[0] for e in expected]
    for one, other in zip(read, expected, strict=True):
        assert one[1:4] == tuple(
            None if n is None else pytest.approx(n, abs=0.05) for n in other[1:4]
        )
        assert one[4] == other[4]


@pytest.mark.parametrize("text", NOTHING)
def test_ages_clocks_labels_and_counts_of_sources_are_no_figures(text: str) -> None:
    assert _read(text) == []


# text; happened_from and happened_to of its first figure
WHEN = [
    (
        "The court concluded in May that 500 civilians were shot at Moura last year.",
        "2024-01-01",
        "2024-12-31",
    ),
    ("Twelve people were killed on Tuesday.", "2025-06-10", "2025-06-10"),
    ("It fired 64 missiles overnight, he said on Thursday.", "2025-06-11", "2025-06-12"),
    ("Since 1 March it has lost 40 tanks.", "2025-03-01", "2025-06-12"),
    ("The army holds 40% of the city.", "2025-06-12", "2025-06-12"),
    ("It moved on Monday, advancing two miles in a day.", "2025-06-09", "2025-06-09"),
    ("It fired 90 missiles overnight on 3-4 June.", "2025-06-03", "2025-06-04"),
    ("It lost 90 tanks between May and the end of June 2024.", "2024-05-01", "2024-06-30"),
    ("An air raid burnt the camp on Monday. It killed 45 people.", "2025-06-09", "2025-06-09"),
    (
        "Based on information up to 9 June 2025, it holds 40% of the city.",
        "2025-06-09",
        "2025-06-09",
    ),
    ("Nobody knows whether 9,000 men died.", None, "2025-06-12"),
    ("It has lost 900 soldiers.", "2025-02-03", "2025-06-12"),
    ("As of 1 June, 812 people had been killed.", "2025-02-03", "2025-06-01"),
    ("A shell hit the bridge on Monday. Two people were killed.", "2025-06-09", "2025-06-09"),
    ("Six civilians were killed.", "2025-06-12", "2025-06-12"),
    ("It costs $900,000, against $600,000 in May.", "2025-06-12", "2025-06-12"),
]


@pytest.mark.parametrize(("text", "first", "last"), WHEN, ids=[w[0][:40] for w in WHEN])
def test_a_figure_is_about_the_period_that_its_text_gives(
    text: str, first: str | None, last: str
) -> None:
    found = figures(text, PUBLISHED, START)[0]
    assert (found.happened_from and found.happened_from.isoformat()) == first
    assert found.happened_to is not None
    assert found.happened_to.isoformat() == last


def test_a_vague_count_is_a_figure_without_a_number() -> None:
    (found,) = figures("Dozens of civilians were killed.", PUBLISHED)
    assert (found.low, found.value, found.high) == (None, None, None)
    assert found.quantity == "toll.civilians_killed"


def test_what_is_left_out_is_counted() -> None:
    read = extract.read(body("Three officials spoke on 31 February of -5 km.", PUBLISHED))
    assert read.figures == ()
    assert sum(read.skipped.values()) == 3


def test_reading_from_an_offset_keeps_the_offsets_of_the_text() -> None:
    text = "Published: 12 June 2025\n\nSix civilians were killed."
    (found,) = figures(text, PUBLISHED, begin=25)
    assert text[slice(*found.span)] == "Six civilians"


PIECES = [
    "at least", "between", "and", "1,000", "five", "a third of", "$", "%", "million", "soldiers", "people",
    "were", "killed", "wounded", "on Friday", "since March", ".", ";", "tanks", "lost", "captured", "km",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=60))
def test_every_figure_lies_in_the_text_and_is_of_the_vocabulary(text: str) -> None:
    found = figures(text, PUBLISHED, START)
    assert found == figures(text, PUBLISHED, START)
    for figure in found:
        assert 0 <= figure.span[0] < figure.span[1] <= len(text)
        stated = [n for n in (figure.low, figure.value, figure.high) if n is not None]
        assert stated == sorted(stated)
        assert quantities.quantity(figure.quantity).name == figure.quantity


def test_an_opening_period_holds_for_all_that_its_sentence_counts() -> None:
    text = (
        "Over the last year, Ostmark has killed 900 civilians; driven two million people from their"
        " homes; bombed more than 700 hospitals, though nobody has said where or why; and taken at"
        " least 6,000 children."
    )
    found = figures(text, PUBLISHED)
    assert len(found) == 4
    assert {f.happened_from for f in found} == {date(2024, 6, 12)}
    assert {f.happened_to for f in found} == {PUBLISHED}


def test_a_list_has_the_period_of_the_line_before_it() -> None:
    text = "In the past week:\n- 12 civilians were killed;\n- 31 civilians were wounded."
    found = figures(text, PUBLISHED)
    assert [f.happened_from for f in found] == [date(2025, 6, 5)] * 2


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Some 900,000 people have so far been displaced within the country (40% of its population).", START),
        ("As of 12 June, 900,000 people were displaced, 40% of the population.", PUBLISHED),
    ],
)  # fmt: skip
def test_a_share_beside_a_figure_has_its_date_and_one_as_of_a_day_that_day(
    text: str, first: date
) -> None:
    _, share = figures(text, PUBLISHED, START)
    assert (share.happened_from, share.happened_to) == (first, PUBLISHED)


def test_a_date_beyond_a_but_is_not_the_figure_s() -> None:
    (found,) = figures("It builds 140 drones a day but cannot keep that up beyond May.", PUBLISHED)
    assert found.happened_from == PUBLISHED


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Overnight came the largest salvo since January: 90 missiles were launched.", (3, 20), (3, 21)),
        ("The staff reported 73 clashes over the past 24 hours.", (3, 20), (3, 21)),
        ("In February at least 237 civilians were killed. Of the dead, 61 were women.", (2, 1), (2, 28)),
        ("Rebels have told 300 families to leave within 48 hours.", (3, 21), (3, 21)),
        ("Agencies appealed in February for 75 million euros.", (2, 1), (2, 28)),
    ],
)  # fmt: skip
def test_a_figure_is_of_the_time_that_is_meant(
    text: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    found = figures(text, date(2022, 3, 21))[-1]
    assert (found.happened_from, found.happened_to) == (date(2022, *first), date(2022, *last))
