"""Fractions, roots and scripts, operators and functions with their limits (ECMA-376 Part 1, 22.1.2)."""

from __future__ import annotations

from sdconvert.formats.docx.names import M
from sdconvert.formats.docx.read.math.latex import FUNCTIONS, FUNCTIONS_WITH_LIMITS, atom, join, math_text, trimmed
from sdconvert.formats.docx.read.math.properties import character, is_switched_on, property_value
from sdconvert.formats.docx.read.math.reader import (
    MATH_RUN,
    MathReader,
    ReadConstruct,
    is_ignored,
    only_construct,
    text_of,
)
from sdconvert.xmlio import Element

_OPERATORS_WITH_LIMITS = frozenset("∏∐∑⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆")
_LIMIT_COMMANDS = frozenset(f"\\{name}" for name in FUNCTIONS_WITH_LIMITS)
_BRACE_COMMANDS = ("\\overbra", "\\underbra")


def _read_fraction(reader: MathReader, element: Element) -> str:
    numerator, denominator = reader.read_argument(element, "num"), reader.read_argument(element, "den")
    match property_value(element, "fPr", "type"):
        case "lin":
            return f"{atom(numerator)}/{atom(denominator)}"
        case "skw":
            return f"{{}}^{{{numerator}}}\\!/_{{{denominator}}}"
        case "noBar":
            return f"\\genfrac{{}}{{}}{{0pt}}{{}}{{{numerator}}}{{{denominator}}}"
        case _:
            return f"\\frac{{{numerator}}}{{{denominator}}}"


def _read_radical(reader: MathReader, element: Element) -> str:
    radicand, degree = reader.read_argument(element, "e"), reader.read_argument(element, "deg")
    if not degree or is_switched_on(element, "radPr", "degHide"):
        return f"\\sqrt{{{radicand}}}"
    degree = f"{{{degree}}}" if "]" in degree else degree
    return f"\\sqrt[{degree}]{{{radicand}}}"


def _read_superscript(reader: MathReader, element: Element) -> str:
    return atom(reader.read_argument(element, "e")) + _script("^", reader.read_argument(element, "sup"))


def _read_subscript(reader: MathReader, element: Element) -> str:
    return atom(reader.read_argument(element, "e")) + _script("_", reader.read_argument(element, "sub"))


def _read_both_scripts(reader: MathReader, element: Element) -> str:
    return atom(reader.read_argument(element, "e")) + _read_scripts(reader, element)


def _read_pre_scripts(reader: MathReader, element: Element) -> str:
    return "{}" + _read_scripts(reader, element) + atom(reader.read_argument(element, "e"))


def _read_scripts(reader: MathReader, element: Element) -> str:
    return _script("_", reader.read_argument(element, "sub")) + _script("^", reader.read_argument(element, "sup"))


def _script(sign: str, latex: str) -> str:
    if latex and set(latex) == {"'"}:
        latex = r"\prime" * len(latex)
    return f"{sign}{{{latex}}}"


def _read_n_ary(reader: MathReader, element: Element) -> str:
    char = character(element, "naryPr", default="∫")
    operator = math_text(char)
    if char and not operator.startswith("\\"):
        operator = f"\\mathop{{{operator}}}"
    lower = "" if is_switched_on(element, "naryPr", "subHide") else reader.read_argument(element, "sub")
    upper = "" if is_switched_on(element, "naryPr", "supHide") else reader.read_argument(element, "sup")
    scripts = (_script("_", lower) if lower else "") + (_script("^", upper) if upper else "")
    placement = _limit_placement(element, char) if scripts else ""
    return join(operator, placement, scripts, " ", reader.read_argument(element, "e"))


def _limit_placement(element: Element, char: str) -> str:
    """LaTeX's word for where the limits stand, when it is not where LaTeX puts them by itself."""
    is_beside_by_nature = char not in _OPERATORS_WITH_LIMITS
    match property_value(element, "naryPr", "limLoc"):
        case "undOvr" if is_beside_by_nature:
            return r"\limits"
        case "subSup" if not is_beside_by_nature:
            return r"\nolimits"
        case _:
            return ""


def _read_function(reader: MathReader, element: Element) -> str:
    name = element.find(f"{{{M}}}fName")
    operator = "" if name is None else _function_name(name) or trimmed(reader.read_content(name))
    return join(operator, " ", reader.read_argument(element, "e"))


def _function_name(name: Element) -> str | None:
    r"""The command for a name that is nothing but letters: `\sin`, `\operatorname{foo}`."""
    text = _only_letters(name)
    if text in FUNCTIONS:
        return f"\\{text}"
    return f"\\operatorname{{{text}}}" if len(text) > 1 else None


def _only_letters(element: Element) -> str:
    if any(child.tag != MATH_RUN and not is_ignored(child) for child in element.iterchildren("*")):
        return ""
    text = text_of(element).strip()
    return text if text.isascii() and text.isalpha() else ""


def _read_lower_limit(reader: MathReader, element: Element) -> str:
    return _read_limit(reader, element, "_", "underset")


def _read_upper_limit(reader: MathReader, element: Element) -> str:
    return _read_limit(reader, element, "^", "overset")


def _read_limit(reader: MathReader, element: Element, sign: str, command: str) -> str:
    base, limit = _read_limit_base(reader, element), reader.read_argument(element, "lim")
    takes_limits = base in _LIMIT_COMMANDS or (base.startswith(_BRACE_COMMANDS) and only_construct(element) is not None)
    return base + _script(sign, limit) if takes_limits else f"\\{command}{{{limit}}}{{{base}}}"


def _read_limit_base(reader: MathReader, element: Element) -> str:
    base = element.find(f"{{{M}}}e")
    letters = "" if base is None else _only_letters(base)
    return f"\\{letters}" if letters in FUNCTIONS else reader.read_argument(element, "e")


READERS: dict[str, ReadConstruct] = {
    f"{{{M}}}f": _read_fraction,
    f"{{{M}}}rad": _read_radical,
    f"{{{M}}}sSup": _read_superscript,
    f"{{{M}}}sSub": _read_subscript,
    f"{{{M}}}sSubSup": _read_both_scripts,
    f"{{{M}}}sPre": _read_pre_scripts,
    f"{{{M}}}nary": _read_n_ary,
    f"{{{M}}}func": _read_function,
    f"{{{M}}}limLow": _read_lower_limit,
    f"{{{M}}}limUpp": _read_upper_limit,
}
