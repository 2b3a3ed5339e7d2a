"""One document with everything that the model can say and Word too."""

from strategies import png

from sdconvert.model.blocks import Alignment, Directory, DirectoryKind, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Document, IndexEntry, Metadata
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    IndexMark,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
)
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment

_ALL = Borders(True, True, True, True)


def _text(text, *marks, style=""):
    return Run(text, frozenset(marks), style)


def _cell(text, *marks, **fields):
    return Cell((Paragraph((_text(text, *marks),)),), borders=_ALL, **fields)


EVERYTHING = Document(
    (
        Heading((_text("Frame contract"),), 0, style="Title"),
        Paragraph((_text("of 1 March"),), style="Subtitle"),
        *map(Directory, (DirectoryKind.CONTENT, DirectoryKind.IMAGES, DirectoryKind.TABLES)),
        PageBreak(),
        Heading((_text("Subject"),), 0, True),
        Paragraph((_text("Text"), Note(((_text("note "), _text("bold", Mark.BOLD)), (_text("second"),))))),
        Heading((_text("Details"),), 1, True, id="details"),
        Paragraph((_text("See "), CrossReference("details", True, False), CrossReference("details"))),
        Paragraph((_text("Figures "), CrossReference("figure", True, False), CrossReference("figure", True, True))),
        Paragraph((_text("counts with headings"),), number_level=1),
        Heading((_text("Restarted"),), 0, True, True),
        Heading((_text("Plain"),), 1),
        *(ListItem((_text("item"),), True, level, "numbers") for level in (0, 1, 0)),
        *(ListItem((_text("item"),), False, level, "bullets") for level in (0, 1, 2)),
        Paragraph(
            (
                *(_text(f"{mark} ", mark) for mark in Mark),
                _text("own", style="Own letters"),
                _text("\ttab"),
                LineBreak(),
                Link("https://example.org/a?b=1&c=2", (_text("link"),)),
                Link("not an address", (_text("link"),)),
                IndexMark("sub"),
                Comment("Ada", "2024-05-01T10:00:00Z", ("Is it?", "So."), "linklink", (Comment("Bob", "", ("Yes.",)),)),
                Note(((_text("at the end"),),), True),
                _text(" and "),
                InlinePicture("one.png", "a pixel", 12.0, 12.0),
            )
        ),
        Paragraph((_text("indented"),), 3, Alignment.JUSTIFY, style="Own paragraph"),
        Picture("one.png", 33.33, Alignment.CENTER, 0, (_text("A pixel"),), True, "grey", id="figure"),
        Table(
            (
                Row(
                    (_cell("a", Mark.BOLD, is_header=True), _cell("b", is_header=True), _cell("c", is_header=True)),
                    20.0,
                ),
                Row((_cell("wide", col_span=2, background="#e7e6e6"), _cell("high", row_span=2, font_size=8.0))),
                Row((_cell("d", vertical_alignment=VerticalAlignment.MIDDLE), _cell("e", alignment=Alignment.RIGHT))),
            ),
            (20.0, 30.0, 50.0),
            80.0,
            Alignment.CENTER,
            border_color="#1f3864",
            caption=(_text("Values"),),
            is_numbered=True,
            style="Table Grid",
        ),
        Table((Row((Cell((Table((Row((_cell("inner"),)),), (100.0,), 40.0),)),)),), (100.0,)),
        PageBreak(),
        Directory(DirectoryKind.INDEXES),
    ),
    Metadata("Frame contract", "Deliveries", "What is meant", "Confidential", "Ada", "en-GB", tags=("one", "two")),
    {"one.png": png(1)},
    (IndexEntry("top", "contract", (IndexEntry("sub", "frame"),)),),
    frozenset({"Own paragraph"}),
)
