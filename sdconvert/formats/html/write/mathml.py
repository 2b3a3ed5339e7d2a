"""LaTeX as MathML, which browsers typeset, with the LaTeX as its annotation."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from functools import lru_cache

from lxml import etree

from sdconvert.errors import UnreadableInput
from sdconvert.model.inlines import Equation
from sdconvert.patterns import compile_late
from sdconvert.xmlio import escape_text, parse

_LONGEST = 20_000
_FAULTS = (UnreadableInput, ValueError, LookupError, TypeError, AttributeError, RecursionError, StopIteration)
"""What comes of a formula that is none, beside the classes of the library's own, which have no root."""

_CHILDREN = {
    **dict.fromkeys(("mfrac", "mover", "mroot", "msub", "msup", "munder"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
"""Source: MathML Core, 3.3 and 3.4."""

_TAG = compile_late(r"<[^<>]*>")
_OUTER = compile_late(r"<math[^>]*>(.*)</math>", re.DOTALL)


def typeset(equation: Equation) -> str | None:
    """What stands within `<math>` for a formula, None where that would not be surely the same: LaTeX that is not
    understood, or a letter or digit of the formula that is not shown."""
    if not equation.latex or len(equation.latex) > _LONGEST:
        return None
    shown = _convert(equation.latex, equation.is_display)
    if shown is None or _signs(equation.text) - _signs(html.unescape(_TAG.sub("", shown))):
        return None
    note = f'<annotation encoding="application/x-tex">{escape_text(equation.latex)}</annotation>'
    return f"<semantics>{shown}{note}</semantics>"


@lru_cache(maxsize=256)
def _convert(latex: str, is_display: bool) -> str | None:
    from latex2mathml import exceptions
    from latex2mathml.converter import convert

    own = (value for value in vars(exceptions).values() if isinstance(value, type))
    faults: tuple[type[Exception], ...] = (*(value for value in own if issubclass(value, Exception)), *_FAULTS)
    try:
        found = _OUTER.fullmatch(convert(latex, display="block" if is_display else "inline"))
        is_whole = found is not None and "\\" not in found[1] and _is_whole(found[0])
    except faults:
        return None
    return found[1] if found is not None and is_whole else None


def _is_whole(markup: str) -> bool:
    """Whether every element of a formula has the children that it needs."""
    elements = ((etree.QName(element).localname, len(element)) for element in parse(markup.encode(), "MathML").iter())
    return all(count == _CHILDREN.get(name, count) for name, count in elements)


def _signs(text: str) -> Counter[str]:
    """The letters and digits, however they are styled."""
    return Counter(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())
