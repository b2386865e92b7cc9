from __future__ import annotations

import pickle

import pytest

from standoff.errors import BadRow, BadRowsError, DateError, StandoffError, UnknownNameError

ROW = BadRow("record.csv", 41, "high", "900 is below low (1,000)", "Correct the row.")


@pytest.mark.parametrize(
    ("error", "message", "hint"),
    [
        (DateError("no day. Give one. Or two."), "no day", "Give one. Or two."),
        (DateError("a version 1.5 without advice."), "a version 1.5 without advice", ""),
        (UnknownNameError("war", "a. b", ["a. c"]), "unknown war 'a. b'", "did you mean 'a. c'?"),
        (
            BadRowsError([ROW]),
            "record.csv row 41: high: 900 is below low (1,000)",
            "Correct the row.",
        ),
    ],
)
def test_an_error_holds_what_is_wrong_apart_from_what_to_do(
    error: StandoffError, message: str, hint: str
) -> None:
    assert (error.message, error.hint) == (message, hint)
    sent = pickle.loads(pickle.dumps(error))  # as from another process
    assert (str(sent), sent.message, sent.hint) == (str(error), message, hint)
