"""Delimiters, and the tables that stand in them or alone: matrices and arrays (ECMA-376 Part 1, 22.1.2)."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.formats.docx.names import M
from sdconvert.formats.docx.read.math.latex import join, math_text, trimmed
from sdconvert.formats.docx.read.math.properties import OFF, character, property_value
from sdconvert.formats.docx.read.math.reader import MathReader, ReadConstruct, only_construct
from sdconvert.xmlio import Element

_FENCES = {
    "": ".",
    "(": "(",
    ")": ")",
    "[": "[",
    "]": "]",
    "{": r"\{",
    "}": r"\}",
    "|": "|",
    "∣": "|",
    "│": "|",
    "‖": r"\|",
    "∥": r"\|",
    "⟨": r"\langle",
    "⟩": r"\rangle",
    "〈": r"\langle",
    "〉": r"\rangle",
    "<": r"\langle",
    ">": r"\rangle",
    "⌊": r"\lfloor",
    "⌋": r"\rfloor",
    "⌈": r"\lceil",
    "⌉": r"\rceil",
    "⟦": r"\llbracket",
    "⟧": r"\rrbracket",
    "/": "/",
    "\\": r"\backslash",
    "↑": r"\uparrow",
    "↓": r"\downarrow",
    "↕": r"\updownarrow",
}
_BARS = frozenset("|∣│‖∥")
_MATRIX_FENCES = {("(", ")"): "p", ("[", "]"): "b", ("{", "}"): "B", ("|", "|"): "v", ("‖", "‖"): "V"}
_COLUMN_ALIGNMENTS = {"left": "l", "right": "r"}


def _read_delimiters(reader: MathReader, element: Element) -> str:
    begin = character(element, "dPr", "begChr", default="(")
    end = character(element, "dPr", "endChr", default=")")
    return _read_fenced_table(reader, element, begin, end) or _read_fenced(reader, element, begin, end)


def _read_fenced(reader: MathReader, element: Element, begin: str, end: str) -> str:
    separator = character(element, "dPr", "sepChr", default="|")
    parts = [trimmed(reader.read_content(part)) for part in element.iterchildren(f"{{{M}}}e")]
    if not _grows(element, parts, begin, end):
        return join(_fence(begin), *_interleave(parts, math_text(separator)), _fence(end))
    between = f" \\middle{_FENCES[separator]} " if separator in _BARS else math_text(separator)
    content = join(*_interleave(parts, between))
    return join(r"\left", _FENCES[begin], " ", content, " ", r"\right", _FENCES[end])


def _grows(element: Element, parts: list[str], begin: str, end: str) -> bool:
    """Whether the delimiters have something to grow with: a row of plain letters has no braces in its LaTeX."""
    is_allowed = property_value(element, "dPr", "grow") not in OFF and begin in _FENCES and end in _FENCES
    return is_allowed and any("{" in part for part in parts)


def _fence(char: str) -> str:
    return (_FENCES.get(char) or math_text(char)) if char else ""


def _interleave(parts: list[str], separator: str) -> Iterator[str]:
    for position, part in enumerate(parts):
        if position:
            yield separator
        yield part


def _read_fenced_table(reader: MathReader, element: Element, begin: str, end: str) -> str | None:
    """LaTeX's own environment for a matrix or a binomial that is alone in its delimiters."""
    inner = only_construct(element)
    if inner is None:
        return None
    if inner.tag == f"{{{M}}}m" and (begin, end) in _MATRIX_FENCES and not _has_aligned_columns(inner):
        return _environment(f"{_MATRIX_FENCES[begin, end]}matrix", _read_matrix_rows(reader, inner))
    if inner.tag == f"{{{M}}}f" and (begin, end) == ("(", ")") and property_value(inner, "fPr", "type") == "noBar":
        return f"\\binom{{{reader.read_argument(inner, 'num')}}}{{{reader.read_argument(inner, 'den')}}}"
    return None


def _read_matrix(reader: MathReader, element: Element) -> str:
    rows = _read_matrix_rows(reader, element)
    if _has_aligned_columns(element):
        return _environment("array", rows, f"{{{''.join(_column_alignments(element))}}}")
    return _environment("matrix", rows)


def _read_matrix_rows(reader: MathReader, element: Element) -> list[str]:
    return [
        " & ".join(trimmed(reader.read_content(cell)) for cell in row.iterchildren(f"{{{M}}}e"))
        for row in element.iterchildren(f"{{{M}}}mr")
    ]


def _has_aligned_columns(element: Element) -> bool:
    return any(alignment != "c" for alignment in _column_alignments(element))


def _column_alignments(element: Element) -> list[str]:
    width = max((len(row.findall(f"{{{M}}}e")) for row in element.iterchildren(f"{{{M}}}mr")), default=0)
    declared: list[str] = []
    for column in element.iterfind(f"{{{M}}}mPr/{{{M}}}mcs/{{{M}}}mc"):
        alignment = _COLUMN_ALIGNMENTS.get(property_value(column, "mcPr", "mcJc") or "", "c")
        declared += [alignment] * min(_column_count(column), width - len(declared))
    return declared + ["c"] * (width - len(declared))


def _column_count(column: Element) -> int:
    try:
        return max(int(property_value(column, "mcPr", "count") or 1), 1)
    except ValueError:
        return 1


def _read_equation_array(reader: MathReader, element: Element) -> str:
    rows = [trimmed(reader.read_content(row, has_alignment=True)) for row in element.iterchildren(f"{{{M}}}e")]
    is_aligned = any("&" in row.replace(r"\&", "") for row in rows)
    return _environment("aligned" if is_aligned else "gathered", rows)


def _environment(name: str, rows: list[str], arguments: str = "") -> str:
    content = " \\\\ ".join(rows)
    return f"\\begin{{{name}}}{arguments} {content} \\end{{{name}}}"


READERS: dict[str, ReadConstruct] = {
    f"{{{M}}}d": _read_delimiters,
    f"{{{M}}}m": _read_matrix,
    f"{{{M}}}eqArr": _read_equation_array,
}
