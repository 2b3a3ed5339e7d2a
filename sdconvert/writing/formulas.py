"""Formulas that are as well said in italics, sub- and superscript as in LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def simple_formula(equation: Equation) -> tuple[Run, ...] | None:
    """The runs that say all that a formula of letters, numbers and their scripts says; None for any other.

    The characters are those of the source, in the order of the LaTeX.
    """
    if not 0 < len(equation.text) <= _LONGEST:
        return None
    looks = list(_read(equation.latex, NO_MARKS) or ())
    if len(looks) != len(equation.text) or None in looks:
        return None
    runs: list[Run] = []
    for sign, look in zip(equation.text, looks, strict=True):
        assert look is not None
        shown = normalize("NFKC", sign)
        text = shown if len(shown) == 1 else sign
        if runs and runs[-1].marks == look:
            runs[-1] = Run(runs[-1].text + text, look)
        else:
            runs.append(Run(text, look))
    return tuple(runs)


def _read(latex: str, script: frozenset[Mark]) -> Iterator[frozenset[Mark] | None]:
    """The look of each character; None once for what is not so simple."""
    position, last = 0, "_"
    while position < len(latex):
        token = _TOKEN.match(latex, position)
        if token is None:
            yield None
            return
        position = token.end()
        if token["script"]:
            if script or not last or last in "_^":
                yield None
                return
            last = token["script"]
            yield from _read(token["content"], _SCRIPTS[token["script"]])
            continue
        last = "x"
        if token["operator"] and not script:
            yield None
        elif token["alphabet"]:
            yield from [_LOOKS[token["alphabet"]] | script] * len(token["letters"])
        else:
            yield (_ITALIC if token["letter"] or token["greek"] else NO_MARKS) | script
