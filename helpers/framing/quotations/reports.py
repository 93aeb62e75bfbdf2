"""Reports in one sentence: where a cue stands, what it reports, and between which words its subject is to be sought."""

from __future__ import annotations

import re

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.contents import find_content
from helpers.framing.quotations.cues import Form, Lexicon, Row
from helpers.framing.quotations.ends import drop_nested, join_denials, set_ends
from helpers.framing.quotations.phrases import find_source, parse_noun, parse_phrase
from helpers.framing.quotations.report import PREPOSITIONS, RELATIVES, WAS, WHEREIN, Report, breaks, find_clause
from helpers.framing.quotations.sentence import Sentence
from helpers.framing.quotations.subjects import find_subject, may_speak


def find_reports(sentence: Sentence, lexicon: Lexicon, names: frozenset[str]) -> list[Report]:
    """Return the reports of a sentence in order, each with its end. `names`: words of persons named in the text."""
    found: list[Report] = []
    place = 0
    while place < len(sentence):
        report = parse_phrase(sentence, place, lexicon, found) or _parse_word(sentence, place, lexicon, names)
        if report is not None:
            found.append(report)
            place = max(place + 1, report.cue_end)
        else:
            place += 1
    return join_denials(sentence, set_ends(sentence, drop_nested(sentence, found)))


def _parse_word(sentence: Sentence, place: int, lexicon: Lexicon, names: frozenset[str]) -> Report | None:
    forms = lexicon.find_forms(sentence.words[place])
    if not forms or _is_shut_in(sentence, place, forms):
        return None
    actor = sentence.actor_at(place)
    if actor and actor.kind in ("person", "name", "metonym") and not forms[0].joined:
        return None
    if sentence.words[place] in ("ورد", "وردت") and not (
        _names_speaker(sentence, place + 1) or sentence.is_that(place + 1)
    ):
        return None  # «as stands in the statement»
    purpose = sentence.words[place][:1] == "ل" and forms[0].shape == "present"
    if purpose and (place == 0 or sentence.words[place - 1] not in _AGAIN):
        return None  # «ليذكر»: in order to; «عاد ليذكر»: once more
    if sentence.words[place] == "مجددا" and sentence.is_that(place + 1):  # «once more», not «renewing»
        return None
    parsed = [
        _parse_form(sentence, place, form, lexicon, names)
        for form in forms
        if not (form.pronoun and form.shape == "past" and not _has_addressee(form.row))
        and not _is_first_person(sentence, place, form)
    ]
    told = [report for report in parsed if report]
    plain = "\u0651" not in sentence.text(place, place + 1)  # without its shadda «ذكّر بـ» is «ذكر … أن»
    if plain and any(report.rule in ("that", "marks", "colon") for report in told):
        told = [report for report in told if report.rule != "object" or report.row.id != "verb-remind"]
    return min(told, key=lambda report: report.first, default=None)


_AGAIN = frozenset("عاد عادت ليعود وعاد وعادت يعود تعود".split())


def _names_speaker(sentence: Sentence, place: int) -> bool:
    if place >= len(sentence):
        return False
    actor = sentence.actor_at(place)
    return (actor is not None and actor.kind != "place") or sentence.words[place] in lists.TITLES | lists.GROUPS


def _is_first_person(sentence: Sentence, place: int, form: Form) -> bool:
    """«أعتقد», «أعترض» with a hamza is I, not he: «اعتقد»."""
    printed = sentence.text(place, place + 1)
    if _names_speaker(sentence, place + 1):  # a hamza too many
        return False
    return form.shape == "past" and printed[form.joined : form.joined + 1] == "أ" and form.row.past.startswith("ا")


def _has_addressee(row: Row) -> bool:
    """Verbs whose object is a person: اتهمه، دعاها؛ not نشرته."""
    return row.stance in ("directive", "positive") and row.id != "verb-direct" or row.id in (
        "verb-describe", "verb-accuse", "verb-tell", "verb-let-know", "verb-warn", "verb-name", "verb-address",
        "verb-answer", "verb-ask", "verb-promise", "verb-consider", "verb-criticise", "verb-attack", "verb-threaten",
    )  # fmt: skip


