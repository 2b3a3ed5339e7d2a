"""MathML -> LaTeX, for formulas without an annotation that says their LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sdconvert.formats.parsx.names import TEX
from sdconvert.formats.parsx.read.context import local_name
from sdconvert.xmlio import Element

_SPECIAL = str.maketrans(
    {sign: f"\\{sign}" for sign in "#$%&_{}"} | {"\\": r"\backslash ", "~": r"\sim ", "^": r"\hat{}"}
)
_OPERATORS = {
    "×": r"\times ", "·": r"\cdot ", "⋅": r"\cdot ", "÷": r"\div ", "±": r"\pm ", "−": "-", "≤": r"\le ",
    "≥": r"\ge ", "≠": r"\ne ", "≈": r"\approx ", "∞": r"\infty ", "∑": r"\sum ", "∏": r"\prod ", "∫": r"\int ",
    "→": r"\to ", "⇒": r"\Rightarrow ", "∈": r"\in ", "∂": r"\partial ", "∇": r"\nabla ", "…": r"\dots ",
    "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "",
}  # fmt: skip
_ACCENTS = {"¯": "bar", "‾": "bar", "^": "hat", "ˆ": "hat", "→": "vec", "~": "tilde", "˙": "dot", "¨": "ddot"}


def annotated_latex(math: Element) -> str | None:
    """The LaTeX that stands in the formula beside its MathML, None when there is none."""
    for element in math.iter():
        if local_name(element) == "annotation" and element.get("encoding", "") in {TEX, "TeX", "LaTeX", "latex"}:
            return element.text or ""
    return None


def characters(math: Element) -> str:
    """The characters of the formula, without its annotations."""
    if local_name(math).startswith("annotation"):
        return ""
    own = math.text or ""
    pieces = [own if local_name(math) == "mtext" else own.strip()]
    for child in math:
        pieces += [characters(child), (child.tail or "").strip()]
    return "".join(pieces)


def to_latex(element: Element) -> str:
    """The LaTeX of MathML; what is not known to this function is written as its parts one after the other."""
    name = local_name(element)
    if name.startswith("annotation"):
        return ""
    if name in _TOKENS:
        return _TOKENS[name]((element.text or "").strip())
    parts = [to_latex(child) for child in element]
    if name in _SHAPES and len(parts) >= _SHAPES[name].count("{}"):
        return _fill(_SHAPES[name], parts)
    return _translate_other(element, name, parts)


def _translate_other(element: Element, name: str, parts: list[str]) -> str:
    joined = "".join(parts)
    if name == "msqrt":
        return rf"\sqrt{{{joined}}}"
    if name == "mfenced":
        separator = (element.get("separators") or ",")[0]
        return f"{element.get('open', '(')}{separator.join(parts)}{element.get('close', ')')}"
    if name == "mtable":
        rows = r" \\ ".join(parts)
        return rf"\begin{{matrix}}{rows}\end{{matrix}}"
    if name == "mtr":
        return " & ".join(parts)
    if name == "mover" and len(parts) > 1:
        return _translate_over(element, parts)
    return (element.text or "").strip() + joined


def _translate_over(element: Element, parts: list[str]) -> str:
    accent = _ACCENTS.get((element[1].text or "").strip())
    return rf"\{accent}{{{parts[0]}}}" if accent else rf"\overset{{{parts[1]}}}{{{parts[0]}}}"


def _fill(shape: str, parts: Sequence[str]) -> str:
    """The shape with a part in each of its braces; parts beyond these are left out."""
    first, *rest = shape.split("{}")
    return first + "".join([f"{{{part}}}{after}" for part, after in zip(parts, rest, strict=False)])


def _identifier(text: str) -> str:
    escaped = text.translate(_SPECIAL)
    return escaped if len(text) < 2 else rf"\mathrm{{{escaped}}}"


_TOKENS: dict[str, Callable[[str], str]] = {
    "mi": _identifier,
    "mn": lambda text: text.translate(_SPECIAL),
    "mo": lambda text: _OPERATORS.get(text, text.translate(_SPECIAL)),
    "mtext": lambda text: rf"\text{{{text.translate(_SPECIAL)}}}" if text else "",
    "ms": lambda text: rf"\text{{{text.translate(_SPECIAL)}}}" if text else "",
    "mspace": lambda _: r"\ ",
}
_SHAPES = {
    "mfrac": r"\frac{}{}",
    "msup": "{}^{}",
    "msub": "{}_{}",
    "msubsup": "{}_{}^{}",
    "munder": "{}_{}",
    "munderover": "{}_{}^{}",
}
