"""What a result was made with: the last cell of every notebook, and the foot of the report."""

from __future__ import annotations

import hashlib
import platform
from importlib import metadata

import pandas as pd

from helpers import __version__
from helpers.lexicons import FOLDER

PACKAGES = ("pandas", "matplotlib", "trafilatura", "dateparser", "hijridate", "rensa", "farahidi")


def list_versions() -> pd.DataFrame:
    """Return a row for Python, this package, the libraries that shape results, and each word list.

    Returns
    -------
    DataFrame
        `what` and `version`. The version of a word list is the beginning of the SHA-256 of its
        file (line ends as on Linux): it changes with the first letter changed in it.

    Examples
    --------
    >>> list_versions()["what"].iloc[0]
    'arabic-media-notebooks'
    """
    rows = [("arabic-media-notebooks", __version__), ("Python", platform.python_version())]
    rows += [(package, metadata.version(package)) for package in PACKAGES]
    for path in sorted(FOLDER.glob("*.csv")):
        content = path.read_bytes().replace(b"\r\n", b"\n")  # git may check out either
        rows.append((f"lexicons/{path.name}", hashlib.sha256(content).hexdigest()[:12]))
    return pd.DataFrame(rows, columns=["what", "version"])
