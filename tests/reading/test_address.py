"""Addresses of reports: only the public web is asked, and only for so much and so long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import httpx
import pytest

from standoff.errors import FetchError
from standoff.reading.input import address

PUBLIC = "93.184.215.14"
NAMES = {
    "news.example": [PUBLIC],
    "inside.example": ["10.0.0.7"],
    "mixed.example": [PUBLIC, "127.0.0.1"],
    "six.example": ["2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
}

Answer = Callable[[httpx.Request], httpx.Response]


class Host:
    """A host that keeps what it was asked, with the addresses that names resolve to."""

    def __init__(self, answer: Answer) -> None:
        self.asked: list[httpx.Request] = []
        self.resolved: list[str] = []
        self._answer = answer

    def client(self) -> httpx.Client:
        def handle(request: httpx.Request) -> httpx.Response:
            copied = httpx.Request(request.method, request.url, headers=request.headers)
            copied.extensions = request.extensions
            self.asked.append(copied)
            return self._answer(request)

        return address.client(httpx.MockTransport(handle), self._resolve)

    def _resolve(self, host: str, port: int) -> Sequence[str]:
        self.resolved.append(host)
        if host not in NAMES:
            raise OSError("no such name")
        return NAMES[host]


def page(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, headers={"Content-Type": "text/html; charset=koi8-u"}, content=b"x")


def test_a_public_host_is_resolved_once_and_asked_at_that_address_by_its_name() -> None:
    host = Host(page)
    with host.client() as http:
        got = address.page("https://news.example/a", http)
    (asked,) = host.asked
    assert host.resolved == ["news.example"]
    assert asked.url.host == PUBLIC
    assert asked.headers["host"] == "news.example"
    assert asked.extensions["sni_hostname"] == "news.example"
    assert (got.url, got.kind, got.charset) == ("https://news.example/a", "text/html", "koi8-u")


def test_a_host_with_an_address_of_version_6_is_asked_at_it() -> None:
    host = Host(page)
    with host.client() as http:
        address.page("https://six.example/", http)
    assert host.asked[0].url.host == NAMES["six.example"][0]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.9.9.9:8080/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://192.0.2.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://inside.example/",
        "http://mixed.example/",
        "http://nowhere.example/",
        "http://reader:secret@news.example/",
        "file:///etc/passwd",
        "ftp://news.example/a",
        "gopher://news.example/",
        "http:///a",
    ],
)
def test_an_address_near_by_or_of_another_kind_is_refused_before_it_is_asked(url: str) -> None:
    host = Host(page)
    with host.client() as http, pytest.raises(FetchError) as refused:
        address.page(url, http)
    assert host.asked == []
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("to", ["http://127.0.0.1/", "http://inside.example/", "file:///etc/hosts"])
def test_a_redirect_to_this_machine_is_refused_as_the_address_itself_is(to: str) -> None:
    host = Host(lambda _: httpx.Response(302, headers={"Location": to}))
    with host.client() as http, pytest.raises(FetchError):
        address.page("https://news.example/", http)
    assert [str(r.url.host) for r in host.asked] == [PUBLIC]


def test_a_redirect_to_another_path_of_the_host_is_followed_by_its_name() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/old":
            return httpx.Response(301, headers={"Location": "/new"})
        return page(request)

    host = Host(answer)
    with host.client() as http:
        assert address.page("https://news.example/old", http).url == "https://news.example/new"
    assert host.resolved == ["news.example", "news.example"]


def test_redirects_without_end_are_given_up() -> None:
    host = Host(lambda _: httpx.Response(302, headers={"Location": "https://news.example/"}))
    with host.client() as http, pytest.raises(FetchError, match="redirect"):
        address.page("https://news.example/", http)
    assert len(host.asked) == address.MAX_REDIRECTS + 1


class Endless(httpx.SyncByteStream):
    """A body that does not end; counts what was taken of it."""

    def __init__(self) -> None:
        self.sent = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.sent += 65_536
            yield b"a" * 65_536


def test_an_endless_answer_is_cut_off_at_the_cap() -> None:
    body = Endless()
    host = Host(lambda _: httpx.Response(200, stream=body))
    with host.client() as http, pytest.raises(FetchError, match="8 MiB"):
        address.page("https://news.example/", http)
    assert body.sent <= address.MAX_BYTES + 2 * 65_536


def test_an_answer_that_takes_too_long_is_given_up() -> None:
    end = threading.Event()

    def slow(request: httpx.Request) -> httpx.Response:
        end.wait(10)
        return page(request)

    host = Host(slow)
    with host.client() as http, pytest.raises(FetchError, match="not whole after"):
        address.page("https://news.example/", http, within_s=0.05)
    end.set()


@pytest.mark.parametrize("status", [204, 401, 403, 404, 500])
def test_an_answer_without_the_page_is_an_error_that_says_so(status: int) -> None:
    host = Host(lambda _: httpx.Response(status))
    with host.client() as http, pytest.raises(FetchError, match=str(status)):
        address.page("https://news.example/", http)
