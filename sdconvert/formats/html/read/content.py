"""The content of one block while it is read: text with white space as HTML has it, and objects."""

from __future__ import annotations

from dataclasses import field
from itertools import groupby

from sdconvert.findings import Report
from sdconvert.formats.html.read.inherited import OpenLink, TextFormat
from sdconvert.frozen import dataclass
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.inlines import Inline, LineBreak, Link, Mark, Run
from sdconvert.patterns import compile_late

_SPACE = compile_late("[ \t\n\r\f]+")


@dataclass(slots=True)
class _Text:
    """Text of one format as it was met, piece by piece."""

    parts: list[str]
    marks: frozenset[Mark]
    style: str
    link: OpenLink | None

    @property
    def node(self) -> Inline:
        return Run("".join(self.parts), self.marks, self.style)


@dataclass(slots=True)
class _Object:
    node: Inline
    link: OpenLink | None


@dataclass(slots=True)
class Content:
    """Collects pieces and books what it takes. `ends_with_space`: further white space would not be seen."""

    report: Report
    ends_with_space: bool = True
    _pieces: list[_Text | _Object] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self._pieces

    def add_text(self, text: str, text_format: TextFormat) -> None:
        """Text of the page; white space runs become one space, at the ends of a line none, unless it is verbatim."""
        if text_format.has_lines and "\n" in text:
            self._add_lines(text, text_format)
            return
        marks, style, link, is_verbatim, _ = text_format
        if not is_verbatim:
            text = _SPACE.sub(" ", text)
            if self.ends_with_space and text.startswith(" "):
                text = text[1:]
        if not text:
            return
        self.ends_with_space = not is_verbatim and text.endswith(" ")
        if link is not None:
            link.is_used = True
        self.report.read({Kind.CHARACTERS: len(text)})
        last = self._pieces[-1] if self._pieces else None
        if isinstance(last, _Text) and (last.marks, last.style, last.link) == (marks, style, link):
            last.parts.append(text)
        else:
            self._pieces.append(_Text([text], marks, style, link))

    def _add_lines(self, text: str, text_format: TextFormat) -> None:
        for number, line in enumerate(text.split("\n")):
            if number and not self.is_empty:
                self.add_break(text_format._replace(is_verbatim=False))
            self.add_text(line, text_format)

    def add_break(self, text_format: TextFormat) -> None:
        """A line break: white space around it is not seen."""
        if not text_format.is_verbatim:
            self._trim()
        self.report.read({Kind.LINE_BREAKS: 1})
        if text_format.link is not None:
            text_format.link.is_used = True
        self._pieces.append(_Object(LineBreak(text_format.marks, text_format.style), text_format.link))
        self.ends_with_space = not text_format.is_verbatim

    def add(self, node: Inline) -> None:
        """An object, which its reader has booked."""
        self._pieces.append(_Object(node, None))
        self.ends_with_space = False

    def add_empty_link(self, href: str) -> None:
        """A link that holds nothing."""
        self.report.read({Kind.LINKS: 1})
        self._pieces.append(_Object(Link(href, ()), None))

    def _trim(self) -> None:
        """Take back a space at the end of a line."""
        last = self._pieces[-1] if self._pieces and self.ends_with_space else None
        if not isinstance(last, _Text) or not last.parts[-1].endswith(" "):
            return
        self.report.read({Kind.CHARACTERS: -1})
        last.parts[-1] = last.parts[-1][:-1]
        if not last.parts[-1]:
            last.parts.pop()
        if not last.parts:
            self._pieces.pop()

    def finish(self, keeps_white_space: bool) -> tuple[Inline, ...]:
        """All of it. White space and line breaks at the end are not seen, and left out, unless they are kept."""
        if not keeps_white_space:
            self._trim()
            while self.ends_with_space and self._ends_with_break():
                self._pieces.pop()
                self.report.read({Kind.LINE_BREAKS: -1})
                self._trim()
        return tuple(self._make_nodes())

    def _ends_with_break(self) -> bool:
        last = self._pieces[-1] if self._pieces else None
        return isinstance(last, _Object) and isinstance(last.node, LineBreak)

    def _make_nodes(self) -> list[Inline]:
        nodes: list[Inline] = []
        for link, pieces in groupby(self._pieces, key=lambda piece: piece.link):
            held = [piece.node for piece in pieces]
            if link is None:
                nodes.extend(held)
            else:
                self.report.read({Kind.LINKS: 1})
                nodes.append(Link(link.href, tuple([node for node in held if isinstance(node, (Run, LineBreak))])))
        return nodes


def content_with_label(block: Heading | Paragraph | ListItem, report: Report) -> tuple[Inline, ...]:
    """The content of a block that is to be part of another. The number that the text of a heading or a paragraph shows
    is text there; that of an item is shown by its list alone."""
    if not block.label or isinstance(block, ListItem):
        return block.content
    text = f"{block.label} "
    report.read({Kind.CHARACTERS: len(text)})
    return (Run(text), *block.content)
