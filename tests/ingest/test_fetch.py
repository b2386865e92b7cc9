from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff._version import __version__
from standoff.errors import AbsentFileError, FetchError
from standoff.formatting import amount
from standoff.ingest import cache as _cache
from standoff.ingest import fetch

URL = "https://raw.githubusercontent.com/owner/repo/main/data/Two%20words.csv"
NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
BODY = b"date,count\n2022-02-24,1\n" * 40
ETAG = '"v1"'

Handler = Callable[[httpx.Request], httpx.Response]


class Breaking(httpx.SyncByteStream):
    """A body that breaks off after some bytes."""

    def __init__(self, content: bytes, error: Exception | None = None) -> None:
        self._content = content
        self._error = error or httpx.ReadError("connection reset")

    def __iter__(self) -> Iterator[bytes]:
        yield self._content
        raise self._error


class Host:
    """A host that keeps what it was asked and gives its answers in turn, the last for good."""

    def __init__(self, *answers: httpx.Response | Exception | Handler) -> None:
        self.asked: list[httpx.Request] = []
        self._answers = list(answers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        at = min(len(self.asked), len(self._answers)) - 1
        answer = self._answers[at]
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer


def whole(_request: httpx.Request | None = None) -> httpx.Response:
    return httpx.Response(200, headers={"ETag": ETAG}, content=BODY)


def broken(at: int, etag: str = ETAG) -> Handler:
    """Tells the whole length and breaks off after `at` bytes."""
    headers = {"ETag": etag, "Content-Length": str(len(BODY))}
    return lambda _: httpx.Response(200, headers=headers, stream=Breaking(BODY[:at]))


def honours_ranges(request: httpx.Request) -> httpx.Response:
    """What a host does: the rest if the tag still holds, else everything."""
    wanted = request.headers.get("range", "")
    if not wanted or request.headers.get("if-range") != ETAG:
        return whole()
    start = int(wanted.removeprefix("bytes=").removesuffix("-"))
    told = f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"
    headers = {"ETag": ETAG, "Content-Range": told}
    return httpx.Response(206, headers=headers, content=BODY[start:])


def get(host: Handler, cache: Path, url: str = URL, **given: Any) -> fetch.Fetched:
    given = {"now": NOW, "sleep": lambda _s: None, **given}
    with httpx.Client(transport=httpx.MockTransport(host), follow_redirects=True) as http:
        return fetch.fetch(url, cache=cache, client=http, **given)


def fails(host: Handler, cache: Path, **given: Any) -> str:
    with pytest.raises(FetchError) as caught:
        get(host, cache, **given)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def leavings(cache: Path) -> set[str]:
    """Kinds of files in the cache besides locks."""
    return {p.suffix for p in cache.rglob("*") if p.is_file()} - {".lock"}


def test_a_file_is_kept_whole_under_its_own_name(tmp_path: Path) -> None:
    found = get(whole, tmp_path)
    assert found.path.name == "Two words.csv"
    assert found.path.read_bytes() == BODY
    assert found.sha256 == hashlib.sha256(BODY).hexdigest()
    assert (found.size, found.url, found.fetched_at) == (len(BODY), URL, NOW)
    assert not found.unchanged
    assert leavings(tmp_path) == {".csv", ".json"}


def test_two_addresses_of_one_name_are_two_files(tmp_path: Path) -> None:
    paths = {get(whole, tmp_path, f"https://a.example/{n}/data.csv").path for n in (1, 2)}
    assert {p.name for p in paths} == {"data.csv"}
    assert len(paths) == 2


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example", "file"),
        ("https://a.example/", "file"),
        ("https://a.example/%2E%2E%2Fescape", "escape"),
        ("https://a.example/..%5Cescape", "_escape"),
        ("https://a.example/.hidden", "hidden"),
        ("https://a.example/" + "n" * 300, "n" * 100),
    ],
)
def test_no_address_leads_out_of_the_cache(url: str, name: str, tmp_path: Path) -> None:
    path = get(whole, tmp_path, url).path
    assert path.name == name
    assert path.resolve().is_relative_to(tmp_path.resolve())


