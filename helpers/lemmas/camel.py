"""The engine camel: CAMeL's morphology with its word frequencies (MLE), where its data is installed."""

from __future__ import annotations

import re
from functools import cache

from helpers.camel import load_camel
from helpers.lemmas.store import LemmaError
from helpers.text import LIGHT, normalise_text, strip_harakat

_SENSE = re.compile(r"(?<=.)[-_].*")  # كَتَب-ُ_1: the vowel of the present, the number of the sense


def lemmatise_words(words: list[str]) -> list[tuple[str, str]]:
    """Return (lemma, rule) of each word; a word CAMeL has no analysis for stays as it is.

    Notes
    -----
    `MLEDisambiguator` looks at no neighbours, so that asking word by word loses nothing. Names are not guarded.
    Obeid et al. (2020), "CAMeL Tools", LREC; its default data (calima-msa-r13) is licensed by its makers.
    """
    model = _load_model()
    forms = [normalise_text(word, steps=LIGHT) for word in words]
    answers = []
    for form, found in zip(forms, model.disambiguate(forms), strict=True):
        lemma = _SENSE.sub("", found.analyses[0].analysis.get("lex", "")) if found.analyses else ""
        answers.append((strip_harakat(lemma), "camel") if lemma else (form, "unknown"))
    return answers


@cache
def _load_model():
    module = load_camel("disambig.mle")
    try:
        return module.MLEDisambiguator.pretrained()
    except (KeyError, OSError, AttributeError) as error:
        raise LemmaError(
            f"CAMeL's data holds no word frequencies (DisambigMLE: {type(error).__name__} {error}); while online, run "
            "`camel_data -i disambig-mle-calima-msa-r13` with this Python, or choose engine='farahidi'"
        ) from error
