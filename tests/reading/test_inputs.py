"""What a name on the command line stands for, and what is wrong with bad input."""

from __future__ import annotations

import gzip
import io
from datetime import date
from pathlib import Path

import httpx
import pytest

from reading.pages_of_news import PAGE, SENTENCES, TEXT, WALL
from standoff.reading.input import address, article, documents
from standoff.reading.input.decoding import GUESSED, LOST, MARK
from standoff.reading.input.documents import Failed, Item, PassedOver
from standoff.reading.records import Document


def network(body: bytes = b"", kind: str = "text/html") -> httpx.Client:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Type": kind}, content=body)

    return address.client(httpx.MockTransport(answer), lambda *_: ["93.184.215.14"])


def items(name: object, given: bytes = b"", http: httpx.Client | None = None) -> list[Item]:
    with http or network() as asked:
        return list(documents.documents(str(name), asked, io.BytesIO(given)))


def document(name: object, given: bytes = b"", http: httpx.Client | None = None) -> Document:
    (one,) = items(name, given, http)
    assert isinstance(one, Document), one
    return one


def failure(name: object, given: bytes = b"") -> str:
    (one,) = items(name, given)
    assert isinstance(one, Failed)
    return one.reason


def saved(folder: Path, name: str, body: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


def archived(url: str, kind: str, body: str) -> bytes:
    """One answer in a web archive."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{body}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2020-03-02T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


ARCHIVE = [
    archived("https://courier.example/1", "text/html; charset=utf-8", PAGE),
    archived("https://courier.example/2.png", "image/png", "x"),
    archived("https://courier.example/3", "text/html", WALL),
]


def test_a_file_is_one_document_with_the_text_as_stored(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.txt", TEXT.replace("\n", "\r\n"))
    assert document(path).text == TEXT.replace("\n", "\r\n")
    assert document(path).file == str(path)


def test_a_page_in_a_file_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    assert SENTENCES[0] in document(saved(tmp_path, "saved-page", PAGE)).text


def test_standard_input_is_a_document() -> None:
    assert document("-", TEXT.encode()).title == "River line holds, commander says"


def test_a_page_from_an_address_keeps_it_and_says_where_it_was_read() -> None:
    got = document("https://news.example/a", http=network(PAGE.encode()))
    assert (got.file, got.url) == ("https://news.example/a", "https://news.example/a")
    assert got.extracted


def test_an_address_near_by_fails_with_the_reason() -> None:
    assert "on this machine" in failure("http://127.0.0.1:8000/")


def test_a_folder_gives_its_reports_in_order_and_counts_the_other_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    saved(tmp_path / "b", "2.txt", TEXT)
    saved(tmp_path, "1.html", PAGE)
    saved(tmp_path, "0.json", "{}")
    saved(tmp_path, ".hidden.txt", TEXT)
    passed, *found = items(tmp_path)
    assert passed == PassedOver(str(tmp_path), 1)
    assert [Path(one.file).name for one in found if isinstance(one, Document)] == [
        "1.html",
        "2.txt",
    ]


def test_one_bad_file_of_a_folder_leaves_the_others_alone(tmp_path: Path) -> None:
    saved(tmp_path, "1.txt", TEXT)
    saved(tmp_path, "2.txt", b"")
    saved(tmp_path, "3.txt", TEXT)
    kinds = [type(one) for one in items(tmp_path)]
    assert kinds == [Document, Failed, Document]


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.warc", b"".join(ARCHIVE)), ("a.warc.gz", b"".join(map(gzip.compress, ARCHIVE)))],
)
def test_a_web_archive_gives_its_pages_by_number(tmp_path: Path, name: str, body: bytes) -> None:
    path = saved(tmp_path, name, body)
    page, wall = items(path)
    assert isinstance(page, Document)
    assert (page.file, page.url) == (f"{path}#1", "https://courier.example/1")
    assert isinstance(wall, Failed)
    assert wall.file == f"{path}#2"


def test_an_archive_that_breaks_off_gives_what_was_whole_and_says_so(tmp_path: Path) -> None:
    page, broken = items(saved(tmp_path, "a.warc", ARCHIVE[0] + ARCHIVE[0][:-300]))
    assert isinstance(page, Document)
    assert isinstance(broken, Failed)
    assert "breaks off" in broken.reason


@pytest.mark.parametrize(
    "body",
    [b"", b"no archive", gzip.compress(b"no archive"), ARCHIVE[1]],
    ids=["empty", "text", "zipped text", "one record"],
)
def test_what_is_no_archive_of_pages_is_named(tmp_path: Path, body: bytes) -> None:
    assert str(tmp_path) in failure(saved(tmp_path, "a.warc.gz", body))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "zero byte"),
        (b"%PDF-1.7 text", "a PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (bytes(range(1, 32)) * 40, "no text"),
        (b"a" * (article.MAX_CHARACTERS + 1), "Split it"),
        (b"a" * (documents.MAX_BYTES + 1), "MiB"),
        (WALL.encode(), "only a notice"),
    ],
)
def test_what_is_no_report_is_named_with_the_reason_and_the_way_out(
    tmp_path: Path, body: bytes, reason: str
) -> None:
    path = saved(tmp_path, "bad.txt", body)
    said = failure(path)
    assert said.startswith(f"{path}: ")
    assert reason in said
    assert said.endswith(".")


def test_a_file_that_is_not_there_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    assert "No such file" in failure(tmp_path / "none.txt")
    assert "no report in it" in failure(tmp_path)


SAID = "„Es gibt keinen Durchbruch“, sagte Müller. Потери растут."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_a_text_with_a_mark_or_in_utf_8_is_read_whole(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    got = document(saved(tmp_path, "a.txt", (mark + SAID).encode(encoding)))
    assert got.text.removeprefix("\ufeff") == SAID
    # Offsets count in the file as a program opens it: the mark is its first character.
    assert got.dropped == ({} if encoding == "utf-8" else {MARK: 1})


def test_the_encoding_that_a_page_or_its_host_declares_is_used(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "windows-1251").replace("through spring", "до весны")
    assert "до весны" in document(saved(tmp_path, "a.html", page.encode("cp1251"))).text
    text = "Втрати зростають, сказав він.".encode("koi8-u")
    http = network(text, "text/plain; charset=koi8-u")
    assert "Втрати" in document("https://news.example/a", http=http).text


def test_a_text_that_is_not_utf_8_is_read_as_windows_1252_and_that_is_said(tmp_path: Path) -> None:
    got = document(saved(tmp_path, "a.txt", "“No change,” Müller said.".encode("cp1252")))
    assert got.text == "“No change,” Müller said."
    assert got.dropped == {GUESSED: 1}


def test_broken_bytes_in_utf_8_are_replaced_and_counted(tmp_path: Path) -> None:
    body = "Зеленський сказав: «Ні».".encode() + b"\xff\xfe!"
    got = document(saved(tmp_path, "a.txt", body))
    assert got.text == "Зеленський сказав: «Ні».\ufffd\ufffd!"
    assert got.dropped == {LOST: 2}


def test_a_date_and_an_outlet_that_a_person_gives_win_over_the_reports_own() -> None:
    own = document("-", TEXT.encode())
    given = documents.stated(own, date(2021, 1, 1), "The Wire")
    assert (given.published, given.outlet) == (date(2021, 1, 1), "The Wire")
    assert documents.stated(own, None, "") == own