def test_a_second_fetch_asks_whether_it_changed_and_keeps_the_copy(tmp_path: Path) -> None:
    first = get(whole, tmp_path)
    host = Host(httpx.Response(304))
    later = get(host, tmp_path, now=NOW + timedelta(days=2))
    assert host.asked[0].headers["if-none-match"] == ETAG
    assert later == fetch.Fetched(first.path, URL, first.sha256, first.size, NOW, unchanged=True)


def test_without_a_tag_the_date_of_change_is_asked(tmp_path: Path) -> None:
    changed = "Sat, 01 Mar 2025 00:00:00 GMT"
    get(Host(httpx.Response(200, headers={"Last-Modified": changed}, content=BODY)), tmp_path)
    host = Host(httpx.Response(304))
    assert get(host, tmp_path).unchanged
    assert host.asked[0].headers["if-modified-since"] == changed


def test_a_changed_file_replaces_the_copy(tmp_path: Path) -> None:
    get(whole, tmp_path)
    new = Host(httpx.Response(200, headers={"ETag": '"v2"'}, content=b"new"))
    later = get(new, tmp_path, now=NOW + timedelta(days=1))
    assert (later.path.read_bytes(), later.unchanged) == (b"new", False)
    assert later.fetched_at == NOW + timedelta(days=1)


def _spoil_file(cache: Path) -> None:
    next(cache.glob("*/*.csv")).write_bytes(BODY[:-1])


def _lose_file(cache: Path) -> None:
    next(cache.glob("*/*.csv")).unlink()


def _spoil_entry(cache: Path) -> None:
    next(cache.glob("*.json")).write_text("{", encoding="utf-8")


def _empty_entry(cache: Path) -> None:
    next(cache.glob("*.json")).write_text("[]", encoding="utf-8")


def _wrong_time(cache: Path) -> None:
    path = next(cache.glob("*.json"))
    path.write_text(json.dumps({**json.loads(path.read_text()), "fetched_at": "yesterday"}))


@pytest.mark.parametrize("harm", [_spoil_file, _lose_file, _spoil_entry, _empty_entry, _wrong_time])
def test_a_corrupted_copy_is_fetched_again(harm: Callable[[Path], None], tmp_path: Path) -> None:
    get(whole, tmp_path)
    harm(tmp_path)
    host = Host(whole)
    found = get(host, tmp_path)
    assert "if-none-match" not in host.asked[0].headers
    assert found.path.read_bytes() == BODY


def test_a_broken_transfer_is_resumed_where_it_broke(tmp_path: Path) -> None:
    host = Host(broken(100), honours_ranges)
    assert get(host, tmp_path).path.read_bytes() == BODY
    assert host.asked[1].headers["range"] == "bytes=100-"
    assert host.asked[1].headers["if-range"] == ETAG
    assert leavings(tmp_path) == {".csv", ".json"}


def test_another_process_resumes_what_one_left(tmp_path: Path) -> None:
    fails(Host(broken(100), httpx.ConnectError("refused")), tmp_path)
    assert leavings(tmp_path) == {".part", ".json"}
    host = Host(honours_ranges)
    assert get(host, tmp_path).path.read_bytes() == BODY
    assert host.asked[0].headers["range"] == "bytes=100-"


def test_a_file_that_changed_meanwhile_is_not_glued_together(tmp_path: Path) -> None:
    host = Host(broken(100, etag='"v0"'), honours_ranges)
    assert get(host, tmp_path).path.read_bytes() == BODY


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_a_part_that_nothing_vouches_for_is_not_resumed(etag: str, tmp_path: Path) -> None:
    host = Host(broken(100, etag), honours_ranges)
    assert get(host, tmp_path).path.read_bytes() == BODY
    assert "range" not in host.asked[1].headers


