"""Who says it: the words after the verb, before it («بوتين يشكر»، «وكان لافروف قد ذكر»), or nobody named here."""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.cues import Form
from helpers.framing.quotations.report import ASIDES, RELATIVES, WAS, WHEREIN, Report, breaks, is_name
from helpers.framing.quotations.sentence import Actor, Sentence

_WHOSE_OBJECT = frozenset(
    "دول الدول القوي المجتمع جميع كل كافة الاطراف العالم ضيفه ضيفته مضيفه نظيره نظيرته شركاءه حلفاءه طرفي الطرفين"
    " كلا الجميع الشعب المسلمين العرب المواطنين".split()
)


def follows_subject(sentence: Sentence, report: Report) -> bool:
    """«بوتين يشكر كيم»: a present tense right after a name."""
    before = sentence.actor_at(report.cue - 1) if report.cue else None
    if report.joined or before is None or before.last != report.cue - 1 or sentence.gap(report.cue).strip():
        return False
    return sentence.words[report.cue][:1] in ("ي", "ت", "س") and before.kind != "place"


def end_phrase(sentence: Sentence, first: int, limit: int, *, wide: bool = False) -> int:
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
        if place == first and word.startswith("ل") and _is_recipient(sentence, place, actor):
            break
        if sentence.is_that(place) or (word in lists.STOPS and not inside and not _is_named(sentence, actor, place)):
            named = sentence.actor_at(place + 1) if place + 1 < limit else None
            if not (
                place > first
                and word in ("في", "عن", "من")
                and named
                and _takes_place(sentence, first)
                and word == "في"
            ):
                break
        place += 1
    return min(place, first + 24) if not wide else min(place, first + 14)


def _is_named(sentence: Sentence, actor: Actor | None, place: int) -> bool:
    """«للوكالة الدولية للطاقة الذرية»: a body by its full name; «السفير علي …»: a man, no preposition."""
    if sentence.words[place] == "علي" and place and sentence.words[place - 1] in lists.TITLES:
        return sentence.text(place, place + 1) == "علي"
    known = actor is not None and actor.first == place < actor.last
    return known and actor is not None and actor.kind in ("body", "person")


def _is_recipient(sentence: Sentence, place: int, actor: Actor | None) -> bool:
    """«قال لكيم», «أكد لمضيفه», «للصحفيين»: to whom it is said; not the name لافروف."""
    word = sentence.words[place]
    named = actor is not None and actor.first == place
    marked = named or len(word) > 4 or word.startswith("لل") or word.endswith(("ه", "ها", "هم"))
    return marked and not sentence.lemmas[place].startswith("ل")


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


def find_subject(sentence: Sentence, report: Report, form: Form, names: frozenset[str]) -> Report:
    """Who says it: the words after the verb, or before it, or nobody named here."""
    if report.rule == "marks before":
        end = end_phrase(sentence, report.cue_end, len(sentence))
        return replace(report, subject=(report.cue_end, end), how="after") if end > report.cue_end else report
    limit = report.first
    while limit > report.cue_end and sentence.words[limit - 1] in (lists.THAT | {"علي", "الي", "عن", "من", "في", "ب"}):
        limit -= 1
    first = report.cue_end
    if form.plural or (sentence.words[0] in WAS and not report.joined and report.cue < 14):
        ahead = _find_before(sentence, report, names)
        if ahead.subject is not None or form.plural:
            return ahead
    if follows_subject(sentence, report):
        ahead = _find_before(sentence, report, names)
        near = sentence.actor_at(report.cue - 1)
        alone = near is not None and near.first > 0 and sentence.words[near.first].startswith("و") and not form.plural
        if ahead.subject is not None and not alone:
            return ahead
        if near is not None and near.kind != "demonym":
            return replace(report, subject=(near.first, report.cue), how="before", begins=near.first)
    if not form.pronoun or form.shape == "past":
        end = end_phrase(sentence, first, limit)
        if end > first and sentence.words[first] in lists.OBJECTS:
            return _find_before(sentence, report, names)  # «روسيا رأت أهمية الحوار»
        if end > first and not _is_addressee(sentence, report, form, first):
            unknown = sentence.words[first] not in names and end_subject(sentence, first, names) == first
            if report.rule == "object" and unknown and not _is_plain_subject(sentence, report, form, first, limit):
                return _find_before(sentence, report, names)
            return replace(report, subject=(first, limit), how="after")
        late = _find_late(sentence, first, limit)
        if late is not None and end == first and not _is_addressee(sentence, report, form, late):
            return replace(report, subject=(late, limit), how="after")
    wherein = WHEREIN.intersection(sentence.words[report.cue_end : report.cue_end + 1])
    if wherein and not report.joined and "،" in sentence.gap(report.cue):
        return report  # «عقد لقاءات، أكد خلالها أن»: whoever the sentence is about
    return _find_before(sentence, report, names)


