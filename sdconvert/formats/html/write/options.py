"""What a caller can choose about the writing of HTML."""

from __future__ import annotations

from sdconvert.choices import Renderer
from sdconvert.frozen import dataclass


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """The choices. `single_file`: one self-contained page with the pictures in it, instead of a zip. `renderer`: who
    draws WMF and EMF pictures."""

    single_file: bool = False
    renderer: Renderer = Renderer.AUTO
