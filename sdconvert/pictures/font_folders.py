"""Where the fonts of a machine are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sdconvert.home import home_folder

FONT_ENDINGS = frozenset({".ttf", ".ttc", ".otf"})


def font_folders() -> list[Path]:
    """The folders that there are, those of the machine before those of the user."""
    home = home_folder()
    if sys.platform == "win32":
        folders = [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    elif sys.platform == "darwin":
        folders = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), *_below(home, "Library/Fonts")]
    else:
        shared = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
        folders = [*shared, *_below(home, ".local/share/fonts", ".fonts")]
    return [folder for folder in folders if folder.is_dir()]


def _below(home: Path | None, *names: str) -> list[Path]:
    return [] if home is None else [home / name for name in names]
