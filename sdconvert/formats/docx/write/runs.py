"""Runs of text and their looks (ECMA-376 Part 1, 17.3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.markup import write_run, write_text
from sdconvert.ledger import Kind
from sdconvert.model.inlines import NO_MARKS, Inline, LineBreak, Mark, Run
from sdconvert.writing.direction import has_right_to_left
from sdconvert.writing.inlines import InlineWriter, Rest, lone_text

SCRIPTS_CONFLICT = declare(
    "DOCX-W020",
    Severity.INFO,
    "{count} text(s) that are both subscript and superscript are superscript.",
    why="In Word text is one or the other.",
)

_MARKS = (
    (Mark.BOLD, "<w:b/><w:bCs/>"),
    (Mark.ITALIC, "<w:i/><w:iCs/>"),
    (Mark.SMALL_CAPITALS, "<w:smallCaps/>"),
    (Mark.STRIKE, "<w:strike/>"),
)
_TYPEWRITER = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Courier New"/>'
_AUTOMATIC_COLOR = '<w:color w:val="auto"/>'
"""Black or white, as Word finds it readable on what is behind."""
_ONE_LINE_BREAK = {Kind.LINE_BREAKS: 1}
_BOLD = frozenset({Mark.BOLD})
_SCRIPTS = frozenset({Mark.SUBSCRIPT, Mark.SUPERSCRIPT})


class StoryKind(Enum):
    """Where text stands, which decides what it can hold."""

    TEXT = "text"
    NOTE = "note"
    COMMENT = "comment"


class CellText(NamedTuple):
    """How all text of a table cell looks: its size, 0 for the usual one, the colour behind it as six digits, empty for
    none, and whether the styles of its paragraphs have a colour that cannot be read on that."""

    half_points: int = 0
    fill: str = ""
    is_unreadable: bool = False


USUAL_TEXT = CellText()


class RunWriter(InlineWriter):
    """Writes runs of one story to `out`. `cell_text` is the look of all text of a table cell."""

    __slots__ = ("_is_link", "_looks", "at", "cell_text", "context", "out", "story")

    def __init__(
        self,
        context: Context,
        story: StoryKind = StoryKind.TEXT,
        at: Location | None = None,
        cell_text: CellText = USUAL_TEXT,
    ) -> None:
        self.context = context
        self.story = story
        self.at = at
        self.cell_text = cell_text
        self.out: list[str] = []
        self._is_link = False
        self._looks: dict[tuple[frozenset[Mark], str, bool, bool], str] = {}

    def write(self, content: Sequence[Inline], at: Location | None) -> str:
        """The content as XML, booked."""
        self.at = at
        text = lone_text(content)
        if text is not None and not self.context.comments.waiting:
            self.context.characters += len(text)
            return self._run(text, NO_MARKS, "") if text else ""
        outer, self.out = self.out, []
        self.write_nodes(content)
        written, self.out = "".join(self.out), outer
        return written

    def write_linked(self, content: Sequence[Inline]) -> str:
        """The content of a link as XML, booked."""
        self._is_link = True
        written = self.write(content, self.at)
        self._is_link = False
        return written

    def write_run(self, run: Run) -> None:
        text = run.text
        if not text:
            return
        context = self.context
        context.characters += len(text)
        if context.comments.waiting and self.story is not StoryKind.COMMENT:
            look = self._look(run.marks, run.style, self._is_link, has_right_to_left(text))
            for starts, piece in context.comments.hear(text):
                self.out.append(starts + write_run(piece, look))
        else:
            self.out.append(self._run(text, run.marks, run.style))

    def _run(self, text: str, marks: frozenset[Mark], style: str) -> str:
        is_rtl = not text.isascii() and has_right_to_left(text)
        look = self._looks.get((marks, style, self._is_link, is_rtl))
        if look is None or len(marks) > 1:
            look = self._look(marks, style, self._is_link, is_rtl)
        return f"<w:r>{look}{write_text(text)}</w:r>"

    def write_line_break(self, node: LineBreak, rest: Rest) -> None:
        self.out.append(f"<w:r>{self._look(node.marks, '', False)}<w:br/></w:r>")
        self.context.report.keep(_ONE_LINE_BREAK)

    def write_plain(self, text: str) -> None:
        """Write text of no look of its own, which is neither booked nor heard."""
        self.out.append(write_run(text, self.plain_look))

    def hear(self, text: str) -> None:
        """Tell of text that is not cut at the beginning of a comment's words."""
        if self.context.comments.waiting and self.story is not StoryKind.COMMENT:
            self.out.extend([starts for starts, _ in self.context.comments.hear(text)])

    # ------------------------------------------------------------------------------------------------------- looks

    @property
    def plain_look(self) -> str:
        """The `w:rPr` of text of no look of its own."""
        return self._look(NO_MARKS, "", False)

    def caption_look(self, content: tuple[Inline, ...]) -> str:
        """The look of a caption's word and number, by which they can be told from the text that follows."""
        first = next((node for node in content if isinstance(node, Run) and node.text), None)
        return self.plain_look if first is not None and first.marks == _BOLD else self._look(_BOLD, "", False)

    def _look(self, marks: frozenset[Mark], style: str, is_link: bool, is_rtl: bool = False) -> str:
        key = (marks, style, is_link, is_rtl)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._new_look(marks, style, is_link, is_rtl)
        if marks and marks >= _SCRIPTS:
            self.context.report.tally(SCRIPTS_CONFLICT, None, self.at)
        return look

    def _new_look(self, marks: frozenset[Mark], style: str, is_link: bool, is_rtl: bool) -> str:
        """The `w:rPr` of a run. A run has one character style: the author's own, that of links, or that of code.

        Source: ECMA-376 Part 1, 17.3.2.28, 17.3.2.30 (rtl).
        """
        styles = self.context.styles
        is_code = Mark.CODE in marks
        if style:
            style_id = styles.character(style)
        elif is_link:
            style_id = styles.built_in("character", "Hyperlink")
        else:
            style_id = styles.built_in("character", "HTML Code") if is_code else ""
        size = self.cell_text.half_points
        script = "superscript" if Mark.SUPERSCRIPT in marks else "subscript" if Mark.SUBSCRIPT in marks else ""
        pieces = [
            f'<w:rStyle w:val="{style_id}"/>' if style_id else "",
            _TYPEWRITER if is_code and (style or is_link) else "",
            *[element for mark, element in _MARKS if mark in marks],
            "" if self._is_readable(style_id) else _AUTOMATIC_COLOR,
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
            '<w:u w:val="single"/>' if Mark.UNDERLINE in marks else "",
            f'<w:vertAlign w:val="{script}"/>' if script else "",
            "<w:rtl/>" if is_rtl else "",
        ]
        properties = "".join(pieces)
        return f"<w:rPr>{properties}</w:rPr>" if properties else ""

    def _is_readable(self, style_id: str) -> bool:
        """Whether text of a character style, or of none, can be read on the colour of its cell."""
        fill, styles = self.cell_text.fill, self.context.styles
        if not fill:
            return True
        if not style_id:
            return not self.cell_text.is_unreadable
        if not styles.is_readable("character", style_id, fill):
            return False
        return styles.has_color(style_id) or not self.cell_text.is_unreadable
