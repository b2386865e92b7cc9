"""Places of a war's theatre: names and spellings, coordinates, the country's outline, areas."""

from __future__ import annotations

from standoff.domain.places.area import area_km2
from standoff.domain.places.gazetteer import COLUMNS, Gazetteer, Place, fold, load
from standoff.domain.places.outline import Country, country

__all__ = ["COLUMNS", "Country", "Gazetteer", "Place", "area_km2", "country", "fold", "load"]
