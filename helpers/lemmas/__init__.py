"""Word form -> lemma, each distinct form once; the engines behind one function.

lemmas = lemmatise(["وبالمدارس", "بكين"])     # a table: word -> lemma, engine, rule
tokens["token"].map(lemmas["lemma"])           # and so to every word of a text
list_lemmas(documents["text"])                 # every form of a collection with its lemma and how often it stands
split_clitics("وبالمدارس")                     # what the engine "light" cuts off
"""

from helpers.lemmas.engines import ENGINES, lemmatise, list_lemmas
from helpers.lemmas.light import split_clitics
from helpers.lemmas.store import LemmaError

__all__ = ["ENGINES", "LemmaError", "lemmatise", "list_lemmas", "split_clitics"]
