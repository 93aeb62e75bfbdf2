"""Where a noun phrase ends that may name a speaker: before a preposition, an adverb, a relative, a verb, a comma."""

from __future__ import annotations

import re

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.report import is_name
from helpers.framing.quotations.sentence import Actor, Sentence


def end_phrase(sentence: Sentence, first: int, limit: int, *, wide: bool = False, governed: bool = False) -> int:
    """Where a noun phrase that begins at `first` ends: before a preposition, an adverb, a relative, a comma."""
    place = first
    while place < limit:
        actor = sentence.actor_at(place)
        inside = actor is not None and actor.first < place
        if place > first and not inside and re.search("[،,:؛.()–—-]|\"|«|»|''", sentence.gap(place)):
            mark = sentence.mark_at(place)
            if not (mark and is_name(sentence, mark)) and not (
                sentence.mark_over(place - 1) and "،" not in sentence.gap(place)
            ):
                break
        word = sentence.words[place]
        if place > first and actor is None and (_is_future(sentence, place) or _follows_name(sentence, place)):
            break
        if place > first and actor is not None and _is_told(sentence, place, actor):
            break
        if place == first and not governed and word.startswith(("ل", "ب")) and _is_governed(sentence, place, actor):
            break
        if sentence.is_that(place) or (word in lists.STOPS and not inside and not _is_named(sentence, actor, place)):
            named = sentence.actor_at(place + 1) if place + 1 < limit else None
            located = place > first and word == "في" and named is not None
            located = located and (_takes_place(sentence, first) or sentence.words[place - 1] == "لمصادر")
            close = place > first and word == "من" and sentence.words[place - 1] in _CLOSE_TO
            inside_of = _end_within(sentence, first, place) if word == "من" else place
            if inside_of > place:
                return inside_of
            close = close or (word == "من" and place == first + 1 and sentence.words[first] in _QUANTITIES)
            close = close or (word == "عن" and named is not None and sentence.words[place - 1] in _SENT_BY)
            close = close or (word == "عن" and wide and sentence.words[place - 1] in ("صادر", "الصادر", "صدر"))
            if not (located or close):
                break
        place += 1
    return min(place, first + 24) if not wide else min(place, first + 14)


def _is_future(sentence: Sentence, place: int) -> bool:
    """«سترفع»: a verb, no part of a name."""
    word = sentence.words[place]
    return len(word) > 4 and word[0] == "س" and word[1] in "يت" and sentence.lemmas[place][:1] != "س"


def _follows_name(sentence: Sentence, place: int) -> bool:
    """Whether a name in marks is over («"واشنطن بوست" أجمع مسؤولون على») and no adjective of it follows."""
    mark = sentence.mark_over(place - 1)
    return mark is not None and mark.end == place and not sentence.words[place].startswith(("ال", "لل"))


def _is_told(sentence: Sentence, place: int, actor: Actor) -> bool:
    """«قال فلان للأسد»: the person to whom it is said ends the phrase."""
    word = sentence.words[place]
    told = word.startswith("ل") and not sentence.lemmas[place].startswith("ل") and not actor.person.startswith("ل")
    return told and actor.first == place and actor.kind == "person"


def _is_named(sentence: Sentence, actor: Actor | None, place: int) -> bool:
    """«للوكالة الدولية للطاقة الذرية»: a body by its full name; «السفير علي …»: a man, no preposition."""
    if sentence.words[place] == "علي" and place and sentence.words[place - 1] in lists.TITLES:
        return sentence.text(place, place + 1) == "علي"
    if sentence.is_ali(place):
        return True
    known = actor is not None and actor.first == place < actor.last
    return known and actor is not None and actor.kind in ("body", "person")


def _stands_alone(sentence: Sentence, place: int) -> bool:
    """Whether the report or a preposition follows: «أوضح بجلاء أن», but not «قال بوغد خان إن»."""
    following = place + 1
    if following >= len(sentence) or sentence.is_that(following) or sentence.gap(following).strip():
        return True
    return sentence.words[following] in lists.STOPS


