"""Arrow to DataFrames; pandas is imported only here, when one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from standoff.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from standoff.forecast.outcome_odds import Outcomes


def odds_frame(by_horizon: dict[int, Outcomes]) -> pd.DataFrame:
    """Odds by horizon in days: a row a horizon, a column an outcome."""
    rows = [{"horizon": days, **odds} for days, odds in by_horizon.items()]
    return frame(rows).set_index("horizon")


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as a DataFrame, by way of Arrow."""
    import pyarrow as pa

    return dataframe(pa.Table.from_pylist(rows))


def dataframe(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a DataFrame.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    try:
        return table.to_pandas()
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "a DataFrame needs pandas. Install it: pip install 'standoff[pandas]'."
        ) from error
