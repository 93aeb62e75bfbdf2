"""Verbal nouns and fixed phrases that report: «قوله إن»، «بحسب …»، «على ما أفاد …»، «ما وصفه بـ»."""

from __future__ import annotations

from dataclasses import replace

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.cues import Form, Lexicon, Row
from helpers.framing.quotations.objects import find_feeling
from helpers.framing.quotations.report import (
    PREPOSITIONS,
    Report,
    breaks,
    find_clause,
    is_name,
    open_at,
    open_clitic,
    open_object,
    open_that,
)
from helpers.framing.quotations.sentence import Sentence
from helpers.framing.quotations.spans import end_phrase


def parse_noun(sentence: Sentence, place: int, form: Form) -> Report | None:
    """«قوله إن»، «تأكيد الوزير أن»: a verbal noun with a clause or marks after it."""
    following = place + 1
    if following >= len(sentence):
        return None
    if form.row.id in _OWN_ACTS and form.pronoun:
        return _parse_own_act(sentence, place, form)
    if form.row.id in _NAMED_ACTS:
        return _parse_named_act(sentence, place, form)
    if form.row.id == "verb-accuse":
        return _parse_accusation(sentence, place, form)
    if form.row.id == "verb-thank":
        return _parse_thanks(sentence, place, form)
    if form.row.id not in ("verb-say", "verb-confirm", "verb-announce"):
        return None
    base = Report(form.row, "noun", form.row.stance, place, following, -1, -1, "", begins=place)
    said = form.row.id == "verb-say" and bool(form.pronoun)
    for far in range(following, min(len(sentence), following + (3 if said else 6))):
        if sentence.is_that(far):
            found = open_that(sentence, base, far)
            break
        if sentence.mark_at(far) and said or ":" in sentence.gap(far) and said:
            found = open_at(sentence, base, far, "marks" if sentence.mark_at(far) else "colon")
            break
    else:
        return None
    if found is None:
        return None
    found = replace(found, rule="noun")
    if said:
        return find_source(sentence, found)
    return replace(found, subject=(following, far), how="after") if far > following else found


_OWN_ACTS = frozenset(
    "verb-call-on verb-demand verb-welcome verb-praise verb-denounce verb-warn verb-accuse verb-call-for verb-pledge"
    " verb-stress verb-insist verb-hold-on".split()
)


def _parse_own_act(sentence: Sentence, place: int, form: Form) -> Report | None:
    """«ترحيبها باستعداد …», «دعوته إلى وقف …»: a verbal noun with its doer as a pronoun and its preposition."""
    after, takes = sentence.words[place + 1], form.row.takes
    led = sentence.words[place - 1] == "مع" if place else False
    base = Report(form.row, "noun", form.row.stance, place, place + 1, -1, -1, "", begins=place - led)
    if any(after == word and name in takes for name, word in PREPOSITIONS.items()):
        named = sentence.actor_at(place + 2) if place + 2 < len(sentence) else None
        found = None if named and named.first == place + 2 else open_object(sentence, base, place + 1)
    elif "bi" in takes and after.startswith("ب") and len(after) > 3 and after not in lists.NO_BI:
        found = open_clitic(sentence, base, place + 1)
    else:
        return None
    return replace(found, rule="noun") if found else None


_NAMED_ACTS = frozenset("verb-call-on verb-demand verb-threaten verb-pledge verb-warn".split())


def _parse_named_act(sentence: Sentence, place: int, form: Form) -> Report | None:
    """«دعوة أمير قطر إلى …», «تهديد بيونغ يانغ بنبذ …»: a verbal noun, the party right after it, its preposition."""
    actor = sentence.actor_at(place + 1)
    if actor is None or actor.first != place + 1 or actor.kind in ("demonym", "place"):
        return None
    end = actor.last + 1
    beside = sentence.actor_at(end) if end < len(sentence) else None
    while beside is not None and beside.first == end and beside.person and beside.actor == actor.actor:
        end = beside.last + 1
        beside = sentence.actor_at(end) if end < len(sentence) else None
    if end >= len(sentence) - 1 or sentence.actor_at(end):
        return None
    after, takes = sentence.words[end], form.row.takes
    base = Report(form.row, "noun", form.row.stance, place, place + 1, -1, -1, "", begins=place)
    if any(after == word and name in takes for name, word in PREPOSITIONS.items()):
        found = open_object(sentence, base, end)
    elif any(name in takes and after.startswith(letter) for name, letter in (("bi", "ب"), ("li", "ل"))):
        found = open_clitic(sentence, base, end) if after not in lists.STOPS else None
    else:
        return None
    return replace(found, rule="noun", subject=(place + 1, end), how="after") if found else None