def _is_governed(sentence: Sentence, place: int, actor: Actor | None) -> bool:
    """«قال لكيم», «أكد لمضيفه», «للصحفيين»: to whom it is said; «بجلاء»: how; not the names لافروف and بوتين."""
    word, lemma = sentence.words[place], sentence.lemmas[place]
    if word.startswith("ب"):
        adverb = len(word) > 3 and actor is None and word not in lists.NO_BI and lemma == word.removeprefix("ب")
        return adverb and _stands_alone(sentence, place)
    named = actor is not None and actor.first == place
    marked = named or len(word) > 4 or word.startswith("لل") or word.endswith(("ه", "ها", "هم"))
    return marked and not lemma.startswith("ل")


_SENT_BY = frozenset("النائب نائب ممثل ممثلا ممثلين المفاوض المفاوضين عضو العضو".split())


_QUANTITIES = frozenset("عدد بعض احد احدي العديد الكثير كثير مجموعة".split())


def _end_within(sentence: Sentence, first: int, place: int) -> int:
    """Where the house of «مصادر من داخل الوزارة» ends; `place` (of من) if none follows."""
    told = sentence.words[place + 1 : place + 2] == ["داخل"] and sentence.words[first] in lists.GROUPS | lists.TITLES
    house = sentence.actor_at(place + 2) if told and place + 2 < len(sentence) else None
    return house.last + 1 if house is not None else place


_CLOSE_TO = frozenset("مقرب مقربة مقربون مقربين قريب قريبة قريبون".split())


def _takes_place(sentence: Sentence, first: int) -> bool:
    """«مسؤول في الخارجية»، «سكان في دمشق»: what follows في belongs to the speaker."""
    word = sentence.words[first]
    return word in lists.GROUPS or word in ("مسؤول", "مسئول", "مصدر", "بعثة", "عضو", "باحث", "المسؤول")


def end_subject(sentence: Sentence, first: int, names: frozenset[str]) -> int:
    """Where the subject right after a verb ends if it is known by its words; `first` where there is none."""
    place = first
    titled = False
    while place < len(sentence):
        if place > first and re.search("[:؛.]", sentence.gap(place)):
            break
        word = sentence.words[place]
        actor = sentence.actor_at(place)
        bare = lists.drop_and(word)
        if (
            actor
            and actor.first <= place
            and (place == first or titled or word.startswith("و") or actor.kind != "name")
        ):
            if (
                place > first
                and actor.first == place
                and actor.kind in ("name", "metonym")
                and not titled
                and not word.startswith("و")
            ):
                break
            place, titled = actor.last + 1, False
            if sentence.words[place : place + 1] in (["التابع"], ["التابعة"]):
                owner = sentence.actor_at(place + 1) if place + 1 < len(sentence) else None
                place = owner.last + 1 if owner else min(place + 2, len(sentence))
        elif titled and (is_at_body(word) or _is_adjective_of(sentence, place)):
            place += 1
        elif word in lists.TITLES or word in lists.BODIES or word in lists.GROUPS or word in lists.MEDIA:
            if place > first and word in lists.GROUPS and not titled:
                break
            place, titled = place + 1, True
        elif (
            bare in names
            and (place == first or titled or sentence.words[place - 1] in names or sentence.actor_at(place - 1))
            or titled
            and word.startswith(("ال", "لل"))
        ):
            place += 1
        else:
            break
    return place


def _is_adjective_of(sentence: Sentence, place: int) -> bool:
    """«شخصيات نقابية», «مسؤولون حكوميون»: an adjective right after an indefinite group."""
    before, word = sentence.words[place - 1], sentence.words[place]
    indefinite = before in lists.GROUPS and not before.startswith("ال")
    return indefinite and not word.startswith("ال") and word.endswith(("ية", "يون", "يين"))


def is_at_body(word: str) -> bool:
    """«مصادر بوزارة الدفاع», «رئيس اللجنة بمجلس النواب»: the house to which a speaker belongs."""
    return word.startswith("ب") and word not in lists.NO_BI and lists.find_head(word[1:]) in lists.BODIES
