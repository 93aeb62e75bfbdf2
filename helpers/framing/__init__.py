"""Diplomatic framing: who speaks, with which verbs, in which frames, and who does what to whom.

actors = find_actors(tokens, documents)      # who is named, and for which party
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from helpers.framing.actors import ACTORS, find_actors

_ROOMS = {
    "find_quotations": "quotations",
    "share_voice": "quotations",
    "find_frames": "frames",
    "find_events": "events",
}
_ROOMS |= {"find_frame_cues": "frames", "share_frames": "shares", "cross_frames": "shares"}
_ROOMS |= {"count_dyads": "dyads", "list_months": "dyads"}
_ROOMS |= {"name_actors": "names"}
__all__ = ["ACTORS", "find_actors", *_ROOMS]


def __getattr__(name: str) -> Any:
    """The functions of the other rooms, each opened on first use: a list is read only by who needs it."""
    if name not in _ROOMS:
        raise AttributeError(f"helpers.framing has no '{name}'; it has {', '.join(__all__)}")
    return getattr(import_module(f"helpers.framing.{_ROOMS[name]}"), name)
