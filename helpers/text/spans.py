"""What every cut of a text returns: stretches that know where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text: ``source[start:end] == text``."""

    start: int
    end: int
    text: str


def find_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line of `text` starts and ends, the line feed left out."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1
