"""A corpus of our own in PolNeAR's layout."""

from __future__ import annotations

from pathlib import Path

import pytest

SAID = "“{what},” {who} said.\n"
WHO = ("Kolb", "the mayor", "An Ostmark spokesman", "Grossen")
WHAT = ("We will stay", "The bridge is closed", "No talks are planned", "It was a quiet night")


def article(number: int) -> tuple[str, str]:
    """A short text and its attributions in brat's format."""
    text, lines = "", []
    for k in range(4):
        what, who = WHAT[(k + number) % 4], WHO[(k * number) % 4]
        begin = len(text)
        text += SAID.format(what=what, who=who)
        content = begin + 1, begin + 1 + len(what)
        source = content[1] + 3, content[1] + 3 + len(who)
        cue = source[1] + 1, source[1] + 5
        spans = (("Source", source), ("Cue", cue), ("Content", content))
        lines += [
            f"T{3 * k + n}\t{role} {a} {b}\t{text[a:b]}" for n, (role, (a, b)) in enumerate(spans)
        ]
        lines.append(
            f"E{k}\tAttribution:T{3 * k + 1} Source:T{3 * k} Cue:T{3 * k + 1} Content:T{3 * k + 2}"
        )
    return text, "\n".join(lines)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for folder in ("text", "attributions"):
        (tmp_path / "train" / folder).mkdir(parents=True)
    for number in range(6):
        text, annotation = article(number)
        (tmp_path / "train" / "text" / f"a_{number}.txt").write_text(text, encoding="utf8")
        path = tmp_path / "train" / "attributions" / f"a_{number}_ab12.ann"
        path.write_text(annotation, encoding="utf8")
    return tmp_path
