"""The file of a scenario (TOML), and the scenarios that come with a war."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from standoff.domain.war import War
from standoff.errors import ScenarioError, UnknownNameError
from standoff.evidence.claim_query import claim_query, refuse_unknown_keys
from standoff.scenario.definition import Basis, Change, Range, Scenario, Trial, When
from standoff.scenario.levers import BY_NAME, POSTURES, Lever
from standoff.scenario.validation import check

_FILE_KEYS = ("name", "title", "summary", "war", "mirror", "finding", "change", "trial")
_TEXT_KEYS = _FILE_KEYS[:-2]
_CHANGE_KEYS = (
    "part", "side", "party", "direction", "does", "factor", "share", "km2", "from", "until", "over",
    "opens_within", "fades", "estimated", "reason", "rests_on",
)  # fmt: skip
_BASIS_KEYS = ("claims", "prior", "source")
_TRIAL_KEYS = ("from", "to", "happened", "source", "note")

_ESCALATION = re.compile(
    r"\b(nuclear|nukes?|atomic|radiological|chemical|biological|wmd|mass destruction|escalation)\b",
    re.IGNORECASE,
)


def shipped(war: War) -> tuple[str, ...]:
    """Names of the scenarios that come with a war."""
    return tuple(sorted(path.stem for path in (war.folder / "scenarios").glob("*.toml")))


def load(name_or_path: str, war: War) -> Scenario:
    """The shipped scenario of that name, or the one in a file, checked against the war.

    Raises:
        UnknownNameError: there is neither; the message suggests the nearest name.
        ScenarioError: the file cannot be used; the message names file and key.
    """
    if name_or_path in shipped(war):
        path = war.folder / "scenarios" / f"{name_or_path}.toml"
    elif name_or_path.endswith(".toml"):
        path = Path(name_or_path)
    else:
        raise UnknownNameError("scenario", name_or_path, shipped(war))
    return read(path, war)


def read(path: Path, war: War) -> Scenario:
    """The scenario in a file.

    Raises:
        ScenarioError: it is not TOML, or a part of it is missing, unknown or out of range.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        names = ", ".join(shipped(war)) or "none"
        raise ScenarioError(
            f"{path}: there is no such file. Name one, or one of: {names}."
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScenarioError(f"{path}: cannot be read ({error}). Correct the file.") from error
    try:
        scenario = _scenario(raw, path.name, war)
        check(scenario, war)
    except KeyError as error:
        raise ScenarioError(f"{path}: {error.args[0]!r} is missing. Add it.") from error
    except (TypeError, ValueError, AttributeError, UnknownNameError) as error:
        reason = str(error).rstrip(".")
        raise ScenarioError(f"{path}: {reason}. Correct the entry.") from error
    return scenario


def _scenario(raw: dict[str, Any], file: str, war: War) -> Scenario:
    refuse_unknown_keys(raw, "the file", _FILE_KEYS)
    texts = {key: _text(raw.get(key, ""), key) for key in _TEXT_KEYS}
    for key in ("name", "title", "summary"):
        if not texts[key]:
            raise KeyError(key)
        _refuse_escalation(texts[key], key)
    entries = raw["change"]
    if not isinstance(entries, list) or not entries:
        raise ValueError("'change' is empty: write [[change]] for each change")
    changes = tuple(_change(entry, f"change {i}", war) for i, entry in enumerate(entries))
    trials = tuple(_trial(t, f"trial {i}") for i, t in enumerate(raw.get("trial", [])))
    return Scenario(changes=changes, trials=trials, file=file, **texts)


def _trial(entry: dict[str, Any], where: str) -> Trial:
    refuse_unknown_keys(entry, where, _TRIAL_KEYS)
    begins, ends = entry["from"], entry.get("to")
    for day in (begins, *([ends] if ends is not None else [])):
        if type(day) is not date:
            raise ValueError(f"{where}: {day!r} is not a date like 2022-04-01")
    if ends is not None and ends < begins:
        raise ValueError(f"{where}: it ends on {ends}, before it begins on {begins}")
    told = {key: _text(entry[key], f"{where}, {key}").strip() for key in ("happened", "source")}
    if not all(told.values()):
        raise ValueError(
            f"{where}: 'happened' and 'source' must say what happened, and who tells it"
        )
    return Trial(begins, ends, **told, note=_text(entry.get("note", ""), f"{where}, note"))


def _change(entry: dict[str, Any], where: str, war: War) -> Change:
    name = _text(entry["part"], f"{where}, part")
    _refuse_escalation(name, f"{where}, part")
    if name not in BY_NAME:
        raise UnknownNameError(f"part in {where}:", name, BY_NAME)
    part = BY_NAME[name]
    refuse_unknown_keys(entry, f"{where} ({part.name})", _CHANGE_KEYS)
    party, side = entry.get("party", ""), entry.get("side", "")
    for code in filter(None, (party, side)):
        if code not in war.parties:
            raise UnknownNameError(f"side or party in {where}:", code, war.parties)
    return Change(
        part=part.name,
        side=side or war.camp(party),
        party=party,
        direction=_text(entry.get("direction", ""), f"{where}, direction"),
        does=_does(entry, part, where),
        range=_range(entry, part, where),
        begins=_when(entry.get("from", 0), f"{where}, from"),
        until=_when(entry["until"], f"{where}, until") if "until" in entry else None,
        over=_days(entry.get("over", 0), f"{where}, over"),
        opens_within=_days(entry.get("opens_within", 0), f"{where}, opens_within"),
        fades=_days(entry.get("fades", 0), f"{where}, fades"),
        estimated=_text(entry.get("estimated", ""), f"{where}, estimated"),
        reason=_text(entry["reason"], f"{where}, reason"),
        rests_on=tuple(_basis(b, f"{where}, rests_on") for b in entry["rests_on"]),
    )


def _refuse_escalation(text: str, where: str) -> None:
    if found := _ESCALATION.search(text):
        raise ValueError(
            f"{where} names {found[0]!r}. Standoff does not simulate such a step: it is "
            "tracked as signals and evidence (question 6 of 'standoff assess')"
        )


def _does(entry: dict[str, Any], part: Lever, where: str) -> str:
    if part.name != "posture":
        if "does" in entry:
            raise ValueError(f"{where}: 'does' belongs to a posture, not to {part.name}")
        return ""
    does = _text(entry["does"], f"{where}, does")
    if does not in POSTURES:
        raise UnknownNameError(f"posture in {where}:", does, POSTURES)
    return does


def _range(entry: dict[str, Any], part: Lever, where: str) -> Range:
    others = {"factor", "share", "km2"} - {part.unit}
    for other in sorted(others & set(entry)):
        raise ValueError(
            f"{where}: a range of {part.name} is given as {part.unit!r}, not {other!r}"
        )
    given = entry[part.unit]
    numbers = isinstance(given, list) and all(type(end) in (int, float) for end in given)
    if not numbers or len(given) != 2:
        raise ValueError(f"{where}: {part.unit} is not a pair like [{part.least:g}, {part.most:g}]")
    low, high = map(float, given)
    if low > high:
        raise ValueError(f"{where}: {part.unit} is upside down: {low:g} to {high:g}")
    if low == high:
        raise ValueError(
            f"{where}: {part.unit} is {low:g} at both ends: an assumption is not known so well, "
            "give it a range"
        )
    if low < part.least or high > part.most:
        raise ValueError(
            f"{where}: {part.unit} from {low:g} to {high:g} does not lie within "
            f"{part.least:g} to {part.most:g}"
        )
    return low, high


def _basis(entry: dict[str, Any], where: str) -> Basis:
    refuse_unknown_keys(entry, where, _BASIS_KEYS)
    if "claims" in entry:
        return Basis(claims=claim_query(entry["claims"], where))
    return Basis(
        prior=_text(entry["prior"], f"{where}, prior"),
        source=_text(entry["source"], f"{where}, source"),
    )


def _when(given: Any, where: str) -> When:
    if type(given) is date:
        return given
    if type(given) is not int:
        raise ValueError(
            f"{where}: {given!r} is neither a date like 2022-04-01 nor a number of days"
        )
    return given


def _days(given: Any, where: str) -> int:
    if type(given) is not int or given < 0:
        raise ValueError(f"{where}: {given!r} is not a number of days, 0 or more")
    return given


def _text(given: Any, where: str) -> str:
    if not isinstance(given, str):
        raise TypeError(f"{where}: {given!r} is not text")
    return given