def _is_shut_in(sentence: Sentence, place: int, forms: tuple[Form, ...]) -> bool:
    """Whether a cue stands inside quotation marks; a forgotten closing mark shows in «، وأضاف أن» or «، مؤكدا»."""
    mark = sentence.mark_over(place)
    if mark is None:
        return False
    if mark.end - mark.first == 1:  # «تآمر» by itself is a word that is talked about
        return True
    if place == mark.first:
        return forms[0].shape not in ("past", "present")
    comma = re.search("[،,.]", sentence.gap(place)) is not None
    past = forms[0].joined and forms[0].shape == "past" and forms[0].row.id in ("verb-add", "verb-clarify")
    return not (comma and (past or (forms[0].shape == "participle" and mark.quote.kind == "straight")))


def _parse_form(sentence: Sentence, place: int, form: Form, lexicon: Lexicon, names: frozenset[str]) -> Report | None:
    if form.shape == "noun":
        return parse_noun(sentence, place, form)
    finite = form.shape in ("past", "present")
    if finite and _is_impersonal(sentence, place, form):
        return None
    if finite and not _stands_as_verb(sentence, place, form, names):
        return None
    base = Report(
        form.row, form.shape, form.row.stance, place, place + 1, -1, -1, "",
        feminine=form.feminine, plural=form.plural, joined=form.joined, begins=find_clause(sentence, place),
    )  # fmt: skip
    if form.row.id == "verb-relay":
        base = find_source(sentence, base)
    report = find_content(sentence, base, form, lexicon, names)
    if report is None or _is_no_report(sentence, report, form):
        return None
    if finite and report.subject is None:
        report = find_subject(sentence, report, form, names)
    return None if _is_empty(sentence, report, form, names) else report


def _is_impersonal(sentence: Sentence, place: int, form: Form) -> bool:
    """«يذكر أن»، «يشار إلى أن»، «من المتوقع»: the paper speaks, nobody is quoted."""
    bare = sentence.words[place].lstrip("وف")
    following = sentence.words[place + 1 : place + 3]
    if bare in ("يذكر", "يشار", "يتوقع", "يعتقد", "يفترض", "يقال", "يعتبر", "يرجح", "ذكر", "يزعم"):
        direct = following[:1] and following[0] in lists.THAT
        via = following[:1] == ["الي"] and following[1:] and following[1] in lists.THAT
        if bare == "ذكر":
            return False
        return bool(direct or via) and (form.joined or place == 0 or breaks(sentence, place))
    return False


_WHICH = frozenset("وهو هو وهي الامر الشيء وهذا هذا وذلك".split())


def _is_no_report(sentence: Sentence, report: Report, form: Form) -> bool:
    """Uses in which the verb reports nothing: negated, in a relative clause on its own object, passive."""
    before = sentence.words[report.cue - 1] if report.cue else ""
    if before == "مما" or (before == "ما" and report.cue > 1 and sentence.words[report.cue - 2] in _WHICH):
        return True  # «وهو ما يؤكد أن»: a fact shows it, nobody says it
    if (
        form.pronoun
        and form.shape == "present"
        and report.cue
        and sentence.words[report.cue - 1] in ("ما", "بما", "مما")
    ):
        return True
    if form.pronoun and form.shape == "present" and not _has_addressee(form.row):
        return True
    negated = sentence.words[report.cue - 1] in ("لم", "ولم") if report.cue else False
    if negated and report.rule == "that" and form.row.stance == "neutral":
        return True  # «ولم يذكر أن»
    if report.rule != "object":
        return False
    if form.shape == "participle":
        bare = "obj" in form.row.takes and report.first == report.cue_end
        apart = "،" in sentence.gap(report.cue) or "(" in sentence.gap(report.cue)
        return not apart and (form.joined or bare or form.feminine)
    if before in ("لم", "لا", "لن", "ولم", "ولا", "ولن", "دون"):
        return True

    bare_object = "obj" in form.row.takes and report.first == report.cue_end
    called = form.row.id == "verb-consider" and not sentence.words[report.first].startswith("ال")
    if form.pronoun and bare_object and called and before not in RELATIVES:
        return False  # «تعتبره عملا …»
    return bool(before in RELATIVES and (bare_object or form.pronoun)) or bool(form.pronoun and bare_object)


