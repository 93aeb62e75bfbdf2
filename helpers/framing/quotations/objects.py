"""Reported objects: the noun after the subject («أدان الهجوم») and nouns of feeling («أعرب عن قلقه»)."""

from __future__ import annotations

from dataclasses import replace

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.cues import Lexicon
from helpers.framing.quotations.report import (
    NEAR,
    WHEREIN,
    Report,
    governs,
    open_at,
    open_object,
    open_that,
    strip_pronoun,
)
from helpers.framing.quotations.sentence import Sentence
from helpers.framing.quotations.spans import end_subject
from helpers.framing.quotations.subjects import follows_subject


def find_object(
    sentence: Sentence, base: Report, takes: tuple[str, ...], lexicon: Lexicon, names: frozenset[str]
) -> Report | None:
    """The object of a verb that takes one (أدان الهجوم، نفى صحة …): the first noun after the subject."""
    words = sentence.words
    ahead = follows_subject(sentence, base)
    place = base.cue_end if ahead else end_subject(sentence, base.cue_end, names)
    if "feel" in takes:
        return find_feeling(sentence, base, place, lexicon)
    place = _skip_adverbs(sentence, base.cue_end, place, names)
    if place >= len(sentence) or sentence.is_that(place):
        return None
    if _is_recipient(sentence, place) and "thank" not in takes:
        return None
    points = words[place] in ("هذا", "هذه") and not sentence.is_that(place + 1)  # «أدان هذه الممارسات»
    if words[place] in lists.STOPS and not points and not ("thank" in takes and words[place] in ("علي", "عن")):
        return None
    report = _open_confirmed(sentence, base, place)
    if report is None or any(form.shape == "participle" for form in lexicon.find_forms(words[place])):
        return None
    if "reject" in takes:
        wanted = ("اتهام", "اتهامات", "الاتهام", "الاتهامات", "انتقاد", "انتقادات", "الانتقادات", "مزاعم", "ادعاءات")
        near = words[place : place + 2]
        return report if any(strip_pronoun(word) in wanted for word in near) else None
    if "thank" in takes:
        return _after_thanks(sentence, report)
    return report


_MANNER = frozenset("بشدة بقوة بحزم بحرارة صراحة علنا".split())


def _is_recipient(sentence: Sentence, place: int) -> bool:
    """«لمجلس …», «للصحفيين» is no object."""
    word = sentence.words[place]
    return word.startswith("ل") and len(word) > 3 and not sentence.lemmas[place].startswith("ل")


def _skip_adverbs(sentence: Sentence, cue_end: int, place: int, names: frozenset[str]) -> int:
    """Pass over what may stand between subject and object: «أمس»، «في المحطة الأولى»، «، خلال لقائه …،»."""
    words = sentence.words
    aside = False
    for _ in range(4):
        if place >= len(words):
            break
        comma = place > cue_end and "،" in sentence.gap(place) and words[place] not in _MANNER
        if comma and (aside or words[place - 1] in lists.TIME or _closes_apposition(sentence, cue_end, place, names)):
            break
        if comma:
            aside = True
            closing = next(
                (far for far in range(place + 1, min(len(words), place + 26)) if "،" in sentence.gap(far)), None
            )
            if closing is None:
                return len(words)
            place = closing
        elif words[place] in lists.TIME | _MANNER or words[place] == "يوم" or words[place] in WHEREIN:
            place += 1
        elif words[place] in ("هذا", "هذه") and words[place + 1 : place + 2] and words[place + 1] in _SPANS_OF_TIME:
            place += 2
        elif (
            words[place] in ("في", "خلال", "من", "لدي", "عقب", "ضمن")
            and place + 1 < len(words)
            and not sentence.is_that(place + 1)
        ):
            place += 2
            if _acts_on(sentence, place - 1):
                return next((far for far in range(place, len(words)) if "،" in sentence.gap(far)), len(words))
            while place < len(words) and _belongs(sentence, place):
                if "،" in sentence.gap(place):
                    break
                place += 1
        else:
            break
    return place


def _belongs(sentence: Sentence, place: int) -> bool:
    """Whether a word goes on with a phrase of time or place: «في المحطة الأولى», «أيلول/سبتمبر», «5»."""
    word = sentence.words[place]
    return word.startswith("ال") or word.isdigit() or "/" in sentence.gap(place) or _inside(sentence, place)


