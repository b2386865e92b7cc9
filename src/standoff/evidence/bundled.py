"""The claims that come with a war: record.csv in its folder."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from standoff.domain.claim import SCHEMA, to_table
from standoff.domain.war import War
from standoff.evidence import csv


def record_claims(war: War, now: datetime) -> pa.Table:
    """The shipped claims about a war as a table; empty if its folder has no record.csv.

    Raises:
        BadRowsError: record.csv has rows that are no claims.
    """
    path = war.folder / "record.csv"
    if not path.is_file():
        return SCHEMA.empty_table()
    return to_table(csv.read(path, war, now))