def test_a_piece_that_does_not_fit_is_thrown_away(tmp_path: Path) -> None:
    odd = httpx.Response(206, headers={"Content-Range": "bytes 7-9/1000"}, content=b"abc")
    host = Host(broken(100), odd, whole)
    assert get(host, tmp_path).path.read_bytes() == BODY
    assert "range" not in host.asked[2].headers


def test_a_rest_that_is_no_longer_served_starts_anew(tmp_path: Path) -> None:
    host = Host(broken(100), httpx.Response(416), whole)
    assert get(host, tmp_path).path.read_bytes() == BODY


def test_the_copy_stands_until_the_new_file_is_whole(tmp_path: Path) -> None:
    first = get(whole, tmp_path)
    host = Host(broken(100, etag='"v2"'), httpx.ConnectError("refused"))
    fails(host, tmp_path)
    assert first.path.read_bytes() == BODY


@pytest.mark.parametrize("told", [len(BODY) + 10, len(BODY) - 10])
def test_a_body_of_another_length_than_told_is_not_kept(told: int, tmp_path: Path) -> None:
    headers = {"Content-Length": str(told)}
    odd = Host(lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(BODY)))
    message = fails(odd, tmp_path)
    assert f"{amount(len(BODY))} of {amount(told)} bytes came" in message
    assert ".csv" not in leavings(tmp_path)


def test_a_body_longer_than_told_is_not_built_upon(tmp_path: Path) -> None:
    headers = {"ETag": ETAG, "Content-Length": str(len(BODY) - 10)}
    long = httpx.Response(200, headers=headers, stream=httpx.ByteStream(BODY))
    host = Host(long, honours_ranges)
    assert get(host, tmp_path).path.read_bytes() == BODY
    assert "range" not in host.asked[1].headers


def test_without_a_told_length_what_comes_is_the_file(tmp_path: Path) -> None:
    def unmeasured(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=iter([BODY[:50], BODY[50:]]))

    seen: list[tuple[int, int | None]] = []
    found = get(unmeasured, tmp_path, on_bytes=lambda done, all_: seen.append((done, all_)))
    assert found.path.read_bytes() == BODY
    assert seen[-1] == (len(BODY), None)


def test_progress_counts_up_from_where_it_resumes(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    host = Host(broken(100), honours_ranges)
    get(host, tmp_path, on_bytes=lambda done, all_: seen.append((done, all_)))
    assert seen == [
        (0, len(BODY)),
        (100, len(BODY)),
        (100, len(BODY)),
        (len(BODY), len(BODY)),
    ]


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.Response(429),
        httpx.Response(500),
        httpx.Response(503),
        httpx.ConnectTimeout("timed out"),
        httpx.ReadTimeout("timed out"),
        httpx.ConnectError("refused"),
        httpx.RemoteProtocolError("closed"),
    ],
)
def test_a_passing_trouble_is_tried_again(
    trouble: httpx.Response | Exception, tmp_path: Path
) -> None:
    assert get(Host(trouble, trouble, whole), tmp_path).size == len(BODY)


def test_the_waits_double_and_the_attempts_end(tmp_path: Path) -> None:
    waits: list[float] = []
    host = Host(httpx.ConnectError("refused"))
    message = fails(host, tmp_path, sleep=waits.append)
    assert waits == [1, 2, 4]
    assert len(host.asked) == fetch.ATTEMPTS
    assert "not fetched after 4 attempts (refused)" in message
    assert "Try again when the host can be reached." in message


@pytest.mark.parametrize("asked", ["7", "Sat, 01 Mar 2025 12:00:07 GMT"])
def test_the_host_says_how_long_to_wait(asked: str, tmp_path: Path) -> None:
    waits: list[float] = []
    get(
        Host(httpx.Response(429, headers={"Retry-After": asked}), whole),
        tmp_path,
        sleep=waits.append,
    )
    assert waits == [7]


def test_a_host_that_asks_for_an_hour_is_left_alone(tmp_path: Path) -> None:
    host = Host(httpx.Response(429, headers={"Retry-After": "3600"}))
    message = fails(host, tmp_path)
    assert len(host.asked) == 1
    assert "Try again in 3,600 s." in message