_EVIDENCE = frozenset(
    "verb-show-feeling-2 verb-suggest verb-reveal verb-certify verb-record verb-conclude verb-show".split()
)


def _is_empty(sentence: Sentence, report: Report, form: Form, names: frozenset[str]) -> bool:
    """A noun at the head of a sentence («شكر خاص»), figures that «show», a guest who is welcomed, «نفت ذلك»."""
    if (
        report.rule == "object"
        and report.cue == 0
        and not form.joined
        and form.shape == "past"
        and report.subject is None
    ):
        return True
    if (
        report.row.id in _EVIDENCE
        and report.how == "after"
        and report.subject
        and not may_speak(sentence, report.subject[0], names)
    ):
        return True
    word = sentence.words[report.first]
    if word == "عدم" and sentence.words[report.first + 1 : report.first + 2] in (
        ["نشر"],
        ["ذكر"],
        ["الكشف"],
        ["كشف"],
        ["الافصاح"],
    ):
        return True  # a source that asks not to be named
    if report.row.id == "verb-come" and (sentence.words[report.cue_end] != "في" or report.first - report.cue > 9):
        return True
    before = sentence.words[report.cue - 1] if report.cue else ""
    if report.row.id == "verb-tell" and form.shape == "present" and report.rule == "object":
        return True  # «يبلغ …» amounts to
    thought = form.shape == "present" and form.row.stance == "hedging" and report.rule == "object"
    if thought and (report.how != "before" or sentence.words[0] in WAS):  # «كان يعتبر …»: by others
        return True
    loose = form.shape == "present" and report.how == "carried" and not form.joined and report.cue > 0
    aside = sentence.words[report.cue_end] if report.cue_end < len(sentence) else ""
    if (
        loose
        and report.rule == "object"
        and aside not in WHEREIN
        and before not in lists.LINKS | {"وهو", "وهي", "هو", "هي", "انه", "انها", "الذي", "التي"}
    ):
        return True
    if report.rule == "object" and report.row.id in ("verb-welcome", "verb-hail"):
        guest = sentence.actor_at(report.first)
        if (
            (guest and guest.kind in ("person", "office"))
            or word[1:] in lists.TITLES
            or word in ("به", "بها", "بهم", "بضيفه", "بنظيره")
        ):
            return True
    if report.row.id == "verb-describe" and report.rule == "object" and not sentence.mark_over(report.first):
        return True
    return word in ("ذلك", "بذلك", "هذا") and (report.first + 1 >= len(sentence) or breaks(sentence, report.first + 1))


_NOUNS = frozenset("رد وصف شكر رفض طلب نقل ذكر حث وعد كشف نفي سجل شرح قسم نصح امر نشر امل نقد لوم مدح".split())


def _stands_as_verb(sentence: Sentence, place: int, form: Form, names: frozenset[str]) -> bool:
    """Whether a form that might be a noun (رد، شكر، رفض) is a verb where it stands."""
    word = sentence.words[place]
    if form.joined or place == 0 or breaks(sentence, place):
        return True
    if sentence.words[0] in WAS and place < 10 and form.shape == "past" and not sentence.actor_at(place):
        return True
    before = sentence.words[place - 1]
    if word in _NOUNS and (sentence.is_that(place - 1) or before in lists.STOPS and before not in lists.BEFORE_VERB):
        return False
    if form.shape == "past" and ((word[0] == "ا" and len(word) > 3) or word[-1] in "اي" or form.pronoun):
        return True
    if before in lists.BEFORE_VERB or before in lists.THAT or before.startswith("ف") and before[1:] in lists.THAT:
        return True
    if form.shape == "present" or word.endswith(("ت", "وا")):
        return before not in ("في", "من", "الي", "عن", "علي")
    if sentence.actor_at(place - 1) or before in names or ":" in sentence.gap(place):
        return True
    following = sentence.actor_at(place + 1) if place + 1 < len(sentence) else None
    if (
        following
        and following.first == place + 1
        and {"that", "obj"} & set(form.row.takes)
        and following.kind != "place"
    ):
        return True
    after = sentence.words[place + 1 : place + 2]
    governs = any(after == [preposition] and name in form.row.takes for name, preposition in PREPOSITIONS.items())
    return sentence.is_that(place + 1) or word == "قال" or (governs and word not in _NOUNS)
