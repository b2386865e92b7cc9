"""Processes that read while one writes, die while writing, or find no room: nothing half-read."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from invented import NAME, at, claim, on
from standoff.errors import StoreError
from standoff.evidence.store import Appended, Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

BATCH = 50
BATCHES = 6

_WRITER = f"""
import sys
from pathlib import Path
from invented import area, at
from standoff.evidence.store import Store

store, first = Store(Path(sys.argv[1])), int(sys.argv[2])
for batch in range({BATCHES}):
    days = range(first + batch * {BATCH}, first + (batch + 1) * {BATCH})
    store.append([area(d, 1.0, known_at=at(0)) for d in days], at(9000, batch))
"""

_READER = f"""
import sys, time
from pathlib import Path
from invented import NAME, on
from standoff.evidence.store import Store

store, seen, until = Store(Path(sys.argv[1])), [0], time.monotonic() + 60
while seen[-1] < {BATCH * BATCHES} and time.monotonic() < until:
    seen.append(store.table_known_at(on(9999), NAME).num_rows)
assert seen == sorted(seen), seen
assert not any(n % {BATCH} for n in seen), seen
assert seen[-1] == {BATCH * BATCHES}, seen
"""

_DIE_AT_FSYNC = """
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
os.fsync = die
"""

_DIE_HALF_WRITTEN = """
import io
def half(table, out, **_):
    whole = io.BytesIO()
    write(table, whole)
    out.write(whole.getvalue()[: len(whole.getvalue()) // 2])
    out.flush()
    os.kill(os.getpid(), signal.SIGKILL)
write, pq.write_table = pq.write_table, half
"""

_DIE_BEFORE_RENAME = """
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
Path.replace = Path.rename = os.replace = os.rename = die
"""

_APPEND_AND_DIE = """
import os, signal, sys
from pathlib import Path
import pyarrow.parquet as pq
from invented import area, at
from standoff.evidence.store import Store

{death}
Store(Path(sys.argv[1])).append([area(d, 2.0) for d in range(100)], at(600))
"""

_APPEND_WITHOUT_ROOM = """
import resource, sys
from pathlib import Path
from invented import area, at
from standoff.errors import StoreError
from standoff.evidence.store import Store

claims = [area(d, 2.0, text=str(d ** 9) * 40) for d in range(2000)]
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
try:
    Store(Path(sys.argv[1])).append(claims, at(600))
except StoreError as error:
    print(error)
    sys.exit(42)
"""


def start(code: str, *args: str) -> subprocess.Popen[str]:
    """A Python of its own that can import the invented war."""
    path = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
    command = [sys.executable, "-c", path + code, *args]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def ends(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.mark.slow
def test_readers_see_whole_appends_only_while_a_writer_appends(tmp_path: Path) -> None:
    readers = [start(_READER, str(tmp_path)) for _ in range(2)]
    writer = start(_WRITER, str(tmp_path), "0")
    assert ends(writer) == (0, "", "")
    assert [ends(reader) for reader in readers] == [(0, "", "")] * 2


@pytest.mark.slow
def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    # Their claims overlap by half: what both write is still one claim each.
    half = str(BATCH * BATCHES // 2)
    writers = [start(_WRITER, str(tmp_path), first) for first in ("0", half)]
    assert [ends(writer) for writer in writers] == [(0, "", "")] * 2
    table = Store(tmp_path).table_known_at(on(9999), NAME)
    assert table.num_rows == BATCH * BATCHES * 3 // 2


@pytest.mark.parametrize(
    "death",
    [_DIE_HALF_WRITTEN, _DIE_AT_FSYNC, _DIE_BEFORE_RENAME],
    ids=["half written", "before it is on the disk", "before the rename"],
)
def test_a_process_killed_in_mid_append_loses_nothing_and_leaves_nothing_half_read(
    death: str, tmp_path: Path
) -> None:
    store = Store(tmp_path / "claims")
    store.append([claim()], at(500))
    code, _, _ = ends(start(_APPEND_AND_DIE.format(death=death), str(store.folder)))
    assert code == -signal.SIGKILL
    assert [p.suffix for p in store.folder.iterdir() if p.name.startswith(".")] == [".part"]
    assert store.table_history(NAME)["claim_id"].to_pylist() == [claim().claim_id]
    assert store.append([claim(value=2.0)], at(700)) == Appended(1, 0)
    assert store.table_history(NAME).num_rows == 2


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    store = Store(tmp_path / "claims")
    store.append([claim()], at(500))
    before = sorted(store.folder.iterdir())
    code, out, err = ends(start(_APPEND_WITHOUT_ROOM, str(store.folder)))
    assert (code, err) == (42, "")
    assert "nothing was appended" in out
    assert "--store" in out
    assert sorted(store.folder.iterdir()) == before
    assert store.table_history(NAME).num_rows == 1


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreError, match="--store"):
            Store(folder).append([claim()], at(500))
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_file_in_place_of_the_folder_is_not_an_empty_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="--store"):
        Store(tmp_path / "file").table_known_at(on(1), NAME)
