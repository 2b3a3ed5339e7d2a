"""Formulas that are as well said in italics, sub- and superscript as in LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from sdconvert.model.inlines import NO_MARKS, Equation, Mark, Run
from sdconvert.patterns import compile_late

_LONGEST = 24
_GREEK = "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho"
_GREEK += " varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon"
_GREEK += " Phi Psi Omega"
_LETTERS = "|".join(sorted(_GREEK.split(), key=len, reverse=True))
_BINARY = {"-": "-−‐", "+": "+", "*": "*∗", r"\times": "×", r"\cdot": "⋅·", r"\pm": "±", r"\mp": "∓", r"\div": "÷"}
_RELATIONS = {
    **{sign: sign for sign in "=<>"},
    r"\leq": "≤",
    r"\geq": "≥",
    r"\neq": "≠",
    r"\approx": "≈",
    r"\equiv": "≡",
    r"\sim": "∼~",
    r"\in": "∈",
    r"\ll": "≪",
    r"\gg": "≫",
    r"\rightarrow": "→",
    r"\propto": "∝",
}
_OPERATORS = {**_BINARY, **_RELATIONS}
"""What LaTeX calls an operator, with the characters that it can be in the source."""
_ORDINARY = {r"\%": "%", r"\infty": "∞", **{sign: sign for sign in "()[]"}}
_OPENING = frozenset("([")
_SIGNS_OF_NUMBERS = frozenset(("-", "+", r"\pm", r"\mp"))
_MATHEMATICAL = {"-": "−", "‐": "−", "*": "∗"}
"""Signs that Word shows as others in a formula."""


def _any_of(names: Iterable[str]) -> str:
    """A pattern of names in LaTeX, the longest first; none of them goes on in a letter."""
    words = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?![A-Za-z])" if word[-1].isalpha() else "") for word in words)


_TOKEN = compile_late(
    rf"\\(?P<alphabet>mathrm|mathbf|boldsymbol)\{{(?P<letters>[A-Za-z]+)\}}|\\(?P<greek>{_LETTERS})(?![A-Za-z])\s*"
    rf"|(?P<operator>{_any_of(_OPERATORS)})|(?P<ordinary>{_any_of(_ORDINARY)})|(?P<space>[ ])"
    r"|(?P<letter>[A-Za-z])|(?P<sign>[0-9]|(?<=[0-9])[.,](?=[0-9]))|(?P<prime>')"
    r"|(?P<script>[_^])\{(?P<content>[^{}]*(?:\{[A-Za-z]+\}[^{}]*)*)\}"
)
_LOOKS = {
    "mathrm": NO_MARKS,
    "mathbf": frozenset((Mark.BOLD,)),
    "boldsymbol": frozenset((Mark.BOLD, Mark.ITALIC)),
}
_ITALIC = frozenset((Mark.ITALIC,))
_SCRIPTS = {"_": frozenset((Mark.SUBSCRIPT,)), "^": frozenset((Mark.SUPERSCRIPT,))}


class _Sign(NamedTuple):
    """The look of a character, and the characters that it can be, any where it says none; `operator` is what LaTeX
    calls one that has operands."""

    look: frozenset[Mark]
    letter: str = ""
    operator: str = ""


def simple_formula(equation: Equation) -> tuple[Run, ...] | None:
    """The runs that say all that a formula of letters, numbers, operators and scripts says; None for any other.

    The characters are those of the source, in the order of the LaTeX, and have to be the same in both. Spaces stand
    where Word shows them: around operators that have operands on both sides, but for those in scripts.
    """
    if not 0 < len(equation.text) <= _LONGEST:
        return None
    signs = list(_read(equation.latex, NO_MARKS))
    if len(signs) != len(equation.text):
        return None
    runs: list[Run] = []
    before: str | None = None
    for index, (character, sign) in enumerate(zip(equation.text, signs, strict=True)):
        shown = normalize("NFKC", character)
        text = shown if len(shown) == 1 else character
        if sign is None or (sign.letter and text not in sign.letter):
            return None
        text = _MATHEMATICAL.get(text, text) if sign.letter else text
        if sign.operator:
            spaced = _spaced(text, sign, before, is_last=index == len(signs) - 1)
            if spaced is None:
                return None
            text = spaced
        before = character if not sign.operator else sign.operator
        if runs and runs[-1].marks == sign.look:
            runs[-1] = Run(runs[-1].text + text, sign.look)
        else:
            runs.append(Run(text, sign.look))
    return tuple(runs)


def _spaced(text: str, sign: _Sign, before: str | None, *, is_last: bool) -> str | None:
    """An operator with its spaces: none for the sign of a number, None where an operand is missing."""
    has_left = before is not None and before not in _OPENING and before not in _OPERATORS
    if is_last or not (has_left or sign.operator in _SIGNS_OF_NUMBERS):
        return None
    return f" {text} " if has_left else text


def _read(latex: str, script: frozenset[Mark]) -> Iterator[_Sign | None]:
    """The characters in order; None once for what is not so simple."""
    position, last = 0, "_"
    while position < len(latex):
        token = _TOKEN.match(latex, position)
        if token is None:
            yield None
            return
        position = token.end()
        if token["space"]:
            continue
        if token["script"]:
            if script or last in "_^":
                yield None
                return
            last = token["script"]
            yield from _read(token["content"], _SCRIPTS[token["script"]])
            continue
        last = "_" if token["operator"] or token["ordinary"] in _OPENING else "x"
        yield from _signs(token, script)


def _signs(token: re.Match[str], script: frozenset[Mark]) -> Iterator[_Sign]:
    operator, alphabet = token["operator"], token["alphabet"]
    if operator:
        yield _Sign(script, _OPERATORS[operator], "" if script else operator)
    elif token["ordinary"]:
        yield _Sign(script, _ORDINARY[token["ordinary"]])
    elif alphabet:
        yield from [_Sign(_LOOKS[alphabet] | script, letter) for letter in token["letters"]]
    elif token["letter"]:
        yield _Sign(_ITALIC | script, token["letter"])
    else:
        yield _Sign(_ITALIC | script) if token["greek"] else _Sign(script, token["sign"] or "")
