"""The content of one block while it is read: text with white space as HTML has it, and objects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from sdconvert.findings import Kind, Report
from sdconvert.model.inlines import NO_MARKS, Inline, LineBreak, Link, Mark, Run

_SPACE = re.compile("[ \t\n\r\f]+")


@dataclass(eq=False, slots=True)
class Anchor:
    """A link that is open. `is_used` tells whether any text stands in it."""

    href: str
    is_used: bool = False


class Look(NamedTuple):
    """How text looks, and the link that it stands in. `is_verbatim`: white space is kept; `has_lines`: new lines of
    the source are line breaks."""

    marks: frozenset[Mark] = NO_MARKS
    style: str = ""
    anchor: Anchor | None = None
    is_verbatim: bool = False
    has_lines: bool = False


@dataclass(slots=True)
class _Text:
    """Text of one look as it was met, piece by piece."""

    parts: list[str]
    marks: frozenset[Mark]
    style: str
    anchor: Anchor | None

    def run(self) -> Run:
        return Run("".join(self.parts), self.marks, self.style)


@dataclass(slots=True)
class _Object:
    node: Inline
    anchor: Anchor | None


@dataclass(slots=True)
class Content:
    """Collects pieces and books what it takes. `ends_with_space`: further white space would not be seen."""

    report: Report
    ends_with_space: bool = True
    _pieces: list[_Text | _Object] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self._pieces

    def add_text(self, text: str, look: Look) -> None:
        """Text of the page; white space runs become one space, at the ends of a line none, unless it is verbatim."""
        if look.has_lines and "\n" in text:
            self._add_lines(text, look)
            return
        if not look.is_verbatim:
            text = _SPACE.sub(" ", text)
            if self.ends_with_space and text.startswith(" "):
                text = text[1:]
        if not text:
            return
        self.ends_with_space = not look.is_verbatim and text.endswith(" ")
        if look.anchor is not None:
            look.anchor.is_used = True
        self.report.read({Kind.CHARACTERS: len(text)})
        last = self._pieces[-1] if self._pieces else None
        if isinstance(last, _Text) and (last.marks, last.style, last.anchor) == (look.marks, look.style, look.anchor):
            last.parts.append(text)
        else:
            self._pieces.append(_Text([text], look.marks, look.style, look.anchor))

    def _add_lines(self, text: str, look: Look) -> None:
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if number and not self.is_empty:
                self.add_break(look._replace(is_verbatim=False))
            self.add_text(line, look)

    def add_break(self, look: Look) -> None:
        """A line break: white space around it is not seen."""
        if not look.is_verbatim:
            self._trim()
        self.report.read({Kind.LINE_BREAKS: 1})
        if look.anchor is not None:
            look.anchor.is_used = True
        self._pieces.append(_Object(LineBreak(look.marks, look.style), look.anchor))
        self.ends_with_space = not look.is_verbatim

    def add(self, node: Inline) -> None:
        """An object, which its reader has booked."""
        self._pieces.append(_Object(node, None))
        self.ends_with_space = False

    def add_empty_link(self, anchor: Anchor) -> None:
        """A link that holds nothing."""
        self.report.read({Kind.LINKS: 1})
        self._pieces.append(_Object(Link(anchor.href, ()), None))

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

    def finish(self, is_verbatim: bool) -> tuple[Inline, ...]:
        """All of it. White space and line breaks at the end are not seen, and left out, unless it is verbatim."""
        if not is_verbatim:
            self._trim()
            while self.ends_with_space and self._ends_with_break():
                self._pieces.pop()
                self.report.read({Kind.LINE_BREAKS: -1})
                self._trim()
        return tuple(self._linked())

    def _ends_with_break(self) -> bool:
        last = self._pieces[-1] if self._pieces else None
        return isinstance(last, _Object) and isinstance(last.node, LineBreak)

    def _linked(self) -> list[Inline]:
        nodes: list[Inline] = []
        for anchor, pieces in groupby(self._pieces, key=lambda piece: piece.anchor):
            if anchor is None:
                nodes.extend(map(_node, pieces))
            else:
                self.report.read({Kind.LINKS: 1})
                held = map(_node, pieces)
                nodes.append(Link(anchor.href, tuple(node for node in held if isinstance(node, (Run, LineBreak)))))
        return nodes


def _node(piece: _Text | _Object) -> Inline:
    return piece.run() if isinstance(piece, _Text) else piece.node
