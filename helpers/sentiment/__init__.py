"""Tone: the words that make it, what turns them, and scores with what they rest on.

hits = find_sentiment(tokens)                                    # every tone word, its weight, what turned it
tones = score_sentences(hits, sentences)                         # one row a sentence, with its words
score_sentiment(hits, sentences, by=documents["outlet"])         # one row a group, with its interval
score_targets(hits, tokens, actors, by="target")                 # round each actor
compare_without_words(hits, sentences)                           # and how far it depends on the lexicon
"""

from helpers.sentiment.doubts import compare_permuted_weights, compare_without_words, count_tone_words
from helpers.sentiment.hits import SENTIMENT_HITS, find_sentiment
from helpers.sentiment.scaling import ScalingError, scale_words
from helpers.sentiment.scores import TONES, classify_scores, score_sentences, score_sentiment
from helpers.sentiment.targets import TARGETS, score_targets

__all__ = [
    "SENTIMENT_HITS",
    "TARGETS",
    "TONES",
    "ScalingError",
    "classify_scores",
    "compare_permuted_weights",
    "compare_without_words",
    "count_tone_words",
    "find_sentiment",
    "scale_words",
    "score_sentences",
    "score_sentiment",
    "score_targets",
]
