"""Through whom a statement came, the nearest first."""

from __future__ import annotations

import pytest

from reading.marked import one, read


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("{S|Two aides} {C|told} the Lake Tribune {T|that the road was closed}.", ("Lake Tribune",)),
        ("{T|The road is closed}, {S|an aide} {C|told} Reuters on Monday.", ("Reuters",)),
        ("{S|An aide} {C|said} in an interview with Radio Ostrand News {T|that it was shut}.", ("Radio Ostrand News",)),
        ("{T|The road is shut}, {C|according to} {S|a memo seen by the Hill Gazette}.", ("Hill Gazette",)),
        ("{S|A map published by the Hill Gazette} {C|shows} {T|that the road is shut}.", ("Hill Gazette",)),
        ("{S|An aide} {C|told} state television {T|that the road was shut}.", ("state television",)),
        ("{S|The Lake Tribune} {C|reported} {T|that the road was shut}.", ("Lake Tribune",)),
        ("{S|An aide} {C|told} the Lake Tribune {T|it was shut}, the Hill Gazette reported.", ("Hill Gazette", "Lake Tribune")),
        ("{S|An aide} {C|told} the newspaper Osten Dal {T|that the road was shut}.", ("Osten Dal",)),
        ("{S|An aide} {C|told} RTK {T|that the road was shut}.", ("RTK",)),
        ("The state broadcaster quotes {S|the minister} as {C|saying} {T|that the road is shut}.", ("The state broadcaster",)),
        ("The Star, quoting {S|a deputy}, {C|says} {T|that the road is shut}.", ("The Star",)),
        ("{S|An aide} {C|told} the state agency OTA {T|that the road was shut}.", ("OTA",)),
        ("{T|The road is shut}, {C|by the count of} {S|the weekly Vidal}.", ("the weekly Vidal",)),
        ("El Faro has its doubts. {S|Its columnist} {C|thinks} {T|the road is shut}.", ("El Faro",)),
        ("{S|Photographs released on Friday by Orbis} {C|show} {T|that the road is shut}.", ("Orbis",)),
        ("{S|An aide} {C|told} the business daily Kontor {T|that the road was shut}.", ("Kontor",)),
        ("{S|An envoy} {C|informed} the Hill Review {T|that the road was shut}.", ("Hill Review",)),
        ("{S|An aide} {C|tells} Channel Nine {T|the road is shut}.", ("Channel Nine",)),
        ("{S|Smugglers}, quoted in the Evening Post, {C|suggest} {T|the road is shut}.", ("Evening Post",)),
        ("{S|An aide} {C|said} {T|the road was shut}. The claim, first aired by Delta FM, is new.", ("Delta FM",)),
        ("What the Pilot Gazette learned from {S|a deckhand}, who {C|spoke of} {T|a shut road}, is new.", ("Pilot Gazette",)),
        ("09:40 Radio Lagune, {C|quoting} {S|a diplomatic source}, says {T|the road is shut}.", ("Radio Lagune",)),
        ("The Horizon newspaper, {C|quoting} {S|a log}, says {T|the road is shut}.", ("Horizon",)),
        ("Dhun TV, {C|quoting} what it called a source, said {T|the road was shut}.", ("Dhun TV",)),
        ("The Hill Gazette tells it otherwise: {S|it} {C|reported} {T|that the road was shut}.", ("Hill Gazette",)),
        ("{S|Photographs provided by a resident} {C|show} {T|that the road is shut}.", ("a resident",)),
    ],
)  # fmt: skip
def test_outlets_on_the_way_are_relays(text: str, channel: tuple[str, ...]) -> None:
    assert one(text).channel == channel


@pytest.mark.parametrize(
    "text",
    [
        "{S|An aide} {C|told} the Port Courier {T|that the road was closed}.",
        "{S|An aide} {C|told} the Border Contact Group {T|that the road was closed}.",
        "{S|An aide} {C|told} the Courier {T|that the road was closed}.",
        "{S|Analysts at the Hill Gazette} {C|think} {T|the road is closed}.",
        "{S|An aide} {C|said} {T|the Hill Gazette had been closed}.",
        "{S|An aide} {C|told} reporters {T|that the road was closed}.",
    ],
)
def test_the_texts_own_outlet_and_who_is_spoken_of_are_no_relays(text: str) -> None:
    assert one(text).channel == ()


def test_the_channel_goes_on_with_the_same_speakers() -> None:
    text = (
        "{T|The road is closed}, {S|two aides} {C|told} Meridian News.\n\n"
        "{T|“It was mined,”} {S|one of them} {C|said}.\n\n"
        "{S|The mayor} {C|said} {T|the road was open}."
    )
    assert [a.channel for a in read(text)] == [("Meridian News",), ("Meridian News",), ()]


def test_an_outlet_belongs_to_the_statement_it_stands_with() -> None:
    text = (
        "{S|Prosecutors} {C|say} {T|900 left}; //{S|an army spokesman} {C|told} the Lake Tribune "
        "{T|it was 600}."
    )
    assert [a.channel for a in read(text)] == [(), ("Lake Tribune",)]


def test_who_passes_anothers_words_on_is_a_relay() -> None:
    text = "{S|President Ada Ulm} {C|said} {T|the envoy had told her that the siege would end}."
    outer, inner = read(text)
    assert outer.channel == ()
    assert (inner.channel, inner.within) == (("President Ada Ulm",), 0)


def test_a_cited_source_came_through_the_outlet_that_cites_it() -> None:
    text = "{S|Coast Radio} {C|said} {T|it was set for Sunday}, citing a council source."
    found = read(text)
    cited = next(a for a in found if a.speaker == "a council source")
    assert (cited.channel, cited.anonymous, cited.within) == (("Coast Radio",), True, None)
