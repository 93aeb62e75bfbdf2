"""Documents to words: the tokens table, the sentences, word lists found in it, and the concordance.

sentences = list_sentences(documents)                  # one row a sentence, the headline first
tokens = tokenise(documents)                           # one row a word, with its form and lemma
hits = find_phrases(tokens, phrases)                   # where the terms of a word list stand
lines = find_context(tokens, documents, "الحرب")       # reading back: a word in its contexts (KWIC)
show_context(lines)
"""

from helpers.tokens.context import CONTEXTS, find_context, show_context, write_context
from helpers.tokens.listing import HITS, find_words, list_sentences
from helpers.tokens.phrases import PHRASE_HITS, find_phrases, keep_longest
from helpers.tokens.table import TOKENS, find_sentence_texts, tokenise

__all__ = [
    "CONTEXTS",
    "HITS",
    "PHRASE_HITS",
    "TOKENS",
    "find_context",
    "find_phrases",
    "find_sentence_texts",
    "find_words",
    "keep_longest",
    "list_sentences",
    "show_context",
    "tokenise",
    "write_context",
]
