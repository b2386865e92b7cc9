"""What speakers say of their own speaking is no statement; what they say of the world is one."""

from __future__ import annotations

import pytest

from reading.marked import marked
from standoff.reading.attribution.meta_speech import is_aside

ASIDES = (
    "{S|I} {C|can talk about} {T|that briefly and then some of the next steps}.",
    "{S|I} {C|want} {T|to be careful with these figures}.",
    "{S|Some of you} {C|have asked} {T|questions about the river}.",
    "As {S|I} {C|mentioned}, {T|the council}.",
    "{C|We have been talking about} {T|this long-planned crossing}.",
    "{S|I} {C|quote}, {T|groundless fears}.",
)
STATEMENTS = (
    "{S|We} {C|do not want} {T|one metre of your land}.",
    "{S|I} {C|said} {T|the bridge is closed}.",
    "{S|The minister} {C|talked about} {T|a second crossing}.",
    "{S|We} {C|are going} {T|to send two more brigades}.",
    "{S|We} {C|discussed} {T|how the prisoners would be exchanged}.",
    "{S|I} {C|want} {T|to see the lists before anybody crosses}.",
)


@pytest.mark.parametrize("line", ASIDES)
def test_what_is_said_of_speaking_is_left_out(line: str) -> None:
    document, given = marked(line)
    assert [is_aside(one, document.text) for one in given] == [True]


@pytest.mark.parametrize("line", STATEMENTS)
def test_what_is_said_of_the_world_stays(line: str) -> None:
    document, given = marked(line)
    assert [is_aside(one, document.text) for one in given] == [False]
