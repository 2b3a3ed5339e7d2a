"""What stands inside a block: the one place that tells the kinds of it apart."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import assert_never

from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    Inline,
    InlinePicture,
    LineBreak,
    Link,
    Note,
    Run,
    Sidenote,
)


class Rest:
    """What content holds from a place on, without being copied: a paragraph may have many line breaks."""

    __slots__ = ("_content", "_start")

    def __init__(self, content: Sequence[Inline], start: int) -> None:
        self._content = content
        self._start = start

    def __iter__(self) -> Iterator[Inline]:
        return map(self._content.__getitem__, range(self._start, len(self._content)))

    @property
    def first(self) -> Inline | None:
        """What comes first, None at the end."""
        return self._content[self._start] if self._start < len(self._content) else None


class InlineWriter(ABC):
    """Writes inline content node by node. A format says how it writes each kind; `rest` follows a line break."""

    __slots__ = ()

    def write_nodes(self, content: Sequence[Inline]) -> None:
        """Write all of it in order."""
        for index, node in enumerate(content):
            if type(node) is Run:
                self.write_run(node)
            else:
                self._write_object(node, content, index)

    def _write_object(self, node: Inline, content: Sequence[Inline], index: int) -> None:
        match node:
            case Run():
                self.write_run(node)
            case LineBreak():
                self.write_line_break(node, Rest(content, index + 1))
            case Link():
                self.write_link(node)
            case CrossReference():
                self.write_reference(node)
            case IndexMark():
                self.write_index_mark(node)
            case InlinePicture():
                self.write_picture(node)
            case Equation():
                self.write_equation(node)
            case Note():
                self.write_note(node)
            case Sidenote():
                self.write_sidenote(node)
            case Comment():
                self.write_comment(node)
            case _:
                assert_never(node)

    @abstractmethod
    def write_run(self, run: Run) -> None: ...

    @abstractmethod
    def write_line_break(self, node: LineBreak, rest: Rest) -> None: ...

    @abstractmethod
    def write_link(self, link: Link) -> None: ...

    @abstractmethod
    def write_reference(self, node: CrossReference) -> None: ...

    @abstractmethod
    def write_index_mark(self, mark: IndexMark) -> None: ...

    @abstractmethod
    def write_picture(self, picture: InlinePicture) -> None: ...

    @abstractmethod
    def write_equation(self, equation: Equation) -> None: ...

    @abstractmethod
    def write_note(self, note: Note) -> None: ...

    @abstractmethod
    def write_sidenote(self, sidenote: Sidenote) -> None: ...

    @abstractmethod
    def write_comment(self, comment: Comment) -> None: ...


def lone_text(content: Sequence[Inline]) -> str | None:
    """The text of content that is one run of no look, as that of most blocks is, or nothing; None for any other."""
    if len(content) == 1:
        node = content[0]
        if type(node) is Run and not node.marks and not node.style:
            return node.text
        return None
    return None if content else ""


def equation_text(equation: Equation) -> str:
    """LaTeX between dollar signs, doubled for an equation on a line of its own."""
    sign = "$$" if equation.is_display else "$"
    return f"{sign}{equation.latex or equation.text}{sign}"
