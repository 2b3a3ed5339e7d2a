"""Inline content as a row of tokens, so that words can be compared and still keep their looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple, assert_never

from sdconvert.comparison.description import plain, terms_of
from sdconvert.frozen import dataclass
from sdconvert.labelling.account import number_blocks, place_blocks
from sdconvert.labelling.references import find_targets, show_reference
from sdconvert.model.document import Document
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
from sdconvert.patterns import compile_late

_WORDS = compile_late(r"\w+|\s+|[^\w\s]")


class TokenKind(StrEnum):
    """What a token is."""

    WORD = "word"
    SPACE = "space"
    BREAK = "break"
    REFERENCE = "reference"
    NOTE = "note"
    PICTURE = "picture"
    OBJECT = "object"


_TEXTS = (TokenKind.WORD, TokenKind.REFERENCE)
_FOUND_BY = {TokenKind.REFERENCE: "⟦reference⟧", TokenKind.BREAK: " "}


class Token(NamedTuple):
    """A word, a sign, white space or an object; before it is asked for its words, a text is one word. `look` are marks
    and where a link leads; `asset` names a picture, `paragraphs` is what a note says. Tokens are the same where their
    keys are."""

    kind: TokenKind
    text: str
    look: tuple[str, ...] = ()
    asset: str = ""
    paragraphs: tuple[tuple[Token, ...], ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, "" if self.kind in (TokenKind.NOTE, TokenKind.SPACE) else self.text


Tokens = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Makes tokens of the inline content of one document."""

    assets: Mapping[str, bytes]
    terms: Mapping[str, str]
    show: Callable[[CrossReference], str]

    @classmethod
    def of(cls, document: Document, *, as_shown: bool) -> Tokenizer:
        """With `as_shown` a reference is what SMASHDOCs will show in its place, else what the source says."""
        targets = find_targets(document, number_blocks(place_blocks(document.blocks)))

        def show(node: CrossReference) -> str:
            target = targets.get(node.target)
            shown = "" if target is None else show_reference(node, target)
            return (shown or node.text) if as_shown else (node.text or shown)

        return cls(document.assets, dict(terms_of(document.index)), show)

    def read(self, content: Iterable[Inline]) -> Tokens:
        """The tokens of a block's content, in order, each text of one look as one."""
        tokens: list[Token] = []
        for token in self._read(content, ()):
            if tokens and token.kind is tokens[-1].kind is TokenKind.WORD and token.look == tokens[-1].look:
                tokens[-1] = tokens[-1]._replace(text=tokens[-1].text + token.text)
            else:
                tokens.append(token)
        return tuple(tokens)

    def _read(self, content: Iterable[Inline], look: tuple[str, ...]) -> Iterator[Token]:
        for node in content:
            match node:
                case Run():
                    marks = tuple(sorted(node.marks)) if node.marks else ()
                    yield Token(TokenKind.WORD, node.text, look + marks)
                case LineBreak():
                    yield Token(TokenKind.BREAK, "↵", look)
                case Link():
                    yield from self._read(node.content, (*look, f"link to {node.href}"))
                case CrossReference():
                    yield Token(TokenKind.REFERENCE, plain(self.show(node)), (*look, "reference"))
                case InlinePicture():
                    yield Token(TokenKind.PICTURE, self.name_picture(node.asset), look, node.asset)
                    yield from self._read(node.caption, look)
                case Note():
                    paragraphs = tuple(self.read(paragraph) for paragraph in node.paragraphs)
                    name = "endnote" if node.is_endnote else "footnote"
                    yield Token(TokenKind.NOTE, name, look, paragraphs=paragraphs)
                case Sidenote():
                    yield Token(TokenKind.NOTE, "sidenote", look, paragraphs=(self.read(node.content),))
                case Equation() | IndexMark() | Comment():
                    yield Token(TokenKind.OBJECT, self._name_object(node), look)
                case _:
                    assert_never(node)

    def name_picture(self, asset: str) -> str:
        """What stands for the content of a picture."""
        data = self.assets.get(asset)
        return "missing" if data is None else sha256(data).hexdigest()[:12]

    def _name_object(self, node: Equation | IndexMark | Comment) -> str:
        match node:
            case Equation():
                return f"formula: {node.latex or node.text}"
            case IndexMark():
                return f"index: {self.terms.get(node.entry, '')}"
            case Comment():
                return f"comment: {' '.join(node.paragraphs)}{''.join(map(self._name_object, node.replies))}"
            case _:
                assert_never(node)


def split_words(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens, texts and what references show split into words, signs and white space: a reference that became text
    shows the same, and looks otherwise."""
    for token in tokens:
        if token.kind not in _TEXTS or not token.text:
            yield token
            continue
        for word in _WORDS.findall(token.text):
            yield Token(TokenKind.SPACE if word.isspace() else TokenKind.WORD, word, token.look)


def text_of_tokens(tokens: Iterable[Token]) -> str:
    """The text that blocks are found by again, whatever their references show."""
    return plain("".join([_FOUND_BY.get(token.kind, token.text) for token in tokens]))
