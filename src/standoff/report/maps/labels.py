"""Names on a map, placed so that none covers another or a mark: the first comers stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WIDTH_OF_LETTER = 0.7
"""Of the size of the type, bold; the widest of the fonts that the page asks for, DejaVu Sans."""

_LINE = 1.08


@dataclass(frozen=True)
class LabelRequest:
    """A name to be placed: its text, and the mark it belongs to, units."""

    text: str
    x: int
    y: int


@dataclass(frozen=True)
class Label:
    """A name in its place: how far from its mark its text starts, middles or ends, units.

    Attributes:
        name: the name and its mark.
        dx, dy: from the mark to the text's anchor, and to its baseline.
        anchor: which part of the text stands there: start, middle or end.
    """

    name: LabelRequest
    dx: int
    dy: int
    anchor: str


Box = tuple[float, float, float, float]


def placed(
    names: Sequence[LabelRequest],
    marks: Iterable[tuple[int, int]],
    size: int,
    inside: tuple[int, int],
) -> tuple[Label, ...]:
    """Those names for which there is room, each beside its mark.

    Args:
        names: the most important first.
        marks: every mark on the map, which no name may cover.
        size: of the type, units.
        inside: width and height of the map, units.
    """
    gap = size * 0.55
    half = gap * 0.36
    taken: list[Box] = [(x - half, y - half, x + half, y + half) for x, y in marks]
    out = []
    for name in names:
        for label, box in _places(name, size, gap):
            left, top, right, bottom = box
            within = left >= 0 and top >= 0 and right <= inside[0] and bottom <= inside[1]
            free = not any(
                left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in taken
            )
            if within and free:
                out.append(label)
                taken.append(box)
                break
    return tuple(out)


def _places(name: LabelRequest, size: int, gap: float) -> Iterable[tuple[Label, Box]]:
    """Right, left, above and below of the mark, then between; each with the room it takes."""
    wide, high = len(name.text) * size * _WIDTH_OF_LETTER, size * _LINE
    beside = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
    for across, down in beside:
        x = name.x + across * gap * (1.0 if down == 0 else 0.6)
        middle = name.y + down * (gap + high / 2) * (1.0 if across == 0 else 0.75)
        left = {1: x, -1: x - wide, 0: x - wide / 2}[across]
        anchor = {1: "start", -1: "end", 0: "middle"}[across]
        baseline = round(middle + size * 0.35)
        box = (left, middle - high / 2, left + wide, middle + high / 2)
        yield Label(name, round(x) - name.x, baseline - name.y, anchor), box
