"""Time `known_at` over synthetic claims: python benchmarks/known_at.py [CLAIMS]."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import _

from standoff.domain.claim import SCHEMA
from standoff.evidence.store import Store, known_at

CLAIMS_A_FILE = 500_000


def synthetic(rows: int, first: int, rng: np.random.Generator) -> pa.Table:
    """Claims of a long war: 12 sources, 40 quantities, a hundredth of them later corrected."""

    def pick(names: list[str]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(rng.integers(0, len(names), rows), names).cast(
            "string"
        )

    day = np.datetime64("2022-02-24") + rng.integers(0, 1400, rows)
    known = day.astype("datetime64[us]") + rng.integers(0, 20, rows) * 3_600_000_000
    columns = {
        "claim_id": pa.array(
            [f"{a:032x}{b:032x}" for a, b in rng.integers(0, 2**62, (rows, 2)).tolist()]
        ),
        "war": pa.array(["ukraine-2022"] * rows),
        "quantity": pick([f"losses.kind{i}" for i in range(40)]),
        "side": pick(["RU", "UA"]),
        "place": pick([f"district {i}" for i in range(300)]),
        "happened_from": pa.array(day.astype("datetime64[D]")),
        "happened_to": pa.array(day.astype("datetime64[D]")),
        "value": pa.array(rng.random(rows)),
        "unit": pa.array(["people"] * rows),
        "speaker": pick([f"speaker {i}" for i in range(50)]),
        "source": pick([f"source {i}" for i in range(12)]),
        "channel": pa.array([["outlet"]] * rows),
        "known_at": pa.array(known, pa.timestamp("us", tz="UTC")),
        "vintage": pick(["observed", "assumed"]),
    }
    empty = {f.name: pa.nulls(rows, f.type) for f in SCHEMA if pa.types.is_floating(f.type)}
    for field in SCHEMA:
        if field.name not in columns:
            blank = (
                pa.array([""] * rows) if field.type == pa.string() else pa.nulls(rows, field.type)
            )
            columns[field.name] = empty.get(field.name, blank)
    stamp = pa.array([f"20260101T000000{first:09d}Z-synthetic"] * rows)
    table = pa.table([columns[f.name] for f in SCHEMA], schema=SCHEMA).append_column("batch", stamp)
    return table.append_column("series", pa.array(first + rng.permutation(rows) * 100 // 101))


def main(rows: int) -> None:
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        for part in range(0, rows, CLAIMS_A_FILE):
            table = synthetic(min(CLAIMS_A_FILE, rows - part), part, rng)
            pq.write_table(table, Path(folder) / f"{part:09d}.parquet", compression="zstd")
        store = Store(Path(folder))
        for day in (date(2022, 3, 21), date(2023, 11, 15), date(2025, 12, 31)):
            start = time.perf_counter()
            known = store.answer(
                lambda claims, day=day: known_at(claims, day, "ukraine-2022").aggregate(n=_.count())
            )["n"][0].as_py()
            counted = time.perf_counter() - start
            start = time.perf_counter()
            store.answer(
                lambda claims, day=day: (
                    known_at(claims, day, "ukraine-2022").group_by("quantity").agg(n=_.count())
                )
            )
            grouped = time.perf_counter() - start
            start = time.perf_counter()
            store.table_known_at(day, "ukraine-2022")
            whole = time.perf_counter() - start
            print(
                f"{day}: {known:>9,} of {rows:,} known; count {counted:.2f} s, by quantity {grouped:.2f} s, every row and column {whole:.2f} s"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000)
