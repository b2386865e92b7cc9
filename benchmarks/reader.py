"""Time the default reader: OMP_NUM_THREADS=1 python benchmarks/reader.py [FILE|FOLDER|--one-line MB].

Prints tokens a second (of wall clock and of processor time), texts read one by one, and the peak
of resident memory. Without a file it reads an invented report a thousand times over;
with --one-line that report over and over as so many MB without a line break.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from standoff.reading.tokens import tokens
from standoff.reading.trained import reader

INVENTED = """Ostmark says the river line holds

“We have lost no ground since Thursday,” Ostmark’s defence minister, Ana Kolb, told reporters in \
Velna. She put the number of wounded at nearly 400, and said that talks might resume in May.

A senior Varenian official, speaking on condition of anonymity, called the figure “a fairy tale”. \
According to the Velna Chronicle, citing two people at the ministry, as many as 1,200 have fallen.

The border service reported 14,000 crossings on Sunday. It did not say how many had returned.
"""


def texts(arguments: list[str]) -> list[str]:
    """What to read: files, or invented reports."""
    if arguments[:1] == ["--one-line"]:
        line = INVENTED.replace("\n", " ")
        return [line * (int(arguments[1]) * 1_000_000 // len(line.encode()))]
    if arguments:
        path = Path(arguments[0])
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        return [file.read_text(encoding="utf8") for file in files if file.suffix == ".txt"]
    return [INVENTED * 8] * 125


def main() -> None:
    found = texts(sys.argv[1:])
    default = reader()
    list(default.spans(INVENTED))  # the weights are loaded, the processor is awake
    began, used = time.perf_counter(), time.process_time()
    attributions = sum(1 for text in found for _ in default.spans(text))
    took, worked = time.perf_counter() - began, time.process_time() - used
    count = sum(
        len(tokens(text[a : a + 100_000])) for text in found for a in range(0, len(text), 100_000)
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(found)} texts, {count:,} tokens, {attributions:,} attributions")
    print(f"{count / took:,.0f} tokens/s ({count / worked:,.0f} of processor time)")
    print(f"{peak:.0f} MB at the most")


if __name__ == "__main__":
    main()
