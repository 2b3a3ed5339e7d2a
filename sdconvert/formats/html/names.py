"""The words of our own HTML: elements, classes and attributes that reading and writing share.

What the model holds and HTML has no place for stands in `data-…` attributes. Ids that begin with `sd-` are made by the
writer and name nothing in the model.
"""

from __future__ import annotations

import re

from sdconvert.model.blocks import Alignment
from sdconvert.model.inlines import Mark

MAIN_PART = "index.html"
IMAGE_FOLDER = "images/"
GENERATOR = "sdconvert"

OWN = "data-sdconvert"
"""On `html`: the page is of our own making, of this version of its vocabulary."""
OWN_VERSION = "1"

ID_PREFIX = "sd-"
DATA_ID = "data-id"
DATA_STYLE = "data-style"
DATA_LEVEL = "data-level"
DATA_RESTARTS = "data-restarts"
DATA_LIST = "data-list"
DATA_KIND = "data-kind"
DATA_ASSET = "data-asset"
DATA_TARGET = "data-target"
DATA_SHOWS = "data-shows"
DATA_ENTRY = "data-entry"
DATA_LATEX = "data-latex"
DATA_TEXT = "data-text"
DATA_HREF = "data-href"
DATA_OWN_STYLES = "data-own-styles"
DATA_UNTITLED = "data-untitled"
DATA_COLUMNS = "data-columns"
DATA_COL_SPAN = "data-col-span"
DATA_DATE = "data-date"
DATA_WORDS = "data-words"
DATA_DESCRIPTION = "data-description"
DATA_SORTING_KEY = "data-sorting-key"

NUMBERED = "numbered"
NUMBER = "number"
BARE = "bare"
SMALL_CAPITALS = "sc"
REFERENCE = "reference"
INDEX_MARK = "index-mark"
MATH = "math"
DISPLAY = "display"
NOTE_REFERENCE = "note-ref"
SIDENOTE_REFERENCE = "sidenote-ref"
COMMENT_REFERENCE = "comment-ref"
BACK = "back"
FOOTNOTES = "footnotes"
ENDNOTES = "endnotes"
SIDENOTE = "sidenote"
COMMENT = "comment"
COMMENTS = "comments"
DIRECTORY = "directory"
INDEX = "index"
PAGE_BREAK = "page-break"
HEADER = "header"
PICTURE = "picture"
CAPTION = "caption"
TITLE = "title"
SUBTITLE = "subtitle"

MAX_LEVEL = 5
MAX_INDENT = 15
MAX_LIST_LEVEL = 31

MARK_TAGS = {
    Mark.BOLD: ("<strong>", "</strong>"),
    Mark.ITALIC: ("<em>", "</em>"),
    Mark.UNDERLINE: ("<u>", "</u>"),
    Mark.STRIKE: ("<s>", "</s>"),
    Mark.SMALL_CAPITALS: (f'<span class="{SMALL_CAPITALS}">', "</span>"),
    Mark.CODE: ("<code>", "</code>"),
    Mark.SUBSCRIPT: ("<sub>", "</sub>"),
    Mark.SUPERSCRIPT: ("<sup>", "</sup>"),
}
"""Start and end tag of each mark, in the order in which they hold each other, outside in."""

ALIGNMENT_CLASSES = {
    Alignment.LEFT: "",
    Alignment.CENTER: "center",
    Alignment.RIGHT: "right",
    Alignment.JUSTIFY: "justify",
}
LEFT_ALIGNED = "left"
"""The class of text that is read from the right and stands on the left."""

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
HTML_ID = re.compile(r"(?!sd-)[A-Za-z0-9_][A-Za-z0-9_.:-]*")
"""The ids of the model that can be ids of elements as they are."""
