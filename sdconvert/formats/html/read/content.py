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
    """How text looks, and the link that it stands in."""

    marks: frozenset[Mark] = NO_MARKS
    style: str = ""
    anchor: Anchor | None = None
    is_verbatim: bool = False


@dataclass(slots=True)
class _Piece:
    node: Inline
    anchor: Anchor | None


@dataclass(slots=True)
class Content:
    """Collects pieces and books what it takes. `ends_with_space`: further white space would not be seen."""

    report: Report
    ends_with_space: bool = True
    _pieces: list[_Piece] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self._pieces

    def add_text(self, text: str, look: Look) -> None:
        """Text of the page; white space runs become one space, at the ends of a line none, unless it is verbatim."""
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
        if last is not None and last.anchor is look.anchor and isinstance(last.node, Run):
            run = last.node
            if run.marks == look.marks and run.style == look.style:
                last.node = Run(run.text + text, run.marks, run.style)
                return
        self._pieces.append(_Piece(Run(text, look.marks, look.style), look.anchor))

    def add_break(self, look: Look) -> None:
        """A line break: white space around it is not seen."""
        if not look.is_verbatim:
            self._trim()
        self.report.read({Kind.LINE_BREAKS: 1})
        if look.anchor is not None:
            look.anchor.is_used = True
        self._pieces.append(_Piece(LineBreak(look.marks, look.style), look.anchor))
        self.ends_with_space = not look.is_verbatim

    def add(self, node: Inline) -> None:
        """An object, which its reader has booked."""
        self._pieces.append(_Piece(node, None))
        self.ends_with_space = False

    def add_empty_link(self, anchor: Anchor) -> None:
        """A link that holds nothing."""
        self.report.read({Kind.LINKS: 1})
        self._pieces.append(_Piece(Link(anchor.href, ()), None))

    def _trim(self) -> None:
        """Take back a space at the end of a line."""
        if not self.ends_with_space or not self._pieces:
            return
        last = self._pieces[-1]
        if not isinstance(last.node, Run) or not last.node.text.endswith(" "):
            return
        self.report.read({Kind.CHARACTERS: -1})
        text = last.node.text[:-1]
        if text:
            last.node = Run(text, last.node.marks, last.node.style)
        else:
            self._pieces.pop()

    def finish(self, is_verbatim: bool) -> tuple[Inline, ...]:
        """All of it. White space and line breaks at the end are not seen, and left out, unless it is verbatim."""
        if not is_verbatim:
            while self.ends_with_space and self._pieces:
                count = len(self._pieces)
                self._trim()
                if isinstance(self._pieces[-1].node if self._pieces else None, LineBreak):
                    self._pieces.pop()
                    self.report.read({Kind.LINE_BREAKS: -1})
                elif len(self._pieces) == count:
                    break
        return tuple(self._linked())

    def _linked(self) -> list[Inline]:
        nodes: list[Inline] = []
        for anchor, pieces in groupby(self._pieces, key=lambda piece: piece.anchor):
            if anchor is None:
                nodes.extend(piece.node for piece in pieces)
            else:
                self.report.read({Kind.LINKS: 1})
                held = [piece.node for piece in pieces]
                nodes.append(Link(anchor.href, tuple(node for node in held if isinstance(node, (Run, LineBreak)))))
        return nodes
