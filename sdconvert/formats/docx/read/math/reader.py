"""The walk over one equation: what stands in it, in order, and the text of its runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from sdconvert.formats.docx.names import RUN, M, T, local_name, w
from sdconvert.formats.docx.read.math.latex import FUNCTIONS, join, literal_text, math_text, trimmed
from sdconvert.formats.docx.read.math.properties import is_switched_on, property_value
from sdconvert.formats.docx.read.symbols import SYM, SYM_EX, symbol_of, symbol_text
from sdconvert.frozen import dataclass
from sdconvert.xmlio import Element

MAX_DEPTH = 50
"""Constructs within constructs; what lies deeper is taken by its text."""

MATH_RUN = f"{{{M}}}r"
_RUNS = (MATH_RUN, RUN)
_TEXTS = (f"{{{M}}}t", T)

IGNORED: dict[str, str] = {
    **dict.fromkeys(map(w, ("fldChar", "instrText")), "code of a field"),
    **dict.fromkeys(map(w, ("proofErr", "lastRenderedPageBreak", "permStart", "permEnd")), "note of the editor"),
    **dict.fromkeys(map(w, ("bookmarkStart", "bookmarkEnd")), "place of a bookmark"),
    **dict.fromkeys(
        map(w, ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")), "place of a comment"
    ),
}
"""What is neither text nor structure, and why. Besides these all elements of properties are."""

TRANSPARENT = frozenset(
    (
        *(f"{{{M}}}{name}" for name in ("oMath", "oMathPara")),
        *map(w, ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple")),
    )
)
"""What only holds the content of an equation."""

_RUN_CHARACTERS = {w("tab"): " ", w("noBreakHyphen"): "-", w("softHyphen"): ""}
_STYLES = {"p": "mathrm", "b": "mathbf", "bi": "boldsymbol"}
_SCRIPT_ALPHABETS = {
    "script": "mathcal",
    "fraktur": "mathfrak",
    "double-struck": "mathbb",
    "sans-serif": "mathsf",
    "monospace": "mathtt",
}


@dataclass(slots=True)
class MathReader:
    """One walk over one equation: how deep it is and what it did not understand, in order. `constructs` are the readers
    of what stands in it besides text, by element."""

    constructs: Mapping[str, ReadConstruct]
    depth: int = 0
    unknown: dict[str, None] = field(default_factory=dict)

    def read_content(self, element: Element, *, has_alignment: bool = False) -> str:
        """What an element holds as LaTeX; with alignment, an ampersand in a text is a place to align at."""
        return join(*(self._read_node(child, has_alignment) for child in element.iterchildren("*")))

    def read_argument(self, element: Element, name: str) -> str:
        """The argument of a construct as LaTeX, none where it is missing."""
        argument = element.find(f"{{{M}}}{name}")
        return "" if argument is None else trimmed(self.read_content(argument))

    def note_unknown(self, name: str) -> None:
        """Remember what was not understood."""
        self.unknown[name] = None

    def _read_node(self, node: Element, has_alignment: bool) -> str:
        if node.tag in _RUNS:
            return _read_run(self, node, has_alignment)
        if is_ignored(node):
            return ""
        if self.depth >= MAX_DEPTH:
            return self._take_text(node)
        self.depth += 1
        try:
            return self._read_construct(node)
        finally:
            self.depth -= 1

    def _read_construct(self, node: Element) -> str:
        if node.tag in TRANSPARENT:
            return self.read_content(node)
        read = self.constructs.get(node.tag)
        return read(self, node) if read else self._take_text(node)

    def _take_text(self, node: Element) -> str:
        self.note_unknown(local_name(node.tag))
        return math_text(text_of(node))


ReadConstruct = Callable[[MathReader, Element], str]
"""Reads a construct as LaTeX."""


def _read_run(reader: MathReader, run: Element, has_alignment: bool) -> str:
    text = "".join(_read_run_texts(reader, run))
    if is_switched_on(run, "rPr", "nor"):
        return literal_text(text)
    alphabet = _alphabet(run)
    if alphabet == "mathrm" and text in FUNCTIONS:
        return f"\\{text}"
    if has_alignment:
        return "&".join(math_text(part, alphabet) for part in text.split("&"))
    return math_text(text, alphabet)


def _read_run_texts(reader: MathReader, run: Element) -> Iterator[str]:
    for child in run.iterchildren("*"):
        text = _read_run_text(child)
        if text is not None:
            yield text
        elif not is_ignored(child):
            reader.note_unknown(local_name(child.tag))
            yield text_of(child)


def _read_run_text(element: Element) -> str | None:
    if element.tag in _TEXTS:
        return element.text or ""
    if element.tag in (SYM, SYM_EX):
        return symbol_text(*symbol_of(element))
    return _RUN_CHARACTERS.get(element.tag)


def _alphabet(run: Element) -> str | None:
    script = property_value(run, "rPr", "scr") or ""
    style = property_value(run, "rPr", "sty") or ""
    return _SCRIPT_ALPHABETS.get(script) or _STYLES.get(style)


def text_of(element: Element) -> str:
    """The bare characters."""
    return "".join(text.text or "" for text in element.iter(*_TEXTS))


def is_ignored(element: Element) -> bool:
    """Whether an element has no place in LaTeX."""
    return element.tag in IGNORED or element.tag.endswith("Pr")


def only_construct(element: Element) -> Element | None:
    """The construct that is alone in the only argument (`m:e`), None where there is more or less."""
    parts = element.findall(f"{{{M}}}e")
    if len(parts) != 1:
        return None
    inner = [child for child in parts[0].iterchildren("*") if not is_ignored(child)]
    return inner[0] if len(inner) == 1 else None
