"""Looks that say nothing."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.model.inlines import Mark
from sdconvert.reconciling.tokens import Token, Tokens


def keep_bold(shown: Tokens, theirs: Tokens) -> Tokens:
    """The tokens of a heading, all of them as bold as before where all of them changed that: headings are bold by
    their style, and whether their text is bold as well is up to who saves the file."""
    before, after = _boldness(shown), _boldness(theirs)
    if len(before) != 1 or len(after) != 1 or before == after:
        return theirs
    is_bold = before == {True}
    return tuple([_embolden(token, is_bold=is_bold) for token in theirs])


def _boldness(tokens: Iterable[Token]) -> set[bool]:
    return {Mark.BOLD in token.look.marks for token in tokens if token.text.strip()}


def _embolden(token: Token, *, is_bold: bool) -> Token:
    if token.node is not None:
        return token
    marks = token.look.marks | {Mark.BOLD} if is_bold else token.look.marks - {Mark.BOLD}
    return token._replace(look=token.look._replace(marks=frozenset(marks)))
