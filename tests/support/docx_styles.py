"""Styles parts in a few words, and how paragraphs and runs look by them."""

from __future__ import annotations

from lxml import etree

from sdconvert.formats.docx.names import W
from sdconvert.formats.docx.read.formatting.cascade import Cascade, Drop, ParagraphProperties, RunProperties
from sdconvert.formats.docx.read.formatting.numbering import Numbering
from sdconvert.formats.docx.read.formatting.styles import Styles
from sdconvert.formats.docx.read.formatting.theme import Theme
from sdconvert.model.inlines import Mark
from sdconvert.xmlio import Element


def xml(text: str) -> Element:
    """The element, its prefix being `w`."""
    return etree.fromstring(f'<w:x xmlns:w="{W}">{text}</w:x>')[0]


def style(id: str, content: str = "", name: str = "", kind: str = "paragraph", more: str = "") -> str:
    """A style."""
    return f'<w:style w:type="{kind}" w:styleId="{id}" {more}><w:name w:val="{name or id}"/>{content}</w:style>'


def based_on(id: str) -> str:
    """What a style is based on."""
    return f'<w:basedOn w:val="{id}"/>'


def rpr(content: str) -> str:
    """Run properties."""
    return f"<w:rPr>{content}</w:rPr>"


def ppr(content: str) -> str:
    """Paragraph properties."""
    return f"<w:pPr>{content}</w:pPr>"


NORMAL = style("Normal", more='w:default="1"')


def styles(*definitions: str, fonts: dict[str, str] | None = None) -> Styles:
    """The styles, after a default one."""
    root = etree.fromstring(f'<w:styles xmlns:w="{W}">{NORMAL}{"".join(definitions)}</w:styles>')
    return Styles.read(root, Theme(fonts or {}))


def defaults(run: str = "", paragraph: str = "") -> str:
    """The defaults of a document."""
    return (
        f"<w:docDefaults><w:rPrDefault>{rpr(run)}</w:rPrDefault><w:pPrDefault>{ppr(paragraph)}</w:pPrDefault>"
        "</w:docDefaults>"
    )


def cascade(of: Styles, lists: str = "") -> Cascade:
    """The cascade over styles and the content of a numbering part."""
    return Cascade(of, Numbering.read(etree.fromstring(f'<w:numbering xmlns:w="{W}">{lists}</w:numbering>'), of))


def paragraph_properties(of: Styles, paragraph: str, lists: str = "") -> ParagraphProperties:
    """How a paragraph with these properties looks."""
    return cascade(of, lists).paragraph(xml(ppr(paragraph)))


def run_properties(of: Styles, paragraph: str | None, run: str = "", drop: Drop = Drop.NOTHING) -> RunProperties:
    """How a run with these properties looks in a paragraph of this style."""
    return cascade(of).run(of.paragraph(paragraph), xml(rpr(run)), drop)


def marks(of: Styles, paragraph: str | None, run: str = "", drop: Drop = Drop.NOTHING) -> set[Mark]:
    """The marks of such a run."""
    return set(run_properties(of, paragraph, run, drop).marks)
