"""What a report says of itself, and which of its text is read."""

from __future__ import annotations

from datetime import date

import pytest

from reading.pages_of_news import PAGE, SENTENCES, TEXT, WALL
from standoff.errors import ReportError
from standoff.reading.input import article


def test_header_lines_are_metadata_and_the_body_begins_after_them() -> None:
    document = article.from_text("a.txt", TEXT, {})
    assert document.text == TEXT
    assert document.text[document.body_from :].startswith("The front along")
    assert document.title == "River line holds, commander says"
    assert document.outlet == "Port Courier"
    assert document.published == date(2020, 3, 1)
    assert document.url == "https://courier.example/river"
    assert not document.dropped


def test_header_lines_count_with_the_newlines_that_are_stored() -> None:
    stored = TEXT.replace("\n", "\r\n")
    document = article.from_text("a.txt", stored, {})
    assert document.body_from == stored.index("The front along")
    assert document.outlet == "Port Courier"


def test_a_mark_before_the_header_hides_none_of_it() -> None:
    assert (
        article.from_text("a.txt", "\ufeff" + TEXT, {}).title == "River line holds, commander says"
    )


def test_a_text_without_header_lines_is_read_from_its_start_and_its_headline_is_known() -> None:
    text = "World\n\nRiver line ‘rapidly freezing’: report\n\nThe front has stalled, she said.\n"
    document = article.from_text("a.txt", text, {})
    assert (document.body_from, document.title) == (0, "River line ‘rapidly freezing’: report")


@pytest.mark.parametrize("text", ["She said that it was over.\n\nHe agreed.\n", "One line only"])
def test_a_sentence_is_no_headline(text: str) -> None:
    assert article.from_text("a.txt", text, {}).title == ""


def test_a_speakers_label_is_no_header_line() -> None:
    text = "KIRBY: We see no movement.\n\nQUESTION: None at all?\n"
    assert article.from_text("a.txt", text, {}).body_from == 0


@pytest.mark.parametrize("said", ["2022-02-31", "31 February 2022", "soon", "2022-13-01"])
def test_a_date_that_is_none_is_left_out_and_counted(said: str) -> None:
    document = article.from_text("a.txt", f"Published: {said}\n\nIt has stalled, she said.\n", {})
    assert document.published is None
    assert document.dropped == {f"a publication date that is none ({said})": 1}


@pytest.mark.parametrize(
    "said", ["2022-03-21", "2022-03-21T09:15:00Z", "21 March 2022", "March 21, 2022", "21 Mar 2022"]
)
def test_a_date_is_read_as_people_write_one(said: str) -> None:
    assert article.day(said) == date(2022, 3, 21)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[::1"]
)
def test_an_address_that_is_none_of_the_web_is_left_out_and_counted(url: str) -> None:
    document = article.from_text("a.txt", f"Title: A\nURL: {url}\n\nIt has stalled.\n", {})
    assert document.url == ""
    assert document.dropped == {"an address that is none of the web": 1}


def test_the_main_text_of_a_page_is_read_and_its_scripts_menus_and_attributes_are_not() -> None:
    document = article.from_html("a.html", PAGE, "https://courier.example/river", {})
    assert all(sentence in document.text for sentence in SENTENCES)
    assert "not for readers" not in document.text
    assert "Cookie settings" not in document.text
    assert "<script> as text" in document.text
    assert document.extracted
    assert document.title == "River line holds, commander says"
    assert document.outlet == "Port Courier"
    assert document.author == "Ira Venn"
    assert document.published == date(2020, 3, 1)
    assert document.url == "https://courier.example/river"


def test_a_page_gives_the_same_document_twice() -> None:
    assert article.from_html("a", PAGE, "", {}) == article.from_html("a", PAGE, "", {})


def test_a_consent_notice_is_said_to_be_one() -> None:
    with pytest.raises(ReportError, match="only a notice"):
        article.from_html("a.html", WALL, "", {})


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><nav>Home</nav></body></html>"])
def test_a_page_without_a_text_is_an_error(page: str) -> None:
    with pytest.raises(ReportError, match="no main text"):
        article.from_html("a.html", page, "", {})


def test_a_page_nested_a_thousand_deep_is_read_or_refused_and_never_breaks() -> None:
    deep = "<html><body>" + "<div>" * 5000 + "<p>Said.</p>" + "</div>" * 5000 + "</body></html>"
    with pytest.raises(ReportError):
        article.from_html("a.html", deep, "", {})


def test_a_text_of_millions_of_characters_is_refused_with_the_way_out() -> None:
    with pytest.raises(ReportError, match="Split it"):
        article.from_text("a.txt", "a" * (article.MAX_CHARACTERS + 1), {})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (PAGE, True),
        ("\ufeff<!doctype HTML><p>a", True),
        ('<?xml version="1.0"?><html xmlns="x">', True),
        ("He wrote <b>no</b> page.", False),
        (TEXT, False),
    ],
)
def test_a_page_is_known_by_how_it_begins(text: str, html: bool) -> None:
    assert article.is_html(text) is html
