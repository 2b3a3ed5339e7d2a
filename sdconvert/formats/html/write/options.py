"""What a caller can choose about the writing of HTML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """The choices. `single_file`: one self-contained page with the pictures in it, instead of a zip."""

    single_file: bool = False
