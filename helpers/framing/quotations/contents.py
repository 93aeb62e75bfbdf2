"""What a reporting verb reports: marks, a colon, أن, or the object that the verb takes."""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.cues import SAID, Form, Lexicon
from helpers.framing.quotations.objects import find_object, read_feeling
from helpers.framing.quotations.report import (
    NEAR,
    PREPOSITIONS,
    Report,
    breaks,
    colon_follows,
    governs,
    is_name,
    open_at,
    open_clitic,
    open_object,
    open_that,
    strip_pronoun,
)
from helpers.framing.quotations.sentence import Sentence
from helpers.framing.quotations.spans import end_subject, is_at_body
from helpers.framing.quotations.subjects import may_speak

FARTHEST = 60  # words between a verb and what it reports: long titles stand between


def find_content(
    sentence: Sentence, base: Report, form: Form, lexicon: Lexicon, names: frozenset[str]
) -> Report | None:
    after = lists.drop_and(sentence.words[base.cue]) == "عقب" and base.cue_end < len(sentence)
    if after and not sentence.is_that(base.cue_end) and not may_speak(sentence, base.cue_end, names):
        return None  # «وعقب نشر الخبر»: after, not «commented»
    takes = form.row.takes
    finite = form.shape in ("past", "present")
    limit = min(len(sentence), base.cue_end + (FARTHEST if finite else NEAR))
    noun = (
        find_object(sentence, base, takes, lexicon, names) if {"obj", "feel", "thank", "reject"} & set(takes) else None
    )
    for place in range(base.cue_end, limit):
        found = _content_at(sentence, base, place, form)
        if found is not None:
            near = noun is not None and noun.first < found.first
            if noun and near and (found.rule != "that" or _is_head(sentence, noun.first)):
                return noun
            as_such = "quote" in takes or form.row.id == "verb-consider"  # «اعتبر الانتقادات التي وجهها … بأنها»
            named = as_such and sentence.words[place].startswith("ب")
            if noun and near and not named and _has_verb(sentence, noun.first + 1, found.first - 1, lexicon):
                return noun
            return found if found.rule != "object" else read_feeling(sentence, found, lexicon)
        if place > base.cue_end and _begins_report(sentence, place, lexicon):
            break
        if (
            not finite
            and place > base.cue_end
            and "،" in sentence.gap(place)
            and not _is_parenthesis(sentence, base, place)
        ):
            break
        if re.search(r"\.\.|؛|;", sentence.gap(place)) and place > base.cue_end:
            break
    return noun or _find_bare(sentence, base, names) or _find_before_cue(sentence, base, form)


def _has_verb(sentence: Sentence, first: int, end: int, lexicon: Lexicon) -> bool:
    """Whether another reporting verb stands between, to which a later أن belongs."""
    forms = (form for word in sentence.words[first:end] for form in lexicon.find_forms(word))
    return any(form.shape in ("past", "present") and "that" in form.row.takes for form in forms)


_CLAUSE_BEGINS = frozenset("كان كانت هناك لا لم لن نحن انا هذا هذه لقد سوف اذا ليس".split())


def _find_bare(sentence: Sentence, base: Report, names: frozenset[str]) -> Report | None:
    """«وقالت كان هناك …»: a clause without أن."""
    if not base.joined or base.shape != "past" or base.row.id not in ("verb-say", "verb-add", "verb-continue"):
        return None
    place = end_subject(sentence, base.cue_end, names)
    if place < len(sentence) - 3 and sentence.words[place] in _CLAUSE_BEGINS:
        return open_at(sentence, base, place, "bare")
    return None


def _find_before_cue(sentence: Sentence, base: Report, form: Form) -> Report | None:
    """«"…"، قال الرئيس»: the marks close right before the verb."""
    if form.shape not in ("past", "present") or form.joined or "say" not in form.row.takes:
        return None
    mark = next((mark for mark in sentence.marked if mark.end == base.cue), None)
    if mark is None or mark.end - mark.first < 3:
        return None
    found = open_at(sentence, base, mark.first, "marks before")
    return replace(found, end=mark.end) if found else None


def _is_parenthesis(sentence: Sentence, base: Report, place: int) -> bool:
    """«مؤكدا، في الوقت نفسه، أن»: a short adverb between commas."""
    return place - base.cue_end <= 6 and (place == base.cue_end or sentence.words[base.cue_end] in lists.STOPS)


def _content_at(sentence: Sentence, base: Report, place: int, form: Form) -> Report | None:
    """What is reported if it begins at `place`: marks, a colon, أن, or a preposition that the verb takes."""
    takes, word, gap = form.row.takes, sentence.words[place], sentence.gap(place)
    mark = sentence.mark_at(place)
    spoken = mark is not None and (bool(SAID.intersection(takes)) or place == base.cue_end)
    if mark and spoken and (":" in gap or not (is_name(sentence, mark) or colon_follows(sentence, mark))):
        return open_at(sentence, base, place, "marks")
    if ":" in gap and ("say" in takes or "that" in takes):
        return open_at(sentence, base, place + (word == "ان"), "colon")
    if (
        ("that" in takes or "clause" in takes)
        and sentence.is_that(place)
        and sentence.words[place - 1] not in lists.NO_THAT_AFTER
    ):
        return open_that(sentence, base, place)
    for name, preposition in PREPOSITIONS.items():
        if name in takes and word == preposition and governs(sentence, base, place):
            return open_object(sentence, base, place)
    if "bi" in takes and _is_bi(sentence, place):
        return open_clitic(sentence, base, place)
    if (
        "li" in takes
        and word.startswith("ل")
        and len(word) > 3
        and word not in lists.STOPS
        and place - base.cue_end < 12
    ):
        follows = sentence.words[place - 1]
        after_name = follows.startswith("ال") or sentence.actor_at(place - 1) is not None
        if (place == base.cue_end or after_name) and not sentence.actor_at(place):
            return open_clitic(sentence, base, place)
    return None


def _is_bi(sentence: Sentence, place: int) -> bool:
    word = sentence.words[place]
    if word in ("ب", "بما", "بان", "بانه", "بانها", "بانهم") and (word[:3] != "بان" or sentence.is_that(place)):
        return True
    if not word.startswith("ب") or word in lists.NO_BI:
        return False
    if is_at_body(word) and sentence.words[place - 1] in lists.GROUPS | lists.TITLES:
        return False  # «مصادر بوزارة الدفاع»
    actor = sentence.actor_at(place)
    if actor and actor.kind in ("person", "name", "metonym") and sentence.lemmas[place].startswith("ب"):
        return False
    lemma = sentence.lemmas[place]
    return (len(word) > 3 and not lemma.startswith("ب")) or lemma == word[1:] or word.startswith(("بال", "بت"))


def _begins_report(sentence: Sentence, place: int, lexicon: Lexicon) -> bool:
    """Whether another cue stands here that a verb still looking for its content must not pass."""
    if sentence.words[place] == "مجددا":
        return False
    for form in lexicon.find_forms(sentence.words[place]):
        if form.shape == "participle" and not form.row.id.startswith("verb-proceed"):
            return True
        if form.joined and form.shape == "past" and lists.THAT.intersection(sentence.words[place + 1 : place + 2]):
            return True
        if form.joined and form.shape == "past" and form.row.takes[0] in ("that", "obj") and breaks(sentence, place):
            return True
    return False


def _is_head(sentence: Sentence, place: int) -> bool:
    word = sentence.words[place]
    return strip_pronoun(word) in lists.OBJECTS or word in lists.OBJECTS
