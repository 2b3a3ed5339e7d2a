"""A part of a Word file as the source of a template, with the way back from a line to a paragraph.

docxtpl knows how tags are spread over runs, and what `{%tr …%}`, `{%tc …%}` and `{%p …%}` stand for.
"""

from __future__ import annotations

import re
import traceback
from bisect import bisect_right

from lxml import etree

from sdconvert.findings import Location
from sdconvert.formats.docx.names import W, w
from sdconvert.frozen import dataclass
from sdconvert.merging.errors import TemplateRefused
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element, text_of

_NUMBER = "sdconvert-paragraph"
_NUMBERED = compile_late(rf'<w:p((?: [^<>]*)?) {_NUMBER}="(\d+)"')
_TAG = compile_late(r"\{[{%].*?(?:([%}]\})|\Z)", re.DOTALL)
_OPEN_TAG = compile_late(r"\{[{%#].*", re.DOTALL)
_MARKUP = compile_late(r"<[^<>]*>")
_SPACE = compile_late(r"\s+")
_WORDS = 60
_BRACES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_CELLS = compile_late(r"\{%-?\s*(?:tc|colspan|hm)\b")


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """The text of a part for the template engine; `starts` are the lines on which the paragraphs of `numbers` begin."""

    part: str
    text: str
    paragraphs: tuple[str, ...]
    starts: tuple[int, ...]
    numbers: tuple[int, ...]

    @property
    def changes_columns(self) -> bool:
        """Whether tags add cells to rows."""
        return any(_CELLS.search(paragraph) for paragraph in self.paragraphs)

    def location(self, line: int | None) -> Location:
        """The paragraph that a line of the source comes from: the next one that holds the words of the line."""
        if line is None:
            return Location(self.part)
        lines = self.text.split("\n")
        words = _SPACE.sub(" ", _MARKUP.sub("", lines[min(line, len(lines)) - 1])).strip()
        at = bisect_right(self.starts, line) - 1
        first = self.numbers[at] if at >= 0 else 1
        tag = _OPEN_TAG.search(words)
        sought = _key((_TAG.search(words) or tag or [words])[0])
        for number, paragraph in enumerate(self.paragraphs[first - 1 :], first):
            if sought and sought in _key(paragraph):
                return Location(self.part, number, words=_shorten(paragraph))
        return Location(self.part, first if self.paragraphs else None, words=_shorten(words))

    def location_of(self, error: BaseException) -> Location:
        """The place in the template where the filling of it failed."""
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
        return self.location(lines[-1] if lines else getattr(error, "lineno", None))


def _key(text: str) -> str:
    """What tells one tag from another, however it is spaced: `{%tr for x` and `{% for x` are one."""
    return re.sub(r"^\{([{%])-?(?:tr|tc|p|r)?\s", r"{\1", text.replace("\n", " ")).replace(" ", "").strip("{%}")


def _shorten(text: str) -> str:
    text = _SPACE.sub(" ", text).strip()
    return text if len(text) <= _WORDS else f"{text[: _WORDS - 1]}…"


def make_source(part: str, root: Element) -> TemplateSource:
    """The source of a part. The tree is left as it was.

    Raises: TemplateRefused for a file that names its elements in an unusual way.
    """
    if root.nsmap.get("w", W) != W:
        raise TemplateRefused(f"{part} names its elements in an unusual way; open the template in Word and save it.")
    paragraphs = list(root.iter(w("p")))
    texts = tuple(text_of(paragraph) for paragraph in paragraphs)
    for number, paragraph in enumerate(paragraphs, 1):
        paragraph.set(_NUMBER, str(number))
    text = _patch(etree.tostring(root, encoding="unicode"))
    for paragraph in paragraphs:
        del paragraph.attrib[_NUMBER]
    return _with_lines(part, text, texts)


def _patch(text: str) -> str:
    from docxtpl import DocxTemplate

    patched: str = DocxTemplate("").patch_xml(text)
    return _TAG.sub(lambda tag: tag[0].replace("&amp;", "&") if tag[1] else tag[0], patched)


def _with_lines(part: str, text: str, paragraphs: tuple[str, ...]) -> TemplateSource:
    """Each paragraph begins on a line of its own, without the number that it brought."""
    pieces = _NUMBERED.split(text)
    line = 1 + pieces[0].count("\n")
    starts, numbers, lines = [], [], [pieces[0]]
    for attributes, number, piece in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        line += 1 + attributes.count("\n")
        starts.append(line)
        numbers.append(int(number))
        lines.append(f"\n<w:p{attributes}{piece}")
        line += piece.count("\n")
    return TemplateSource(part, "".join(lines), paragraphs, tuple(starts), tuple(numbers))


def as_markup(rendered: str) -> str:
    """What the engine rendered as XML again: without the line breaks before paragraphs, `{_{` as braces."""
    text = rendered.replace("\n<w:p", "<w:p")
    for written, meant in _BRACES:
        text = text.replace(written, meant)
    return text


def with_even_columns(markup: str) -> Element:
    """The tree of a part in which tags added cells to rows, its tables with as many columns as their rows have."""
    from docxtpl import DocxTemplate

    root: Element = DocxTemplate("").fix_tables(markup)
    return root
