"""Equations in Office Math: the few constructs that the report needs."""

from __future__ import annotations

from html import escape

from sampledocs.wordml import Xml

_FONT = '<w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/></w:rPr>'


def sign(text: str) -> Xml:
    """Return `m:r`, a run of an equation."""
    return Xml(f'<m:r>{_FONT}<m:t xml:space="preserve">{escape(text)}</m:t></m:r>')


def _math(parts: tuple[str, ...]) -> str:
    return "".join(part if isinstance(part, Xml) else sign(part) for part in parts)


def fraction(over: str, under: str) -> Xml:
    """Return a fraction."""
    return Xml(f"<m:f><m:num>{_math((over,))}</m:num><m:den>{_math((under,))}</m:den></m:f>")


def sub(base: str, index: str) -> Xml:
    """Return a base with an index."""
    return Xml(f"<m:sSub><m:e>{_math((base,))}</m:e><m:sub>{_math((index,))}</m:sub></m:sSub>")


def power(base: str, exponent: str) -> Xml:
    """Return a base with an exponent."""
    return Xml(f"<m:sSup><m:e>{_math((base,))}</m:e><m:sup>{_math((exponent,))}</m:sup></m:sSup>")


def square_root(*parts: str) -> Xml:
    """Return a square root."""
    return Xml(f'<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>{_math(parts)}</m:e></m:rad>')


def total(lower: str, upper: str, *parts: str) -> Xml:
    """Return a sum with its limits."""
    limits = f"<m:sub>{_math((lower,))}</m:sub><m:sup>{_math((upper,))}</m:sup>"
    kind = '<m:naryPr><m:chr m:val="∑"/><m:limLoc m:val="undOvr"/></m:naryPr>'
    return Xml(f"<m:nary>{kind}{limits}<m:e>{_math(parts)}</m:e></m:nary>")


def brackets(*parts: str) -> Xml:
    """Return parts in round brackets that grow with them."""
    return Xml(f"<m:d><m:e>{_math(parts)}</m:e></m:d>")


def formula(*parts: str) -> Xml:
    """Return an equation that stands in a line of text."""
    return Xml(f"<m:oMath>{_math(parts)}</m:oMath>")


def display(*parts: str) -> Xml:
    """Return an equation that stands by itself."""
    return Xml(f"<m:oMathPara>{formula(*parts)}</m:oMathPara>")
