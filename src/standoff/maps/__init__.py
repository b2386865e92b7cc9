"""Who held what on a day, as shapes and places that can be drawn: `keep` at a pull, `as_of` after.

    STORE/maps/WAR/deepstate/2024-07-08.json              the polygons of a day
    STORE/maps/WAR/viina-settlements/2026-06-01.json      settlements, as they came on a day

What is kept needs no network to be drawn, and obeys the second clock: a map is used from the day it
was known. Where there is no polygon map yet, the country is divided among its towns, each point to
the nearest, and a side holds the parts of the towns it holds.
"""

from __future__ import annotations

from standoff.maps.control import CityControl, Control, Turned, as_of, turned
from standoff.maps.files import keep

__all__ = ["CityControl", "Control", "Turned", "as_of", "keep", "turned"]
