"""Where a report ends, which of two reports within one another counts, and what is joined."""

from __future__ import annotations

from dataclasses import replace

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.report import PRONOUN, WHEREIN, Report, breaks
from helpers.framing.quotations.sentence import Sentence


def drop_nested(sentence: Sentence, reports: list[Report]) -> list[Report]:
    """Of a report within a report keep the inner one if it is all that the outer says; else the outer one."""
    kept: list[Report] = []
    for report in reports:
        last = next((at for at in range(len(kept) - 1, -1, -1) if kept[at].rule not in ("source", "as")), None)
        if last is None or report.rule in ("source", "as") or report.first < 0:
            kept.append(report)
            continue
        outer = kept[last]
        if report.rule == "noun" and report.cue == outer.first and report.row.id != "verb-accuse":
            continue  # «أكد تمسكه بـ»: the object of the first
        if report.row.id == "verb-accuse" and report.rule == "noun" and report.cue - outer.first <= 1:
            kept[last] = report  # «رفضت اتهام … لها بـ»: what is rejected is the accusation
            continue
        if report.rule == "called" and report.cue - outer.first <= 2:  # the more marked stance counts
            kept[last] = replace(report, subject=outer.subject, how=outer.how, begins=outer.begins)
            continue
        if report.first == outer.first:
            carried = report.how == "carried" and (outer.subject is None or outer.subject[0] < report.cue)
            kept[last] = replace(report, subject=outer.subject, how=outer.how) if carried else report
            continue
        if report.cue < outer.first:  # the outer verb reached past this cue
            if report.shape == "noun" or report.how == "relay":
                kept[last] = report
            elif report.shape in ("past", "present") and report.first == report.cue_end + 1 and report.rule == "that":
                subject = report.subject if report.how == "before" and report.subject else outer.subject
                kept[last] = replace(report, subject=subject, how=outer.how, begins=outer.begins)
            continue
        if _cuts(sentence, outer, report):
            kept.append(report)
            continue
        begins = report.subject[0] if report.how == "before" and report.subject else report.cue
        innermost = report.rule in ("that", "marks", "noun", "colon") and report.shape in ("past", "noun")
        if _is_joint_feeling(sentence, outer, report):
            kept[last] = replace(report, subject=(outer.first, report.cue), how="joint", begins=outer.begins)
            continue
        innermost = innermost or (report.shape == "past" and report.how == "before" and _relays(sentence, outer))
        if innermost and begins <= outer.first + 1 and outer.rule == "that" and not sentence.mark_over(outer.first):
            kept[last] = replace(report, subject=report.subject or (outer.subject if report.how == "carried" else None),
                               how=report.how if report.subject else outer.how, begins=outer.begins)  # fmt: skip
        elif (
            innermost and outer.rule == "that" and report.cue - outer.first <= 14 and report.how in ("before", "relay")
        ):
            kept[last] = replace(report, begins=outer.begins)
        elif report.rule == "called" or _closed_before(sentence, outer, report):
            kept.append(report)
    return kept


def _is_joint_feeling(sentence: Sentence, outer: Report, report: Report) -> bool:
    """«أعلنت الوزارة أن الوزراء فلان وفلان أعربوا عن قلقهم»: the ministers, not the ministry."""
    if outer.rule != "that" or report.row.id not in (
        "verb-express",
        "verb-express-2",
        "phrase-not-hide-3",
        "phrase-not-hide",
    ):
        return False
    if sentence.mark_over(report.cue) is not None:
        return False
    before = sentence.words[report.cue - 1].removeprefix("و")
    near = before not in lists.THAT and report.cue - outer.first <= 40
    return near and (
        report.how == "before" or (report.subject is None and report.plural) or "notional" in report.row.takes
    )


def _relays(sentence: Sentence, report: Report) -> bool:
    """Whether an agency or a paper speaks, which passes on what others said."""
    return report.subject is not None and sentence.words[report.subject[0]] in lists.MEDIA


def _closed_before(sentence: Sentence, outer: Report, report: Report) -> bool:
    """Whether the outer report, in marks, is over before this one begins."""
    mark = sentence.mark_at(outer.first)
    return mark is not None and mark.end <= report.cue


def _cuts(sentence: Sentence, outer: Report, report: Report) -> bool:
    """Whether a cue ends the report before it: مضيفا، وأكد، كما دعا، فيما قالت …"""
    if report.shape == "participle" or (report.rule == "noun" and report.begins < report.cue):
        return True  # «، مؤكدا …», «، مع ترحيبه بـ»
    apart = report.how == "carried" and "،" in sentence.gap(report.cue)
    if report.shape == "past" and apart and sentence.words[report.cue_end] in WHEREIN:
        return True  # «عقد لقاءات، أكد خلالها أن»
    if report.shape not in ("past", "present"):
        return report.how == "relay"
    if report.begins < report.cue and sentence.words[report.begins] in lists.LINKS | {"في"}:
        return report.shape == "past" or breaks(sentence, report.begins)
    if report.how == "before" and sentence.words[report.begins - 1] in lists.LINKS and report.begins > outer.first:
        return True  # «… لكن روسيا تقول إن»
    if report.shape == outer.shape == "present" and report.joined and report.how == "carried":
        return True  # «تدعو إلى … وتقول إن»
    joined = report.joined
    if report.shape == "past" and (joined or ".." in sentence.gap(report.begins)):
        return True
    return report.shape == "present" and joined and breaks(sentence, report.begins)


