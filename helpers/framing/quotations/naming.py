"""The name within a noun phrase: «وزير الخارجية الأميركي جون كيري» to «جون كيري»."""

from __future__ import annotations

import re

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.sentence import Actor, Sentence


def end_apposed(sentence: Sentence, first: int) -> int:
    """Where the name between two commas ends; `first` if what stands there is none."""
    near = range(first + 1, min(len(sentence), first + 6))
    stop = next((place for place in near if "،" in sentence.gap(place) or sentence.is_that(place)), first)
    words = sentence.words[first:stop]
    plain = not any(word in lists.STOPS or word in lists.PRIVATE for word in words)
    return stop if plain and not sentence.actors_in(first, stop) and words[:1] != ["ان"] else first


def is_plain_name(sentence: Sentence, first: int, end: int) -> bool:
    return 2 <= end - first <= 5 and not any(
        word in lists.TITLES or word in lists.BODIES or word[0].isdigit() for word in sentence.words[first:end]
    )


def bare(word: str) -> str:
    return lists.drop_and(word).removeprefix("ال")


_UNNAMED = frozenset("مسؤول مسئول مسؤولة مصدر مصادر مسؤولون مسئولون دبلوماسي متحدث متحدثة".split())


def _is_unnamed(sentence: Sentence, first: int, end: int) -> bool:
    """«مسؤول دفاعي رفيع المستوى»: nothing but adjectives; a name may follow «متحدث باسم الوزارة»."""
    unnamed = lists.drop_and(sentence.words[first]) in _UNNAMED and "باسم" not in sentence.words[first:end]
    return unnamed and not any(actor.kind == "person" for actor in sentence.actors_in(first, end))


def cut_name(sentence: Sentence, first: int, end: int) -> tuple[str, int, int]:
    """The name at the end of «وزير الخارجية الأميركي جون كيري», and the words where it begins and ends."""
    place = first
    if sentence.words[first + 1 : first + 2] == ["من"] or _is_unnamed(sentence, first, end):
        return "", end, end  # «عدد من المقاتلين»
    while place < end:
        word, actor = sentence.words[place], sentence.actor_at(place)
        if actor and actor.kind == "person" and actor.first == place:
            break
        plain = lists.drop_and(word)
        titled = {plain, word[1:]} & lists.TITLES or word in lists.BODIES | lists.GROUPS | lists.MEDIA
        if (
            (
                titled
                or word.startswith(("ال", "لل", "بال", "لشؤون", "لشئون", "لحقوق", "وال"))
                or (actor is not None and actor.kind != "person")
            )
            or place > first
            and sentence.words[place - 1]
            in (
                "وزير",
                "رئيس",
                "نائب",
                "باسم",
                "عام",
                "لشئون",
                "لشؤون",
                "مجلس",
                "لحقوق",
            )
        ):
            place += 1
        else:
            break
    if place < end and sentence.words[place] in lists.STOPS - {"علي"}:
        return "", end, end  # «القمة العربية في الرياض»
    stop = place
    while stop < end and (stop == place or lists.drop_and(sentence.words[stop]) not in lists.TITLES | lists.BODIES):
        if _has_clitics(sentence, stop) or _is_followed(sentence, place, stop):
            break
        if stop > place and _is_no_name(sentence, stop):
            break
        stop += 1
    return (print_words(sentence, place, stop), place, stop) if place < end else ("", end, end)


def _is_no_name(sentence: Sentence, place: int) -> bool:
    """«تصريح», «اتصالاً», «وتوجيهه»: a word that goes on after a name."""
    word, lemma = sentence.words[place], sentence.lemmas[place]
    joined = word.startswith("و") and len(word) > 3 and not lemma.startswith("و")
    adverb = "\u064b" in sentence.text(place, place + 1)
    return joined or adverb or word in lists.PLACES_OF_SPEECH or word in lists.OBJECTS


def _is_followed(sentence: Sentence, first: int, stop: int) -> bool:
    """«دعا القائد محمد جعفري سوريا إلى»: whether another party begins right after what reads like a name."""
    other = sentence.actor_at(stop)
    if other is None or other.first != stop or other.kind not in ("name", "metonym", "body", "office"):
        return False
    name = sentence.words[first:stop]
    plain = not name[:1] or sentence.lemmas[first] != name[0][1:]
    return len(name) > 1 and plain and sum(word.startswith("ال") for word in name) <= 1


def _has_clitics(sentence: Sentence, place: int) -> bool:
    """«استعداده», «لتعزيز» after a title are its object, not a name."""
    word, lemma, actor = sentence.words[place], sentence.lemmas[place], sentence.actor_at(place)
    if actor is not None and actor.kind == "person":
        return False
    with_pronoun = len(lemma) > 2 and word in {lemma + ending for ending in ("ه", "ها", "هم", "هما")}
    weak = lemma.endswith("ة") and word in {lemma[:-1] + ending for ending in ("ته", "تها", "تهم", "تهما")}
    return with_pronoun or weak or (word.startswith("ل") and len(word) > 4 and word[1:] == lemma)


def print_party(sentence: Sentence, actor: Actor) -> str:
    """The name of a party as printed, without «to»: «للوكالة الدولية» is «الوكالة الدولية»; ليبيا keeps its ل."""
    name = print_words(sentence, actor.first, actor.last + 1)
    if name.startswith("لل"):
        return "ال" + name[2:]
    return name if sentence.lemmas[actor.first].startswith("ل") else name.removeprefix("ل")


def print_words(sentence: Sentence, first: int, end: int) -> str:
    text = sentence.text(first, end)
    return re.sub(r"[«»\"“”„]|''", "", text).strip(" ،,:؛-–—ـ()")
