"""Who held what on a day, as shapes and places that can be drawn: `keep` at a pull, `as_of` after.

    STORE/maps/WAR/SOURCE/2024-07-08.json     the polygons of a day, or settlements as of a pull

A map that was written is drawn without a network, and obeys the second clock: it is used from the day it
was known. Where there is no polygon map yet, the country is divided among its towns, each point to
the nearest, and a side holds the parts of the towns it holds.
"""

from __future__ import annotations

from standoff.maps.abroad import HeldAbroad
from standoff.maps.control import Control, Turned, as_of, turned
from standoff.maps.files import keep, source_of
from standoff.maps.place_control import PlaceControl

__all__ = [
    "Control",
    "HeldAbroad",
    "PlaceControl",
    "Turned",
    "as_of",
    "keep",
    "source_of",
    "turned",
]
