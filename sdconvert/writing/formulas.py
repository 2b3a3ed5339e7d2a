"""Formulas that are as well said in italics, sub- and superscript as in LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

from sdconvert.model.inlines import NO_MARKS, Equation, Mark, Run

_LONGEST = 24
_GREEK = "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho"
_GREEK += " varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon"
_GREEK += " Phi Psi Omega"
_LETTERS = "|".join(sorted(_GREEK.split(), key=len, reverse=True))
_TOKEN = re.compile(
    rf"\\(?P<alphabet>mathrm|mathbf|boldsymbol)\{{(?P<letters>[A-Za-z]+)\}}|\\(?P<greek>{_LETTERS})(?![A-Za-z])\s*"
    r"|(?P<letter>[A-Za-z])|(?P<sign>[0-9]|(?<=[0-9])[.,](?=[0-9]))|(?P<prime>')|(?P<operator>[-+*])"
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
    """The look of a character, and the character where LaTeX writes it as it is."""

    look: frozenset[Mark]
    letter: str = ""


def simple_formula(equation: Equation) -> tuple[Run, ...] | None:
    """The runs that say all that a formula of letters, numbers and their scripts says; None for any other.

    The characters are those of the source, in the order of the LaTeX, and have to be the same in both.
    """
    if not 0 < len(equation.text) <= _LONGEST:
        return None
    signs = list(_read(equation.latex, NO_MARKS))
    if len(signs) != len(equation.text):
        return None
    runs: list[Run] = []
    for character, sign in zip(equation.text, signs, strict=True):
        shown = normalize("NFKC", character)
        text = shown if len(shown) == 1 else character
        if sign is None or (sign.letter and sign.letter != text):
            return None
        if runs and runs[-1].marks == sign.look:
            runs[-1] = Run(runs[-1].text + text, sign.look)
        else:
            runs.append(Run(text, sign.look))
    return tuple(runs)


def _read(latex: str, script: frozenset[Mark]) -> Iterator[_Sign | None]:
    """The characters in order; None once for what is not so simple."""
    position, last = 0, "_"
    while position < len(latex):
        token = _TOKEN.match(latex, position)
        if token is None:
            yield None
            return
        position = token.end()
        if token["script"]:
            if script or last in "_^":
                yield None
                return
            last = token["script"]
            yield from _read(token["content"], _SCRIPTS[token["script"]])
            continue
        last = "x"
        if token["operator"]:
            yield _Sign(script) if script else None
        elif token["alphabet"]:
            yield from [_Sign(_LOOKS[token["alphabet"]] | script, letter) for letter in token["letters"]]
        elif token["letter"]:
            yield _Sign(_ITALIC | script, token["letter"])
        else:
            yield _Sign(_ITALIC | script) if token["greek"] else _Sign(script, token["sign"] or "")
