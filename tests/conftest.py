"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_data(name: str) -> Path:
    """Folder `name` of real data that cannot be handed out; the test is skipped where it is absent.

    It is looked for in ``$ARABIC_MEDIA_DATA``, else beside the checkout in ``../shared/data``.
    """
    folder = Path(os.environ.get("ARABIC_MEDIA_DATA", ROOT.parent / "shared" / "data")) / name
    if not folder.exists():
        pytest.skip(f"real data '{name}' is not on this machine (set ARABIC_MEDIA_DATA to its folder)")
    return folder


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of five scraped pages on Chinese-North Korean diplomacy."""
    return shared_data("seeds")
