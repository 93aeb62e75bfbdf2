"""Tone: the words that make it, what turns them, and scores with what they rest on.

hits = find_sentiment(tokens)                                # every tone word, its weight, what turned it
tones = score_sentences(hits, list_sentences(documents))     # one row a sentence
score_sentiment(tones, by=documents["outlet"])               # one row a group, with its interval
"""

from helpers.sentiment.hits import SENTIMENT_HITS, find_sentiment
from helpers.sentiment.scores import TONES, score_sentences

__all__ = ["SENTIMENT_HITS", "TONES", "find_sentiment", "score_sentences"]
