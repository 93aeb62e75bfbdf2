"""Arabic text: repair it, normalise it, and cut it into sentences, quotations and words.

Two kinds of function live here. Some take a string and return a string (`clean_text`,
`normalise_text` and its steps); each is idempotent: doing it twice changes nothing more.
The others take a string and return *spans* into it (`split_sentences`, `find_quotes`,
`split_words`), so that whatever is counted later leads back to the printed text.

    clean.py      clean_text: the same printed text in one spelling; share_arabic, is_arabic
    normalise.py  normalise_text and its STEPS; the levels LIGHT, STANDARD, STRONG
    quotes.py     find_quotes
    sentences.py  split_sentences
    words.py      split_words, is_word, iter_words, count_words, normalise_each

>>> text = clean_text("قال\\u00a0المتحدث: «الوفد وصل.» وأضاف أن القمة غدًا.")
>>> len(split_sentences(text)), len(find_quotes(text)), split_words(text)[0].text
(2, 1, 'قال')
"""

from helpers.text.clean import clean_text, is_arabic, share_arabic
from helpers.text.normalise import (
    LIGHT,
    STANDARD,
    STEPS,
    STRONG,
    normalise_text,
    strip_harakat,
    strip_tatweel,
    unify_alef,
    unify_digits,
    unify_hamza,
    unify_quotes,
    unify_spaces,
    unify_ta_marbuta,
    unify_ya,
)
from helpers.text.quotes import QuoteSpan, find_quotes
from helpers.text.sentences import split_sentences
from helpers.text.spans import Span
from helpers.text.words import COMMON_MARKS, count_words, is_word, iter_words, normalise_each, split_words

__all__ = [
    "COMMON_MARKS",
    "LIGHT",
    "STANDARD",
    "STEPS",
    "STRONG",
    "QuoteSpan",
    "Span",
    "clean_text",
    "count_words",
    "find_quotes",
    "is_arabic",
    "is_word",
    "iter_words",
    "normalise_each",
    "normalise_text",
    "share_arabic",
    "split_sentences",
    "split_words",
    "strip_harakat",
    "strip_tatweel",
    "unify_alef",
    "unify_digits",
    "unify_hamza",
    "unify_quotes",
    "unify_spaces",
    "unify_ta_marbuta",
    "unify_ya",
]
