"""What a caller can choose about the writing of HTML."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Labels(StrEnum):
    """Which numbers are shown: those that the editor computes, or the labels of the source where it had any."""

    EDITOR = "editor"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """The choices. `single_file`: one self-contained page with the pictures in it, instead of a zip."""

    single_file: bool = False
    labels: Labels = Labels.EDITOR
