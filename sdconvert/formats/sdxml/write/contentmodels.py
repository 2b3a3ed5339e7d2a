"""What can stand directly in which element: the table of the grammar as far as content can be kept or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sdconvert.frozen import dataclass
from sdconvert.xmlio import escape_text


@dataclass(frozen=True, slots=True)
class ContentModel:
    """An element that holds text, with the name that a person gives it. `escape` makes of a text what is written."""

    name: str
    has_looks: bool = True
    has_styles: bool = True
    has_line_breaks: bool = False
    has_notes: bool = True
    has_pictures: bool = True
    has_references: bool = True
    has_index_marks: bool = True
    has_sidenotes: bool = True
    escape: Callable[[str], str] = escape_text


BLOCK = ContentModel("a paragraph")
CELL = ContentModel("a paragraph of a table cell", has_index_marks=False, has_sidenotes=False)
FOOTNOTE = ContentModel(
    "a footnote",
    has_styles=False,
    has_line_breaks=True,
    has_notes=False,
    has_pictures=False,
    has_references=False,
    has_index_marks=False,
    has_sidenotes=False,
)
PICTURE_CAPTION = replace(FOOTNOTE, name="the caption of a picture within text")
SIDENOTE = ContentModel(
    "a sidenote",
    has_styles=False,
    has_line_breaks=True,
    has_notes=False,
    has_pictures=False,
    has_index_marks=False,
    has_sidenotes=False,
)
CAPTION = ContentModel(
    "a caption",
    has_looks=False,
    has_styles=False,
    has_notes=False,
    has_pictures=False,
    has_references=False,
    has_index_marks=False,
    has_sidenotes=False,
    escape=str,
)