def _parse_accusation(sentence: Sentence, place: int, form: Form) -> Report | None:
    """«اتهام الرئيس لها بـ…», «اتهاما وجهه الرئيس إلى … بـ…»: whoever is named right after it accuses."""
    first = place + 1
    if sentence.words[first] in ("وجهه", "وجهته"):
        first += 1
    accuser = sentence.actor_at(first) if first < len(sentence) else None
    if accuser is None or accuser.first != first or accuser.kind in ("demonym", "place"):
        return None
    base = Report(form.row, "noun", form.row.stance, place, place + 1, -1, -1, "", begins=place)
    for far in range(accuser.last + 1, min(len(sentence), first + 12)):
        word = sentence.words[far]
        if word.startswith("ب") and word not in lists.NO_BI and not sentence.actor_at(far):
            found = open_clitic(sentence, base, far)
            return replace(found, rule="noun", subject=(first, far), how="after") if found else None
    return None


def _parse_thanks(sentence: Sentence, place: int, form: Form) -> Report | None:
    """«وجه إليه الشكر على …», «خصه بالشكر على …»: what somebody is thanked for."""
    if place == 0:
        return None
    base = Report(form.row, "noun", form.row.stance, place, place + 1, -1, -1, "", begins=place)
    for far in range(place + 1, min(len(sentence) - 1, place + 8)):
        if sentence.words[far] == "علي" and not sentence.actor_at(far):
            found = open_object(sentence, base, far)
            return replace(found, rule="noun") if found else None
    return None


def find_source(sentence: Sentence, report: Report) -> Report:
    """The speaker of «نقلت الوكالة عن فلان قوله»: after عن."""
    near = range(report.cue + 1, min(len(sentence), report.cue + 16))
    if report.shape == "noun":
        near = range(report.cue - 1, max(-1, report.cue - 30), -1)
    for place in near:
        if sentence.words[place] in ("عن", "لسان") and not sentence.mark_over(place):
            end = report.cue if report.shape == "noun" else end_phrase(sentence, place + 1, len(sentence))
            if end > place + 1:
                return replace(report, subject=(place + 1, end), how="relay")
        mark = sentence.mark_at(place)
        if place > report.cue and (sentence.is_that(place) or (mark is not None and not is_name(sentence, mark))):
            break
    return report


def parse_phrase(sentence: Sentence, place: int, lexicon: Lexicon, found: list[Report]) -> Report | None:
    match = lexicon.find_phrase(sentence.words, place)
    if match is None or sentence.mark_over(place):
        return None
    row, end = match
    if "called" in row.takes:
        return _parse_called(sentence, place, end, row)
    if "asverb" in row.takes:
        return _parse_as(sentence, place, end, row, lexicon)
    if "source" in row.takes:
        subject_end = end_phrase(sentence, end, len(sentence), wide=True)
        ends_glued = row.words[-1] in ("ب", "ل")
        first = end - 1 if ends_glued and len(sentence.words[end - 1]) > 1 else end
        return Report(
            row, "phrase", row.stance, place, max(end, subject_end), -1, -1, "source",
            joined=sentence.words[place] != row.words[0] and sentence.words[place][1:] == row.words[0],
            subject=(first, max(subject_end, first + 1)) if first < len(sentence) else None, how="source", begins=place,
        )  # fmt: skip
    if "place" in row.takes:
        return _parse_place(sentence, place, end, row, lexicon)
    if "that" in row.takes or "notional" in row.takes:
        return _parse_fixed(sentence, place, end, row, lexicon)
    return None


