"""The styles that a document uses: those of the template, and what has to be added to them."""

from __future__ import annotations

import re

from sdconvert.findings import Report, Severity, declare
from sdconvert.formats.docx.write.contrast import is_readable
from sdconvert.formats.docx.write.style_colors import StyleColors, read_style_colors
from sdconvert.formats.docx.write.template import Template, our_styles
from sdconvert.patterns import compile_late
from sdconvert.xmlio import escape_attribute

STYLE_ADDED = declare(
    "DOCX-W001",
    Severity.INFO,
    "The template has no style “{style}”; it is added as our own template has it.",
    hint="Define the style in the template to choose its look.",
    why="The document needs it.",
)
_PLAIN = ("", "normal")
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9]")
_ID = compile_late(r'w:styleId="[^"]*"')
_LINKS = compile_late(r'<w:(basedOn|next|link) w:val="([^"]*)"/>')
_TEXT_SIZES = (22, 21, 23, 24, 20)


def text_size(cell_sizes: set[int]) -> int:
    """The size of usual text: one that no table cell has, so that the size of a cell's text can be told from it.

    Units: half-points.
    """
    return next((size for size in _TEXT_SIZES if size not in cell_sizes), _TEXT_SIZES[0])


class StyleBook:
    """Finds the id of a style by kind and name. A style of a template of the user's is taken as it is; a style that is
    not there is added."""

    def __init__(self, template: Template, own_styles: frozenset[str], report: Report) -> None:
        self._template = template
        self._own_styles = own_styles
        self._report = report
        self._ids = dict(template.style_ids)
        self._taken = {id.lower() for id in self._ids.values()}
        self._added: list[str] = []
        self._own_by_id: dict[str, str] = {}
        self._paragraphs: dict[str, str] = {}
        self._headings: dict[tuple[str, int], str] = {}
        self._colors: StyleColors | None = None
        self._colored = 0

    def built_in(self, kind: str, name: str) -> str:
        """The id of a style that our own template has."""
        known = self._ids.get((kind, name.lower()))
        return self._add_ours(kind, name) if known is None else known

    def paragraph(self, name: str) -> str:
        """The id to write for a paragraph style, empty for the default one."""
        style_id = self._paragraphs.get(name)
        if style_id is None:
            style_id = "" if name.lower() in _PLAIN else self._find_or_add("paragraph", name, name in self._own_styles)
            self._paragraphs[name] = style_id
        return style_id

    def character(self, name: str) -> str:
        """The id of a character style of the author's own."""
        return self._find_or_add("character", name, True)

    def table(self, name: str) -> str:
        """The id of a table style, empty for the default one."""
        return "" if name.lower() in ("", "normal table") else self._find_or_add("table", name, False)

    def is_of_template(self, kind: str, name: str) -> bool:
        """Whether a template of the user's has a style of this name, which is taken as it is."""
        return not self._template.is_ours and (kind, name.lower()) in self._template.style_ids

    def heading(self, level: int, name: str, is_shared: bool) -> str:
        """The id of the style of a heading: the author's own where there is one that other paragraphs do not share."""
        usual = self.built_in("paragraph", f"heading {level + 1}")
        if name not in self._own_styles or is_shared or ("paragraph", name.lower()) in self._template.style_ids:
            return usual
        known = self._headings.get((name, level))
        if known is None:
            is_new = ("paragraph", name.lower()) not in self._ids
            known = self._add("paragraph", name, True, usual) if is_new else usual
            self._headings[name, level] = known
        return known

    def is_readable(self, kind: str, style_id: str, fill: str) -> bool:
        """Whether text of a style can be read on a colour: automatic text can on any, for Word makes it black or white.
        A character style that gives no colour says nothing."""
        if self._colors is None or (style_id not in self._colors and len(self._added) > self._colored):
            self._colors = read_style_colors(self._template.styles, "".join(self._added))
            self._colored = len(self._added)
        color = self._colors.paragraph(style_id) if kind == "paragraph" else self._colors.character(style_id)
        return not color or is_readable(color, fill)

    def has_color(self, style_id: str) -> bool:
        """Whether a character style that `is_readable` was asked about gives a colour."""
        return self._colors is not None and bool(self._colors.character(style_id))

    def add_unused(self) -> None:
        """Add the author's own paragraph styles that no block has."""
        for name in sorted(self._own_styles):
            self.paragraph(name)

    def xml(self, language: str, text_half_points: int) -> str:
        """The styles part. Our own has the document's language and this size of text."""
        text = f"{self._template.styles}{''.join(self._added)}</w:styles>"
        if not self._template.is_ours:
            return text
        for style_id, name in self._own_by_id.items():
            text = _as_own(text, style_id, name)
        lang = f'<w:lang w:val="{escape_attribute(language)}"/>' if language else ""
        start, end = text.split("</w:rPrDefault>", 1)
        start = start.replace('<w:lang w:val="en-US"/>', lang)
        start = start.replace(f'w:val="{_TEXT_SIZES[0]}"', f'w:val="{text_half_points}"')
        return f"{start}</w:rPrDefault>{end}"

    def _find_or_add(self, kind: str, name: str, is_own: bool) -> str:
        known = self._ids.get((kind, name.lower()))
        if known is not None:
            if is_own:
                self._own_by_id[known] = name
            return known
        base = {"paragraph": "Normal", "character": "Default Paragraph Font", "table": "Normal Table"}[kind]
        return self._add(kind, name, is_own, self.built_in(kind, base))

    def _add(self, kind: str, name: str, is_own: bool, based_on: str) -> str:
        style_id = self._new_id(name)
        custom = ' w:customStyle="1"' if is_own else ""
        self._added.append(
            f'<w:style w:type="{kind}"{custom} w:styleId="{style_id}"><w:name w:val="{escape_attribute(name)}"/>'
            f'<w:basedOn w:val="{based_on}"/><w:qFormat/></w:style>'
        )
        self._ids[kind, name.lower()] = style_id
        return style_id

    def _add_ours(self, kind: str, name: str) -> str:
        """Add a style of our own template to one of the user's, with the ids that its relatives have there."""
        ours = our_styles()[kind, name.lower()]
        style_id = self._new_id(name)
        self._ids[kind, name.lower()] = style_id
        self._report.add(STYLE_ADDED, style=name)
        names = {id: key for key, text in our_styles().items() for id in re.findall(r'w:styleId="([^"]*)"', text)}
        relatives = {id: self.built_in(*names[id]) for _, id in _LINKS.findall(ours)}
        text = _LINKS.sub(lambda link: f'<w:{link[1]} w:val="{relatives[link[2]]}"/>', ours)
        text = re.sub(r"<w:numPr>.*?(?:</w:numPr>|\Z)", "", text)
        text = text.replace(' w:default="1"', "")
        self._added.append(_ID.sub(f'w:styleId="{style_id}"', text))
        return style_id

    def _new_id(self, name: str) -> str:
        stem = _NOT_IN_ID.sub("", name) or "Style"
        style_id, number = stem, 1
        while style_id.lower() in self._taken:
            number += 1
            style_id = f"{stem}{number}"
        self._taken.add(style_id.lower())
        return style_id


def _as_own(text: str, style_id: str, name: str) -> str:
    """The styles with one of Word's names taken by the author for a style of their own."""
    pattern = re.compile(rf'( w:styleId="{style_id}">\s*)<w:name w:val="[^"]*"/>')
    if f' w:customStyle="1" w:styleId="{style_id}"' in text:
        return text
    own = f'<w:name w:val="{escape_attribute(name)}"/>'
    return pattern.sub(lambda match: f' w:customStyle="1"{match[1]}{own}', text, count=1)