def join_denials(sentence: Sentence, reports: list[Report]) -> list[Report]:
    """«نفت …، وقالت إن»: one quotation, the explanation, and it denies."""
    done: list[Report] = []
    for report in reports:
        before = done[-1] if done else None
        same = before is not None and report.first >= 0 and report.subject is None and report.row.stance == "neutral"
        if (
            same
            and before is not None
            and before.stance == "denying"
            and before.first >= 0
            and report.begins == report.cue
            and report.shape != "participle"
        ):
            done[-1] = replace(report, cue=before.cue, cue_end=before.cue_end, joined=before.joined, stance="denying",
                               subject=before.subject, how=before.how, begins=before.begins)  # fmt: skip
        else:
            done.append(report)
    return done


_TAIL_LENGTH = 6  # words after «، بحسب فلان» with which a sentence still ends


def set_ends(sentence: Sentence, reports: list[Report]) -> list[Report]:
    done = []
    for number, report in enumerate(reports):
        if report.first < 0 or report.end >= 0:
            done.append(report)
            continue
        end = len(sentence)
        for later in reports[number + 1 :]:
            if later.rule == "source" and len(sentence) - later.cue_end > _TAIL_LENGTH:
                continue  # «… وفقا لخارطة الطريق في …»: the report goes on
            if later.begins > report.first or later.cue > report.first:
                end = min(end, max(later.begins, report.first))
                break
        end = _trim(sentence, report.first, end)
        end = _trim_adverbs(sentence, report, end)
        if end > report.first:
            done.append(replace(report, end=end))
    return done


_TAIL = frozenset("وذلك جاء وجاء فيما بينما".split())


_TAIL_OF = frozenset("خلال لدي اثناء عقب في بعد قبل علي وسط اثر غداة ردا بالتزامن".split())


def _trim(sentence: Sentence, first: int, end: int) -> int:
    """Leave out «، وذلك خلال …», and a conjunction left over at the end."""
    for place in range(first + 2, end):
        word = sentence.words[place]
        circumstance = word == "وذلك" and bool(_TAIL_OF.intersection(sentence.words[place + 1 : place + 2]))
        aside = word in _TAIL and word != "وذلك" and breaks(sentence, place)
        aside = aside or (word == "ردا" and "،" in sentence.gap(place))
        if (circumstance or aside) and not sentence.mark_over(place):
            end = place
            break
    while end > first and sentence.words[end - 1] in ("و", "كما", "حيث", "فيما", "بينما", "في", "لكن", "ولكن"):
        end -= 1
    return end


_OCCASIONS = frozenset(
    "لقاء لقائه لقائها لقائهما اجتماع اجتماعه اجتماعها اجتماعهما محادثات مباحثات اتصال حديث مقابلة جلسة كلمة كلمته خطاب"
    " خطابه بيان تصريح تصريحات زيارة زيارته زيارتها استقباله استقبالها حوار لقاءات رسالة".split()
)


def _is_when(sentence: Sentence, place: int) -> bool:
    """«خلال لقائه»، «، في محادثات أجرياها»: on what occasion it was said."""
    word, comma = sentence.words[place], "،" in sentence.gap(place)
    following = "".join(sentence.words[place + 1 : place + 2])
    if word in ("عقب", "اثناء", "غداة", "بعد"):
        return True
    occasion = following in _OCCASIONS or following.removeprefix("ال") in _OCCASIONS or following == "مؤتمر"
    if word == "خلال":
        return occasion or (bool(PRONOUN.search(following)) and following != "هذه")
    return comma and word == "في" and occasion


_NEW_CLAUSE = frozenset("لكن ولكن اذ حيث ثم كما خصوصا خاصة لاسيما علما وهو وهي".split())


def _goes_on(sentence: Sentence, place: int) -> bool:
    """«دعت إلى … وقدمت نفسها»: a second verb of the paper's own, told by its ending."""
    word, lemma = sentence.words[place], sentence.lemmas[place]
    return word in ("وكان", "وكانت") or (word.startswith("و") and len(lemma) > 2 and word[1:] == lemma + "ت")


def _trim_adverbs(sentence: Sentence, report: Report, end: int) -> int:
    """Leave out when and where it was said: «خلال لقائهما» after a noun, «، بعد أن …» after anything."""
    for place in range(report.first + 1, end):
        word = sentence.words[place]
        if sentence.mark_over(place) or any(place < mark.first < end for mark in sentence.marked):
            continue
        if report.rule == "object" and place > report.first + 1 and _is_when(sentence, place):
            return place
        if report.rule == "object" and place > report.first + 1 and _goes_on(sentence, place):
            return place
        if word == "لدي" and sentence.words[place + 1 : place + 2] and PRONOUN.search(sentence.words[place + 1]):
            return place
        if report.rule == "object" and word in _NEW_CLAUSE and "،" in sentence.gap(place):
            return place
        if ".." in sentence.gap(place) and sentence.number == 0:
            return place
        if word in ("عقب", "لدي", "غداة") and "،" in sentence.gap(place):
            return place
    return end
