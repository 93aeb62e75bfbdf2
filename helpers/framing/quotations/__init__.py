"""Quotations: what is reported, by whom, with which cue, and how the cue takes a stance.

quotations = find_quotations(tokens, documents)        # one row a quotation and sentence
share_voice(quotations, by=documents["outlet"])        # who is heard, how much, directly or not

The rules, each in its file: cues.py (the list and its forms), reports.py (where a cue reports), contents.py and
objects.py (what it reports), phrases.py (nouns and set phrases), subjects.py, spans.py and gender.py (where the speaker
is named), ends.py (where a report ends), speakers.py, naming.py, parties.py, media.py, carried.py and memory.py (who
that is), rows.py (direct or indirect), voice.py (the measure).
"""

from helpers.framing.quotations.finding import QUOTATIONS, find_quotations
from helpers.framing.quotations.voice import share_voice

__all__ = ["QUOTATIONS", "find_quotations", "share_voice"]
