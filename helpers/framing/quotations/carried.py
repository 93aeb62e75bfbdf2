"""Who goes on speaking where a sentence names nobody: the last speaker, or whom the sentence is about."""

from __future__ import annotations

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.gender import FEMININE, clashes, tell_gender
from helpers.framing.quotations.memory import Memory, Speaker, list_named
from helpers.framing.quotations.naming import print_words
from helpers.framing.quotations.report import Report
from helpers.framing.quotations.sentence import Sentence
from helpers.text import STANDARD, normalise_text

_CONTINUES = frozenset("add continue go-on go-on-2 keep-on clarify point-out draw-attention close close-2".split())


def carry(sentence: Sentence, report: Report, memory: Memory) -> list[Speaker]:
    """The last speaker of the same gender; before the first, whoever the sentence names first."""
    heard_here = [report for report in sentence.heard if report]
    if report.shape == "noun" and report.cue and sentence.words[report.cue - 1] in ("عنه", "عنها"):
        return _find_relayed(sentence, report, memory)
    if report.shape == "participle" and heard_here:
        near = memory.last[-len(heard_here) :]
        return [next((one for one in reversed(near) if one.feminine == report.feminine), near[-1])]
    if report.shape == "participle" or (report.shape == "noun" and not heard_here):
        heard = _main_subject(sentence, report)
        if heard is not None:
            return [replace_gender(heard, report)]
    if report.plural and report.shape in ("past", "present") and len(memory.group) > 1:
        return memory.group
    if report.shape in ("past", "present") and not heard_here and report.cue > 2:
        heard = _main_subject(sentence, report)
        if heard is not None:
            return [replace_gender(heard, report)]
    continues = report.row.id.removeprefix("verb-") in _CONTINUES
    if memory.topic is not None and report.shape in ("past", "present") and not continues and not report.feminine:
        return [memory.topic]
    for speaker in reversed(memory.last):
        plural = speaker.plural or (report.plural and _is_group(speaker))  # «هدد مسؤولون … ودعوا»
        if report.shape == "participle" and not report.plural and speaker.feminine != report.feminine:
            continue
        if report.shape not in ("past", "present") or (speaker.feminine, plural) == (report.feminine, report.plural):
            return [speaker]
    heard = _main_subject(sentence, report)
    if heard is not None:
        return [replace_gender(heard, report)]
    if report.feminine and report.shape in ("past", "present"):
        if memory.state is not None:  # «ترفض طهران التخلي عن … وتطالب بـ»
            return [memory.state]
        if memory.last and memory.last[-1].head in ("بيان", "تقرير"):  # the body that issued it
            return memory.last[-1:]
        return []  # a woman or a paper whom the text names in a way that no list knows
    return memory.last[-1:] or _find_relayed(sentence, report, memory)


def _is_group(speaker: Speaker) -> bool:
    head = normalise_text(speaker.name, steps=STANDARD).split(" ")[0]
    return head in lists.GROUPS or head.endswith("ون")


def _find_relayed(sentence: Sentence, report: Report, memory: Memory) -> list[Speaker]:
    """«ونقلت عنه قوله»: the person named last."""
    named = [*memory.named, *list_named(sentence, report.cue)]
    return next(([speaker] for speaker, is_person in reversed(named) if is_person), memory.last[-1:])


def find_topic(sentence: Sentence) -> Speaker | None:
    """The person whom a sentence without reports names first, not after a preposition."""
    for actor in sentence.actors:
        before = sentence.words[actor.first - 1] if actor.first else ""
        if before in ("في", "الي", "من", "مع", "علي", "عن", "بين") or sentence.words[actor.first].startswith(
            ("ل", "ب")
        ):
            continue
        return Speaker(actor.person, actor.actor) if actor.person else None
    return None


def find_state(sentence: Sentence) -> Speaker | None:
    """The state or city that is the subject of a feminine verb: «من جهتها، ترفض طهران»."""
    for actor in sentence.actors:
        if actor.kind in ("name", "metonym") and actor.first and tell_gender(sentence, actor.first) == FEMININE:
            before, lemma = sentence.words[actor.first - 1], sentence.lemmas[actor.first - 1]
            bare = lists.drop_and(before)
            if bare == lemma + "ت" or (bare.startswith("ت") and not lemma.startswith("ت")):
                return Speaker(print_words(sentence, actor.first, actor.last + 1), actor.actor)
    return None


def replace_gender(speaker: Speaker, report: Report) -> Speaker:
    return speaker._replace(feminine=report.feminine, plural=report.plural)


_NO_SUBJECT_AFTER = frozenset("في الي من مع علي عن لدي بين امام تجاه ضد ازاء حول عند خلال حيال".split())
_WHEN = frozenset("مع بعد خلال وسط اثر عقب رغم قبل منذ غداة قبيل عشية".split())
_TOPICAL = frozenset("تعليقا ردا حول عن بشان بخصوص بالنسبة فيما عما وفيما".split())


def _main_subject(sentence: Sentence, report: Report) -> Speaker | None:
    """The party that acts in the sentence: the first one named before the cue that is no mere place."""
    opening = lists.drop_and(sentence.words[0])
    if opening in _TOPICAL | _WHEN:  # «وتعليقا على امتلاك إيران …، أوضح أن»
        comma = next((place for place in range(1, report.cue + 1) if "،" in sentence.gap(place)), report.cue)
        acting = _find_acting(sentence, comma, report)
        if acting is not None or opening in _TOPICAL:
            return acting
    begin = max(
        (place for place in range(report.cue) if sentence.words[place] in ("حين", "عندما", "حيث", "اذ")), default=0
    )
    return _find_acting(sentence, begin if sentence.actors_in(begin, report.cue) else 0, report)


def _find_acting(sentence: Sentence, first: int, report: Report) -> Speaker | None:
    """The first party named between a word and the cue that no preposition governs and whose gender fits."""
    end, governed = report.cue, -2  # the last word of a phrase that a preposition governs
    for actor in sentence.actors_in(max(first, sentence.opens), end):
        word = sentence.words[actor.first]
        clitic = word.startswith(("ل", "ب")) and not sentence.lemmas[actor.first].startswith(word[0])
        before = sentence.words[actor.first - 1] if actor.first else ""
        apposed = actor.first == governed + 1 and "،" not in sentence.gap(actor.first)
        if clitic or before in _NO_SUBJECT_AFTER or (apposed and not word.startswith("و")):
            governed = actor.last  # «مع نظيره الفرنسي فلان»
            continue
        if actor.kind in ("demonym", "place"):
            continue
        if report.shape != "noun" and clashes(sentence, actor.first, feminine=report.feminine, plural=report.plural):
            continue
        beside = sentence.actor_at(actor.last + 1) if actor.last + 1 < end else None
        if not actor.person and beside is not None and beside.person and beside.actor == actor.actor:
            actor = beside  # «الرئيس الروسي فلاديمير بوتين»
        if actor.person:
            return Speaker(actor.person, actor.actor)
        return Speaker(print_words(sentence, actor.first, actor.last + 1), actor.actor)
    return None
