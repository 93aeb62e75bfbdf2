"""A city or country that is only a place: «وصل إلى بكين», «اجتماع في تركيا», the place line of a report."""

from __future__ import annotations

from helpers.framing.gazetteer import Gazetteer, fold, list_readings
from helpers.framing.mentions import Mention, Text

_PAPERS = frozenset(map(fold, "صحيفة جريدة مجلة قناة موقع إذاعة راديو شبكة".split()))
_DECLARED = frozenset(map(fold, ("إعلان", "بيان")))
_CONTENT = frozenset(map(fold, ("أن", "عن", "أنها", "أنه", "تأييدها", "دعمها", "رفضها", "استعدادها")))
REACH = 4  # words back in which a verb or noun of motion or meeting governs «إلى», «في», «من»


def is_mere_place(text: Text, gazetteer: Gazetteer, mention: Mention, told: list[Mention]) -> bool:
    """Whether a metonym or name stands for the place alone; `told` are the mentions before it, already decided."""
    if mention.kind == "demonym":  # العاصمة القطرية
        before = list_readings(text.word(mention.first - 1, beside=mention.first))
        return any(rest in gazetteer.words["city"] for _, rest in before)
    if mention.kind not in ("metonym", "name"):
        return False
    if mention.kind == "metonym" and _is_dateline(text, mention):
        return True
    previous = told[-1] if told and told[-1].last == mention.first - 1 else None
    if mention.before == "و" and previous and previous.kind in ("metonym", "name"):
        return not previous.is_party
    if previous and previous.kind == "demonym" and not previous.is_party:
        return True  # العاصمة القطرية الدوحة
    if mention.entry.guard == "place" or _names_paper(text, mention):
        return True
    return _stands_in_place(text, gazetteer, mention)


def _is_dateline(text: Text, mention: Mention) -> bool:
    """A capital at the head of a paragraph, set off by a dash, a bracket or a stroke."""
    first, last = mention.first, mention.last
    before = text.parts[text.sentences[first] > 0][: text.starts[first]].rstrip(" \u00a0\u200f")
    after = text.parts[text.sentences[last] > 0][text.ends[last] :][:12].lstrip(" \u00a0")
    if text.sentences[first] == 0 or (before and not before.endswith("\n")):
        return False
    return after[:1] in tuple("-–—(/_ـ")


def _names_paper(text: Text, mention: Mention) -> bool:
    """«موقع "واشنطن …"», «صحيفة الرياض»: a capital in the name of a paper."""
    before = text.word(mention.first - 1, beside=mention.first)
    if mention.kind != "metonym" or mention.before:
        return False
    return any(rest in _PAPERS for _, rest in list_readings(before))


def _stands_in_place(text: Text, gazetteer: Gazetteer, mention: Mention) -> bool:
    words = gazetteer.words
    before = [text.word(mention.first - step, beside=mention.first) for step in range(1, 2 + REACH)]
    bare = [{rest for _, rest in list_readings(word)} if word else set() for word in before]
    near = set().union(*bare)
    if bare[0] & _DECLARED and text.word(mention.last + 1, beside=mention.last) in _CONTENT:
        return False  # «إعلان واشنطن أن», but «إعلان الدوحة»
    if mention.before.endswith("ب"):  # «اجتماع ببكين», but «علاقات تربطها ببكين»
        return mention.kind == "metonym" and not near & words["tie"]
    if bare[0] & words["motion"] or (mention.before.endswith("ل") and (bare[0] | bare[1]) & words["motion"]):
        return True
    if mention.kind == "metonym" and bare[0] & words["venue"]:  # قمة الدوحة, but «محادثات موسكو وبيونغ يانغ»
        following = gazetteer.spellings.get((text.word(mention.last + 1, beside=mention.last)[1:],), [])
        return not any(entry.kind == "metonym" for entry in following)
    if mention.kind == "metonym" and bare[1] & words["city"]:  # العاصمة الإثيوبية أديس أبابا
        return True
    if not bare[0] & words["place"] or near & words["visit"]:
        return False
    if mention.kind == "metonym":
        return not bare[1] & words["matter"]
    return bool(near & (words["motion"] | words["venue"])) and not (bare[1] | bare[2]) & words["matter"]
