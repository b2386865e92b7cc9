"""Places of a war's theatre: names and spellings, coordinates, the country's outline, areas."""

from __future__ import annotations

from standoff.places._area import area_km2
from standoff.places._country import Country, country
from standoff.places._gazetteer import COLUMNS, Gazetteer, Place, fold, load

__all__ = ["COLUMNS", "Country", "Gazetteer", "Place", "area_km2", "country", "fold", "load"]
