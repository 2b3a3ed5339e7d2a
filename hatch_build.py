"""The wheel's build: fetches the libraries of others that the page of `sdconvert review` can use, if npm is there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_VENDOR = Path("sdconvert", "review", "vendor")


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs before the files of a wheel are collected. A wheel without the libraries works, too: the page says so."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is not there yet; an editable installation fetches nothing."""
        if version == "editable" or Path(self.root, _VENDOR).exists():
            return
        if shutil.which("make") is None or shutil.which("npm") is None:
            self.app.display_warning("Without make and npm the wheel has no docx-preview.")
            return
        done = subprocess.run(["make", "review-assets"], cwd=self.root, check=False)  # noqa: S607
        if done.returncode:
            self.app.display_warning("docx-preview could not be fetched; the wheel is built without it.")