def _parse_place(sentence: Sentence, place: int, end: int, row: Row, lexicon: Lexicon) -> Report | None:
    """«… في تصريح: …»: a statement without a verb, before a colon."""
    if any(form.shape in ("past", "present") for word in sentence.words[:place] for form in lexicon.find_forms(word)):
        return None
    base = Report(row, "phrase", row.stance, place, end, -1, -1, "", begins=place)
    for far in range(end, min(len(sentence), end + 15)):
        if any(form.shape in ("past", "present", "participle") for form in lexicon.find_forms(sentence.words[far])):
            return None
        if ":" in sentence.gap(far):
            subject = (0, place) if place else None
            found = open_at(sentence, base, far, "colon")
            return replace(found, subject=subject, how="before") if found else None
    return None


def _parse_called(sentence: Sentence, place: int, end: int, row: Row) -> Report | None:
    """«ما وصفه بـ…»: the words in marks, or up to the next stop."""
    start = end - 1 if row.words[-1] == "ب" and len(sentence.words[end - 1]) > 1 else end
    limit = min(len(sentence), end + 6)
    for far in range(start, limit):
        if sentence.mark_at(far):
            base = Report(row, "past", row.stance, place, end, -1, -1, "", begins=place)
            opened = open_at(sentence, base, far, "called")
            return replace(opened, subject=(end, far), how="after") if opened and far > end else opened
    return None


def _parse_as(sentence: Sentence, place: int, end: int, row: Row, lexicon: Lexicon) -> Report | None:
    """«على ما أفاد التلفزيون»، «كما ذكرت الوكالة»: a verb without content of its own, after what it reports."""
    if end >= len(sentence):
        return None
    if sentence.words[end] == "جاء" or sentence.words[end] == "ورد":
        forms: tuple[Form, ...] = lexicon.find_forms(sentence.words[end])
    else:
        forms = tuple(form for form in lexicon.find_forms(sentence.words[end]) if form.shape in ("past", "present"))
    forms = tuple(form for form in forms if not form.joined and form.row.id != "verb-name")
    if not forms:
        return None
    after = sentence.words[end + 1 : end + 40]
    if row.words == ("كما",):
        if place == 0 or lists.THAT.intersection(after) or not breaks(sentence, place):
            return None
        if any(sentence.mark_at(far) for far in range(end, min(len(sentence), end + 25))):
            return None
        if "that" not in forms[0].row.takes or forms[0].row.stance not in ("neutral", "assertive", "hedging"):
            return None
        if len(sentence) - end > 14:
            return None
    first = end + 1
    while first < len(sentence) and sentence.words[first] in ("به", "ذلك", "عنه", "في", "اليه"):
        first += 1
    subject_end = end_phrase(sentence, first, len(sentence), wide=True)
    return Report(
        forms[0].row, "phrase", forms[0].row.stance, place, max(subject_end, end + 1), -1, -1, "as",
        subject=(first, subject_end) if subject_end > first else None, how="after",
        begins=place,
        verb=end,
        feminine=forms[0].feminine,
    )  # fmt: skip


def _parse_fixed(sentence: Sentence, place: int, end: int, row: Row, lexicon: Lexicon) -> Report | None:
    """«جدد التأكيد على أن»، «لم يخف قلقه»: a phrase used like a verb."""
    base = Report(row, "past", row.stance, place, end, -1, -1, "", begins=find_clause(sentence, place))
    if "notional" in row.takes and row.words[-1][:3] in ("يخف", "تخف"):
        feeling = find_feeling(sentence, base, end, lexicon)
        if feeling is None or feeling.first == end:
            return feeling
        return replace(feeling, stance=row.stance, subject=(end, feeling.first), how="after")
    for far in range(end, min(len(sentence), end + 8)):
        if "say" in row.takes and sentence.mark_at(far):
            return open_at(sentence, base, far, "marks")
        if sentence.is_that(far):
            return open_that(sentence, base, far)
        if "say" in row.takes and ":" in sentence.gap(far):
            return open_at(sentence, base, far, "colon")
        if sentence.words[far] == "علي":
            return open_object(sentence, base, far)
    return None