def _acts_on(sentence: Sentence, place: int) -> bool:
    """«خلال تفقده مصابي الحادث»: a verbal noun with its doer, whose own object follows."""
    following = sentence.words[place + 1 : place + 2]
    if place >= len(sentence) or not following or following[0] in lists.STOPS or "،" in sentence.gap(place + 1):
        return False
    return sentence.words[place] in {sentence.lemmas[place] + ending for ending in ("ه", "ها", "هم", "هما")}


_SPANS_OF_TIME = frozenset("الاسبوع الشهر العام اليوم السنة الصيف الشتاء".split())


def _closes_apposition(sentence: Sentence, cue_end: int, place: int, names: frozenset[str]) -> bool:
    """«نفى فلان، وزير الخارجية، وجود …», «أدان الوزير، فلان، الهجوم»: the comma after a title or name in apposition."""
    if sentence.words[place] in lists.STOPS | lists.TIME:
        return False
    commas = [far for far in range(cue_end + 1, place) if "،" in sentence.gap(far)]
    if not commas:  # «أكد الوزير فلان، استعداد بلاده»: a comma too many
        return strip_pronoun(sentence.words[place]) in lists.OBJECTS or sentence.words[place] in lists.OBJECTS
    word, actor = lists.drop_and(sentence.words[commas[-1]]), sentence.actor_at(commas[-1])
    return word in lists.TITLES or word in names or (actor is not None and actor.kind == "person")


def _inside(sentence: Sentence, place: int) -> bool:
    return any(actor.first < place <= actor.last for actor in sentence.actors)


def _open_confirmed(sentence: Sentence, base: Report, place: int) -> Report | None:
    """«جدد التأكيد على …»: what is confirmed, not the confirmation."""
    if strip_pronoun(sentence.words[place]) == "تاكيد":
        for far in range(place + 1, min(len(sentence), place + 20)):
            if sentence.is_that(far):
                return open_that(sentence, base, far)
            if sentence.words[far] == "علي":
                return open_object(sentence, base, far)
    return open_at(sentence, base, place, "object")


def find_feeling(sentence: Sentence, base: Report, place: int, lexicon: Lexicon) -> Report | None:
    """«أبدى … استعداده لـ»: the first noun of feeling after the verb, with something after it."""
    for far in range(place, min(len(sentence) - 2, place + NEAR)):
        word = sentence.words[far]
        stance = lexicon.feelings.get(strip_pronoun(word)) or lexicon.feelings.get(
            strip_pronoun(word).removesuffix("ا")
        )
        if stance and sentence.words[far - 1] not in ("عن", "من", "في", "مع", "علي") and not word.startswith("ال"):
            found = open_at(sentence, base, far, "object")
            return replace(found, stance=_soften(stance)) if found else None
    return None


def _after_thanks(sentence: Sentence, report: Report) -> Report | None:
    """What somebody is thanked for: after على; thanks alone are ceremony."""
    for place in range(report.first, min(len(sentence), report.first + NEAR)):
        if sentence.words[place] in ("علي", "لان") and governs(sentence, report, place):
            return open_at(sentence, report, place + 1, "object")
    return None


def _soften(stance: str) -> str:
    return "neutral" if stance == "hedging" else stance


def read_feeling(sentence: Sentence, report: Report, lexicon: Lexicon) -> Report | None:
    """Let the noun decide: أعرب عن قلقه is negative, what he worries about is the content; عن رغبته is neutral."""
    if report.row.id == "verb-speak" and sentence.words[report.first].startswith("ال"):
        return None  # «تحدث عن الوضع»: a topic, not what was said
    if report.row.id not in ("verb-express", "verb-express-2", "verb-show-feeling", "verb-disclose"):
        return report
    word = sentence.words[report.first]
    stance = lexicon.feelings.get(strip_pronoun(word)) or lexicon.feelings.get(strip_pronoun(word).removesuffix("ا"))
    if stance is None:
        return report if report.row.id == "verb-express" or sentence.mark_over(report.first) else None
    report = replace(report, stance=stance)
    if stance not in ("negative", "hedging"):
        return report
    for place in range(report.first + 1, min(len(sentence) - 1, report.first + 5)):
        if sentence.mark_over(place - 1):
            break
        if sentence.words[place] in ("من", "ازاء", "حيال", "بشان", "تجاه", "في", "لان", "علي"):
            return open_object(sentence, report, place) or report
        if sentence.is_that(place):
            return open_that(sentence, report, place) or report
    return report