def _is_plain_subject(sentence: Sentence, report: Report, form: Form, first: int, limit: int) -> bool:
    """«وطالب الخاطفون بفدية»، «وندد العلماء بـ»: before a preposition, an unknown noun is the subject."""
    governed = limit < report.first or report.start > sentence.starts[report.first]
    word = sentence.words[first]
    if not governed or form.pronoun or not word.startswith("ال"):
        return False
    return word.endswith(("ون", "ان")) or report.row.stance not in ("directive", "negative") or form.shape == "present"


def _is_addressee(sentence: Sentence, report: Report, form: Form, first: int) -> bool:
    """«ودعا دول العالم إلى»: whom he addresses, not who speaks."""
    if report.row.id in ("verb-describe", "verb-name", "verb-address") and sentence.actor_at(first) is None:
        return sentence.words[first] not in lists.TITLES | lists.GROUPS | lists.MEDIA
    if report.row.stance != "directive" and report.row.id not in (
        "verb-accuse",
        "verb-warn",
        "verb-remind",
        "verb-tell",
    ):
        return False
    word = sentence.words[first]
    if report.row.id == "verb-tell" and (word in lists.MEDIA or word.removeprefix("ال") in lists.MEDIA):
        return True  # «أبلغ رويترز»
    if word in _WHOSE_OBJECT or (word.startswith("ال") and word.endswith("ين") and not form.plural):
        return True
    actor = sentence.actor_at(first)
    feminine = word.endswith("ة") or (actor is not None and actor.kind in ("name", "metonym") and actor.first == first)
    masculine_state = actor is not None and actor.actor in (
        "IRQ",
        "LBN",
        "JOR",
        "YEM",
        "SDN",
        "MAR",
        "VAT",
        "EU",
        "PSE",
    )
    return feminine and not form.feminine and not form.plural and not masculine_state


def _find_late(sentence: Sentence, first: int, limit: int) -> int | None:
    """A subject after an adverb: «وقال أمس الرئيس …»."""
    for place in range(first + 1, min(limit, first + 3)):
        actor = sentence.actor_at(place)
        if sentence.words[place - 1] in ASIDES and actor and actor.first == place and actor.kind != "place":
            return place
    for place in range(first, min(limit, first + 8)):
        if (
            place > first
            and sentence.words[place] in lists.TITLES | lists.GROUPS
            and sentence.words[place - 1] not in ("في", "من", "عن", "مع", "الي", "بين", "علي")
        ):
            before = sentence.words[place - 1]
            if before in lists.TIME or before.startswith(("الماضي", "الجاري")) or breaks(sentence, place):
                return place
    return None


def _find_before(sentence: Sentence, report: Report, names: frozenset[str]) -> Report:
    """A subject before the verb («بوتين يشكر»، «وكان لافروف قد ذكر»، «أما فلان … فأكد»); else it is carried over."""
    words = sentence.words
    if words[0] in ("اما", "واما") and report.cue > 1 and words[report.cue].startswith("ف"):
        return replace(report, subject=(1, report.cue), how="before")
    if report.joined:
        return report
    if words[0] in WAS and report.cue <= 20 and not any(word in lists.THAT for word in words[1 : report.cue]):
        end = end_phrase(sentence, 1, report.cue)
        if end > 1 and words[report.cue - 1] not in RELATIVES and may_speak(sentence, 1, names):
            return replace(report, subject=(1, report.cue), how="before", begins=0)
    if report.cue > 2 and sentence.is_that(report.cue - 1):
        for place in range(report.cue - 2, max(-1, report.cue - 8), -1):
            if words[place] in ("سبق", "وسبق") and words[place + 1].startswith("ل"):
                return replace(report, subject=(place + 1, report.cue - 1), how="before")
    place = report.cue - 1
    while place >= 0 and words[place] in ({"قد", "وقد", "فقد", "لم", "لا", "سوف", "لن"} | lists.TIME):
        place -= 1
    if place < 0:
        return report
    if words[place] in WAS:
        return report
    if words[place] in RELATIVES:
        place -= 1
    elif words[place] in lists.BEFORE_VERB or sentence.is_that(place):
        return report
    start = _begin_phrase(sentence, place)
    if start <= place and (
        may_speak(sentence, start, names) or (start == 0 and words[0].startswith("ال") and place < 14)
    ):
        return replace(report, subject=(start, place + 1), how="before", begins=min(report.begins, start))
    return report


def _begin_phrase(sentence: Sentence, place: int) -> int:
    """Where the clause before a verb begins."""
    start = place
    while start > 0:
        if re.search("[.؛:]|\\.\\.", sentence.gap(start)):
            break
        if "،" in sentence.gap(start) and sentence.words[start] not in lists.TITLES and not sentence.actor_at(start):
            break
        before = sentence.words[start - 1]
        if before in WAS or before in lists.LINKS or before in lists.THAT or before in lists.BEFORE_VERB:
            break
        start -= 1
    return start


def may_speak(sentence: Sentence, place: int, names: frozenset[str]) -> bool:
    word = sentence.words[place]
    actor = sentence.actor_at(place)
    known = lists.TITLES | lists.GROUPS | lists.MEDIA | lists.BODIES
    bare = lists.drop_and(word).removesuffix("ا")
    return actor is not None or word in known or bare in known or word in names
