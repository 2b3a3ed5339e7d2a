"""Inline content as a row of words, signs, spaces and objects, and back."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, assert_never

from sdconvert.model.inlines import (
    NO_MARKS,
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    Inline,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.text import plain_text
from sdconvert.patterns import compile_late
from sdconvert.reconciling.habits import plain_address, plain_word

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORDS = compile_late(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|\s+|[^\w\s]")


class Look(NamedTuple):
    """How text looks, and where its link leads: None where there is none."""

    marks: frozenset[Mark] = NO_MARKS
    style: str = ""
    href: str | None = None

    @property
    def as_compared(self) -> Look:
        """The look with an address as addresses are compared."""
        return self if self.href is None else self._replace(href=plain_address(self.href))


PLAIN = Look()


class Token(NamedTuple):
    """A word, a sign or white space; or an object, whose `node` it is. Tokens are the same where their keys are."""

    key: Hashable
    text: str = ""
    look: Look = PLAIN
    node: Inline | None = None

    @property
    def is_space(self) -> bool:
        return self.node is None and self.text.isspace()


PARAGRAPH_END = Token(("paragraph end",), "\n")
"""What stands between the paragraphs of a note."""
Tokens = tuple[Token, ...]


def read_tokens(content: Iterable[Inline], *, with_comments: bool = True) -> Tokens:
    """The tokens of inline content."""
    return tuple(_read(content, None, with_comments))


def _read(content: Iterable[Inline], href: str | None, with_comments: bool) -> Iterator[Token]:
    for node in content:
        match node:
            case Run():
                look = Look(node.marks, node.style, href)
                for word in _WORDS.findall(node.text):
                    yield Token(plain_word(word), word, look)
            case LineBreak():
                yield Token("\n", "\n", Look(node.marks, node.style, href))
            case Link():
                yield from _read(node.content, node.href, with_comments)
            case Comment():
                if with_comments:
                    yield Token(_key_of(node), "", PLAIN, node)
            case _:
                yield Token(_key_of(node), _text_of(node), PLAIN, node)


def _key_of(node: Inline) -> Hashable:
    """What makes an object the same: of a note no more than its kind, since its words are merged."""
    match node:
        case CrossReference():
            return "reference", node.target, node.show_number, node.show_content
        case IndexMark():
            return "index mark", node.entry
        case InlinePicture():
            return "picture", node.asset, plain_text(node.caption)
        case Equation():
            return "equation", node.latex or node.text
        case Note():
            return "note", node.is_endnote
        case Sidenote():
            return "sidenote", plain_text(node.content)
        case Comment():
            return "comment", node.author, node.paragraphs, node.replies
        case Run() | LineBreak() | Link():
            raise AssertionError(node)
        case _:
            assert_never(node)


def _text_of(node: Inline) -> str:
    return node.text if isinstance(node, CrossReference) else ""


def read_note(note: Note, *, with_comments: bool = True) -> Tokens:
    """The paragraphs of a note in one row."""
    tokens: list[Token] = []
    for number, paragraph in enumerate(note.paragraphs):
        tokens += [PARAGRAPH_END] if number else []
        tokens += read_tokens(paragraph, with_comments=with_comments)
    return tuple(tokens)


def write_note(tokens: Sequence[Token]) -> tuple[tuple[Inline, ...], ...]:
    """The paragraphs that stand in one row."""
    paragraphs: list[list[Token]] = [[]]
    for token in tokens:
        if token.key == PARAGRAPH_END.key:
            paragraphs.append([])
        else:
            paragraphs[-1].append(token)
    return tuple(map(write_tokens, paragraphs))


def write_tokens(tokens: Iterable[Token]) -> tuple[Inline, ...]:
    """The inline content that tokens stand for: text of one look in one run, what leads to one place in one link."""
    content: list[Inline] = []
    for href, group in groupby(tokens, key=lambda token: token.look.href):
        if href is None:
            content += _write_flow(group)
        else:
            content.append(Link(href, tuple(_write_text(group))))
    return tuple(content)


def _write_flow(tokens: Iterable[Token]) -> Iterator[Inline]:
    for node, group in groupby(tokens, key=lambda token: token.node):
        if node is None:
            yield from _write_text(group)
        else:
            yield from [token.node for token in group if token.node is not None]


def _write_text(tokens: Iterable[Token]) -> Iterator[Run | LineBreak]:
    for (look, is_break), group in groupby(tokens, key=lambda token: (token.look, token.text == "\n")):
        if is_break:
            yield from [LineBreak(look.marks, look.style) for _ in group]
        else:
            yield Run("".join([token.text for token in group]), look.marks, look.style)


def words_of(tokens: Iterable[Token]) -> str:
    """The words that blocks are found by again, with a sign for each object that every format shows."""
    return " ".join("".join([token.text or _sign_of(token) for token in tokens]).split())


def _sign_of(token: Token) -> str:
    return "" if token.node is None or isinstance(token.node, (Sidenote, Comment)) else "⟦…⟧"


def tell_words(tokens: Iterable[Token]) -> str:
    """The words as a person is told them, with those of notes."""
    return " ".join("".join([token.text or _tell_object(token.node) for token in tokens]).split())


def _tell_object(node: Inline | None) -> str:
    match node:
        case None:
            return ""
        case Note():
            return f"⟦{'endnote' if node.is_endnote else 'footnote'}: {tell_words(read_note(node))}⟧"
        case Sidenote():
            return f"⟦sidenote: {tell_words(read_tokens(node.content))}⟧"
        case Equation():
            return f"⟦{node.text or node.latex}⟧"
        case Comment():
            return f"⟦comment: {' '.join(node.paragraphs)}⟧"
        case _:
            return "⟦…⟧"