@pytest.mark.parametrize("asked", ["", "soon", "-5"])
def test_a_wait_that_cannot_be_read_is_ours_to_choose(asked: str, tmp_path: Path) -> None:
    waits: list[float] = []
    get(
        Host(httpx.Response(503, headers={"Retry-After": asked}), whole),
        tmp_path,
        sleep=waits.append,
    )
    assert waits == [1]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 304])
def test_a_refusal_is_final(status: int, tmp_path: Path) -> None:
    host = Host(httpx.Response(status))
    message = fails(host, tmp_path)
    assert len(host.asked) == 1
    assert message.startswith(f"{URL}: the host answers {status}")
    assert "look for it at its publisher" in message
    # That a file is not there is remembered, and nothing else.
    assert leavings(tmp_path) == ({".absent"} if status in (404, 410) else set())


@pytest.mark.parametrize("url", ["ftp://a.example/x", "a.example/x", "https://", "https://a:b/x"])
def test_an_address_that_is_none_is_told_at_once(url: str, tmp_path: Path) -> None:
    host = Host(whole)
    assert f"{url}: no address" in fails(host, tmp_path, url=url)
    assert host.asked == []


def test_a_loop_of_redirects_ends(tmp_path: Path) -> None:
    assert "not fetched at the first attempt" in fails(
        Host(httpx.Response(302, headers={"Location": URL})), tmp_path
    )


def test_a_redirect_is_followed_and_the_file_keeps_its_address(tmp_path: Path) -> None:
    host = Host(httpx.Response(301, headers={"Location": "https://b.example/moved"}), whole)
    found = get(host, tmp_path)
    assert (found.url, found.path.name) == (URL, "Two words.csv")


def test_a_body_that_cannot_be_decoded_is_refused(tmp_path: Path) -> None:
    headers = {"Content-Encoding": "gzip"}
    host = Host(lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(BODY)))
    fails(host, tmp_path)
    assert ".csv" not in leavings(tmp_path)


