"""Which agencies and broadcasters speak for a state, and which only relay."""

from __future__ import annotations

from itertools import pairwise

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.naming import bare

_HAVE_AGENCIES = frozenset(
    "CHN PRK KOR RUS BLR IRN SYR YEM TUR EGY SAU ARE QAT KWT BHR OMN JOR IRQ PSE LBN LBY TUN DZA MAR SDN CUB"
    " VEN".split()
)  # whose national agency and broadcasting belong to the state; elsewhere they are private or at arm's length


_BROADCASTS = frozenset("البث الاذاعة الاذاعات التلفزيون".split())


def is_press(words: list[str]) -> bool:
    """Whether a phrase names a paper, an agency or a broadcaster: «هيئة البث», but not «هيئة الأركان»."""
    if lists.find_head(words[0]) == "هيئة":
        return not _BROADCASTS.isdisjoint(words[1:2])
    return words[0] in lists.MEDIA or words[0] in lists.STATE_AGENCIES


_SEMI_OFFICIAL = frozenset("فارس مهر تسنيم اسنا ايسنا".split())  # run by bodies of the Iranian state


def find_owner(words: list[str], actor: str, home: str) -> str:
    """The state that an agency or a broadcaster speaks for; "" for private ones and papers, which only relay."""
    near = words[:8]
    if not lists.PRIVATE_AGENCIES.isdisjoint(near):
        return ""
    if not _SEMI_OFFICIAL.isdisjoint(near):
        return "IRN"
    owners = [lists.STATE_AGENCIES[word] for word in near if word in lists.STATE_AGENCIES]
    if owners:
        return owners[0]
    if not lists.OFFICIAL.isdisjoint(near):
        return actor or home  # «وكالة الأنباء الرسمية»
    if actor in ("CHN", "PRK") or ("روسيا", "اليوم") in pairwise(near):
        return actor
    national = bare(lists.drop_and(words[0])) in ("وكالة", "اذاعة", "تلفزيون", "تليفزيون")
    public = bare(words[0]) == "اذاعة" or lists.find_head(words[0]) == "هيئة" and words[1:2] == ["البث"]
    return actor if public or (national and actor in _HAVE_AGENCIES) else ""
