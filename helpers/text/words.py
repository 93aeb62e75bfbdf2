"""Words and numbers: with offsets, one after the other, or counted at the speed of ``str.split``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from helpers.text.normalise import STANDARD, normalise_text
from helpers.text.spans import Span

_INNER_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_WORD_PATTERN = "|".join(
    [
        r"(?:https?://|www\.)[^\s«»“”\"<>()،؛]+",  # address of a page
        r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}",  # e-mail address
        r"(?<![^\W_])[^\W\d_]ـ?(?:\.[^\W\d_]ـ?)+(?![^\W_])",  # أ.ف.ب
        r"(?:[^\W\d_]{1,3}ـ)?\d+(?:(?:[,٬،]\d{1,3}(?!\d))+(?:[.٫]\d+)*|(?:[.٫]\d+)+)",  # 2.3  1,000
        rf"[{_INNER_MARKS}]{{0,4}}[^\W_]+(?:[{_INNER_MARKS}]+[^\W_]*)*",
    ]
)
_WORD = re.compile(_WORD_PATTERN)
_TOKEN = re.compile(_WORD_PATTERN + r"|\S")
COMMON_MARKS = ".,،؛:«»“”\"()…!؟'-"


def split_words(text: str) -> list[Span]:
    """Return the words and numbers of `text`, and each punctuation mark by itself.

    Notes
    -----
    A word is a run of letters, digits, harakat and tatweel (``الـ80``, ``كوفيد19`` stay whole), so clitics
    stay on. It differs from ``camel_tools.tokenizers.word.simple_word_tokenize`` in keeping whole numbers
    with separators (2.3, 1,000), dotted abbreviations (أ.ف.ب) and addresses, and in taking a joined emoji
    apart. A per cent sign, hyphen or underscore stands alone.

    Examples
    --------
    >>> [t.text for t in split_words("نما الناتج 2.3% (أ.ف.ب)")]
    ['نما', 'الناتج', '2.3', '%', '(', 'أ.ف.ب', ')']
    """
    return [Span(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]


def is_word(token: str) -> bool:
    """Whether a token of `split_words` is a word or number: it holds a letter or digit (a lone tatweel is a mark).

    >>> [is_word(token) for token in ("قمة", "2.3", "»", "ـ")]
    [True, True, False, False]
    """
    return any(map(str.isalnum, token.replace("ـ", "")))


def iter_words(text: str, *, steps: Iterable[str] = ()) -> Iterator[str]:
    """Yield the words and numbers of `text` in order, without punctuation, each normalised by `steps`.

    What stands between two spaces is cut and normalised once and remembered. To count a collection,
    take `count_words`, which costs half.

    >>> list(iter_words("أكد: «القمةُ مهمة».", steps=["alef", "harakat"]))
    ['اكد', 'القمة', 'مهمة']
    """
    return chain.from_iterable(map(_get_splitter(tuple(steps)), text.split()))


@lru_cache(maxsize=16)
def _get_splitter(steps: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    @lru_cache(maxsize=1 << 20)
    def split_chunk(chunk: str) -> tuple[str, ...]:
        return tuple(_WORD.findall(normalise_text(chunk, steps=steps)))

    return split_chunk


def count_words(texts: Iterable[str], *, steps: Iterable[str] = ()) -> Counter[str]:
    """Count the words and numbers of `texts`, without punctuation, normalised by `steps`.

    Notes
    -----
    The same counts as `split_words` of the normalised texts, at about the cost of counting
    ``text.split()`` (``benchmarks/words.py``): whatever stands between spaces is counted as it is,
    then each distinct piece is normalised and cut once.

    Examples
    --------
    >>> count_words(["قمة بكين", "«قمةُ» بكين، قمة"], steps=["harakat"]).most_common()
    [('قمة', 3), ('بكين', 2)]
    """
    chunks: Counter[str] = Counter()
    for text in texts:
        chunks.update(text.split())
    counts: dict[str, int] = {}
    for chunk, n in zip(normalise_each(list(chunks), tuple(steps)), chunks.values(), strict=True):
        word = chunk if chunk.isalpha() else chunk.strip(COMMON_MARKS)
        if word.isalpha():
            counts[word] = counts.get(word, 0) + n
        else:
            for word in _WORD.findall(chunk):
                counts[word] = counts.get(word, 0) + n
    return Counter(counts)


def normalise_each(words: Sequence[str], steps: Iterable[str] = STANDARD) -> list[str]:
    """Return each of `words` normalised, some hundreds at a time: a call for each would cost more than the work.

    >>> normalise_each(["إلى", "مصرُ"])
    ['الي', 'مصر']
    """
    steps = tuple(steps)
    batches = ("\n".join(words[i : i + 256]) for i in range(0, len(words), 256))
    return [word for batch in batches for word in normalise_text(batch, steps=steps).split("\n")]
