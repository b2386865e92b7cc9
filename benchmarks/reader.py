"""Time the default reader: OMP_NUM_THREADS=1 python benchmarks/reader.py [FILE|FOLDER|--one-line MB].

Prints tokens a second (of wall clock and of processor time) of the network alone and of `standoff
read` as a whole, rules, claims and JSON included, start-up excluded: texts one by one, and several
at a time, as the command reads a folder. The last line is the peak of resident memory. Without a file it reads
an invented report of 850 tokens 125 times over; with --one-line that report over and over as so many
MB without a line break, in parts that are short enough for a report.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from standoff.domain import war
from standoff.reading.claims import claimed
from standoff.reading.input import article
from standoff.reading.input import documents as inputs
from standoff.reading.pipeline import read_each
from standoff.reading.records import Document
from standoff.reading.serialize import as_json
from standoff.reading.tagger.reader import reader
from standoff.reading.tagger.tokens import tokens

INVENTED = """Ostmark says the river line holds

“We have lost no ground since Thursday,” Ostmark’s defence minister, Ana Kolb, told reporters in \
Velna. She put the number of wounded at nearly 400, and said that talks might resume in May.

A senior Varenian official, speaking on condition of anonymity, called the figure “a fairy tale”. \
According to the Velna Chronicle, citing two people at the ministry, as many as 1,200 have fallen.

The border service reported 14,000 crossings on Sunday. It did not say how many had returned.
"""
PUBLISHED = date(2022, 5, 20)
UKRAINE = war.load("ukraine-2022")


def texts(arguments: list[str]) -> list[str]:
    """What to read: files, or invented reports."""
    if arguments[:1] == ["--one-line"]:
        line = INVENTED.replace("\n", " ")
        line *= int(arguments[1]) * 1_000_000 // len(line.encode())
        part = article.MAX_CHARACTERS
        return [line[a : a + part] for a in range(0, len(line), part)]
    if arguments:
        path = Path(arguments[0])
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        return [file.read_text(encoding="utf8") for file in files if file.suffix == ".txt"]
    return [INVENTED * 8] * 125


def whole(documents: list[Document]) -> None:
    """All that the command does with documents, between the files and the screen."""
    for reading in read_each(documents, UKRAINE, reader()):
        as_json(reading, claimed(reading, UKRAINE, reader().name), reader().name)


def timed(name: str, count: int, work: Callable[[], object]) -> None:
    """Print how many tokens a second a piece of work takes."""
    began, used = time.perf_counter(), time.process_time()
    work()
    took, worked = time.perf_counter() - began, time.process_time() - used
    print(f"{name:<24} {count / took:>7,.0f} tokens/s ({count / worked:,.0f} of processor time)")


def main() -> None:
    found = texts(sys.argv[1:])
    documents = [
        inputs.stated(article.from_text(f"{k}", text, {}), PUBLISHED, "")
        for k, text in enumerate(found)
    ]
    whole(documents[:1])  # weights and tables are loaded, the processor is awake
    count = sum(
        len(tokens(text[a : a + 100_000])) for text in found for a in range(0, len(text), 100_000)
    )
    print(f"{len(found)} texts, {count:,} tokens")
    timed("network, one by one", count, lambda: [list(reader().spans(text)) for text in found])
    timed("network, several", count, lambda: reader().spans_of_each(found))
    timed("read, one by one", count, lambda: [whole([one]) for one in documents])
    timed("read, several", count, lambda: whole(documents))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{peak:.0f} MB at the most")


if __name__ == "__main__":
    main()