def test_offline_the_copy_is_named_with_its_age_and_not_used(tmp_path: Path) -> None:
    get(whole, tmp_path)
    offline = Host(httpx.ConnectError("no route to host"))
    for days, age in ((0, "less than a day old"), (1, "1 day old"), (9, "9 days old")):
        message = fails(offline, tmp_path, now=NOW + timedelta(days=days))
        assert f"A copy in the cache, {age}, was not used" in message


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    message = fails(Host(whole), blocked)
    assert f"cannot be saved in {blocked}" in message
    assert "Make it a folder that can be written, or name another." in message


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")

    def stop(done: int, _whole: int | None) -> None:
        if done:
            raise full

    message = fails(Host(whole), tmp_path, on_bytes=stop)
    assert "No space left on device" in message
    assert "Free some space" in message
    assert ".csv" not in leavings(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(breaks=st.lists(st.integers(0, len(BODY) - 1), max_size=3), body=st.binary(max_size=20))
def test_however_it_breaks_the_file_is_whole_or_not_there(
    breaks: list[int], body: bytes, tmp_path: Path
) -> None:
    cache = tmp_path / hashlib.sha256(repr((breaks, body)).encode()).hexdigest()
    stale = _cache.slot(cache, URL)
    stale.file.parent.mkdir(parents=True, exist_ok=True)
    stale.part.write_bytes(body)

    def breaking(at: int) -> Handler:
        def answer(request: httpx.Request) -> httpx.Response:
            rest = honours_ranges(request)
            content = rest.content[:at]
            rest.headers.pop("transfer-encoding", None)
            return httpx.Response(rest.status_code, headers=rest.headers, stream=Breaking(content))

        return answer

    found = get(Host(*map(breaking, breaks), honours_ranges), cache)
    assert found.path.read_bytes() == BODY


def test_while_one_fetches_another_waits(tmp_path: Path) -> None:
    asked = threading.Event()

    def answer(_request: httpx.Request) -> httpx.Response:
        asked.set()
        return whole()

    other = threading.Thread(target=get, args=(answer, tmp_path))
    with _cache.alone(_cache.slot(tmp_path, URL)):
        other.start()
        assert not asked.wait(0.2)
    assert asked.wait(10)
    other.join()


def _fetch_into(cache: str, mirror: str, url: str) -> str:
    with fetch.client(Path(mirror)) as http:
        return fetch.fetch(url, cache=Path(cache), client=http, now=NOW).sha256


def test_processes_that_fetch_at_once_all_get_the_whole_file(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    (mirror / "o/r/main").mkdir(parents=True)
    content = bytes(range(256)) * 4000
    (mirror / "o/r/main/big.bin").write_bytes(content)
    url = f"{fetch.MIRRORED}/o/r/main/big.bin"
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        jobs = [(str(tmp_path / "cache"), str(mirror), url)] * 6
        sums = pool.starmap(_fetch_into, jobs)
    assert set(sums) == {hashlib.sha256(content).hexdigest()}


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    folder = tmp_path / "mirror"
    (folder / "owner/repo/main/data").mkdir(parents=True)
    (folder / "owner/repo/main/data/Two words.csv").write_bytes(BODY)
    (tmp_path / "secret.csv").write_text("secret", encoding="utf-8")
    return folder


def test_a_mirror_serves_what_the_host_would(mirror: Path, tmp_path: Path) -> None:
    with fetch.client(mirror) as http:
        first = fetch.fetch(URL, cache=tmp_path / "cache", client=http, now=NOW)
        again = fetch.fetch(URL, cache=tmp_path / "cache", client=http, now=NOW)
    assert first.path.read_bytes() == BODY
    assert (first.unchanged, again.unchanged) == (False, True)


@pytest.mark.parametrize(
    "path",
    [
        "owner/repo/main/data/other.csv",
        "owner/repo/main/data",
        "../secret.csv",
        "owner/%2e%2e/%2e%2e/secret.csv",
        "owner/..%2f..%2fsecret.csv",
        "owner//repo/main/data/Two%20words.csv",
        "owner/repo%5C..%5C..%5C../secret.csv",
        "%00",
        "",
    ],
)
def test_what_is_not_in_the_mirror_is_not_found(path: str, mirror: Path, tmp_path: Path) -> None:
    with fetch.client(mirror) as http, pytest.raises(FetchError, match="404 Not in the mirror"):
        fetch.fetch(f"{fetch.MIRRORED}/{path}", cache=tmp_path / "cache", client=http, now=NOW)


def test_a_link_out_of_the_mirror_is_not_followed(mirror: Path, tmp_path: Path) -> None:
    (mirror / "link.csv").symlink_to(tmp_path / "secret.csv")
    with fetch.client(mirror) as http, pytest.raises(FetchError, match="404"):
        fetch.fetch(f"{fetch.MIRRORED}/link.csv", cache=tmp_path / "cache", client=http, now=NOW)


def test_a_mirror_that_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="no folder to serve files from"):
        fetch.client(tmp_path / "nowhere")


def test_the_client_says_who_it_is() -> None:
    with fetch.client() as http:
        assert http.headers["user-agent"] == f"standoff/{__version__}"


@pytest.mark.parametrize("status", [404, 410])
def test_a_file_that_its_host_does_not_have_is_told_apart(status: int, tmp_path: Path) -> None:
    with pytest.raises(AbsentFileError, match=str(status)):
        get(Host(httpx.Response(status)), tmp_path)
    with pytest.raises(FetchError) as refused:
        get(Host(httpx.Response(403)), tmp_path)
    assert not isinstance(refused.value, AbsentFileError)


def test_a_copy_is_had_without_asking(tmp_path: Path) -> None:
    assert fetch.kept(URL, tmp_path) is None
    first = get(whole, tmp_path)
    kept = fetch.kept(URL, tmp_path)
    assert kept is not None
    assert (kept.path, kept.sha256, kept.unchanged) == (first.path, first.sha256, True)
    first.path.write_bytes(b"other")
    assert fetch.kept(URL, tmp_path) is None
