"""What a caller can choose about the writing of HTML."""

from __future__ import annotations

from dataclasses import dataclass

from sdconvert.choices import Labels


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """The choices. `single_file`: one self-contained page with the pictures in it, instead of a zip. `labels`: the
    numbers that the editor computes are shown, or in their place the labels of the source where it had any."""

    single_file: bool = False
    labels: Labels = Labels.AUTO
