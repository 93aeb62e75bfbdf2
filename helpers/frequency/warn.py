"""The warning that there is too little text for a measure."""

from __future__ import annotations

import warnings


class TooSmall(UserWarning):
    """There is too little text for this measure; the message says how much is needed."""


def warn_too_small(message: str) -> None:
    """Warn at the line that called the measure."""
    warnings.warn(message, TooSmall, stacklevel=3)
