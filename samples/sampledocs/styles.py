"""Styles, settings and fonts as an English or a German Word writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sampledocs.wordml import Xml, element, ppr, rpr

_ENGLISH_IDS = {
    "table of figures": "TableofFigures",
    "annotation text": "CommentText",
    "annotation reference": "CommentReference",
    "Normal Table": "TableNormal",
    "TOC Heading": "TOCHeading",
}
_GERMAN_IDS = {
    "table of figures": "Abbildungsverzeichnis",
    "index heading": "Indexberschrift",
    "Body Text": "Textkrper",
    "TOC Heading": "Inhaltsverzeichnisberschrift",
    "Normal": "Standard",
    "Title": "Titel",
    "Subtitle": "Untertitel",
    "caption": "Beschriftung",
    "List Paragraph": "Listenabsatz",
    "header": "Kopfzeile",
    "footer": "Fuzeile",
    "footnote text": "Funotentext",
    "footnote reference": "Funotenzeichen",
    "endnote text": "Endnotentext",
    "endnote reference": "Endnotenzeichen",
    "annotation text": "Kommentartext",
    "annotation reference": "Kommentarzeichen",
    "Default Paragraph Font": "Absatz-Standardschriftart",
    "Normal Table": "NormaleTabelle",
    "No List": "KeineListe",
    "Table Grid": "Tabellenraster",
    "Strong": "Fett",
    "Emphasis": "Hervorhebung",
    "Placeholder Text": "Platzhaltertext",
}
_ENGLISH_SERIES = {"heading": "Heading", "toc": "TOC", "index": "Index"}
_GERMAN_SERIES = {"heading": "berschrift", "toc": "Verzeichnis", "index": "Index"}
_MAJOR = {
    "asciiTheme": "majorHAnsi",
    "hAnsiTheme": "majorHAnsi",
    "eastAsiaTheme": "majorEastAsia",
    "cstheme": "majorBidi",
}
_MINOR = {
    "asciiTheme": "minorHAnsi",
    "hAnsiTheme": "minorHAnsi",
    "eastAsiaTheme": "minorEastAsia",
    "cstheme": "minorBidi",
}
_HEADING_SIZES = (32, 26, 24, 22, 22, 22)


@dataclass(frozen=True)
class Look:
    """What tells one document's look from another's: language, fonts, colour, heading numbering."""

    language: str = "en-GB"
    body_font: str = "Calibri"
    heading_font: str = "Calibri Light"
    size_half_points: int = 22
    colour: str = "1F3A5F"
    after: int = 120
    heading_list: int = 0
    heading_list_levels: int = 0

    @property
    def is_german(self) -> bool:
        """Whether the style ids are those of a German Word."""
        return self.language.startswith("de")

    def style_id(self, name: str) -> str:
        """Return the styleId that this Word gives a built-in style."""
        known, series = (_GERMAN_IDS, _GERMAN_SERIES) if self.is_german else (_ENGLISH_IDS, _ENGLISH_SERIES)
        family, _, number = name.rpartition(" ")
        if family in series and number.isdigit():
            return series[family] + number
        return known.get(name) or "".join(word[0].upper() + word[1:] for word in name.split())


def style(
    kind: str,
    style_id: str,
    name: str,
    *,
    based_on: str = "",
    follow: str = "",
    link: str = "",
    paragraph: dict[str, Any] | None = None,
    text: dict[str, Any] | None = None,
    extra: str = "",
    default: bool = False,
    own: bool = False,
    hidden: bool = False,
) -> str:
    """Return `w:style`; `paragraph` and `text` hold its properties, `extra` table properties."""
    attributes = (' w:default="1"' if default else "") + (' w:customStyle="1"' if own else "")
    head = "".join(
        element(tag, value)
        for tag, value in (("name", name), ("basedOn", based_on), ("next", follow), ("link", link))
        if value
    )
    shown = '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>' if hidden else "<w:qFormat/>"
    inner = f"{head}{shown}{ppr(**paragraph or {})}{rpr(**text or {})}{extra}"
    return f'<w:style w:type="{kind}"{attributes} w:styleId="{style_id}">{inner}</w:style>'


def styles_xml(look: Look, own: tuple[str, ...]) -> str:
    """Return the content of `word/styles.xml`: the defaults, the built-in styles in use, then a document's own."""
    parts = [_defaults(look), *_basic(look), *_headings(look), *_paragraphs(look), *_characters(look)]
    return "".join((*parts, *_tables(look), *own))


def _defaults(look: Look) -> str:
    language = {"val": look.language, "eastAsia": "en-US", "bidi": "ar-SA"}
    size = look.size_half_points
    text = rpr(rFonts=_MINOR, sz=size, szCs=size, lang=language)
    paragraph = ppr(spacing={"after": look.after, "line": 264, "lineRule": "auto"})
    return (
        f"<w:docDefaults><w:rPrDefault>{text}</w:rPrDefault><w:pPrDefault>{paragraph}</w:pPrDefault></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" w:defUnhideWhenUsed="0" '
        'w:defQFormat="0" w:count="376"/>'
    )


def _basic(look: Look) -> list[str]:
    margins = (
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" '
        'w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    return [
        style("paragraph", look.style_id("Normal"), "Normal", default=True),
        style(
            "character", look.style_id("Default Paragraph Font"), "Default Paragraph Font", default=True, hidden=True
        ),
        style("table", look.style_id("Normal Table"), "Normal Table", default=True, hidden=True, extra=margins),
        style("numbering", look.style_id("No List"), "No List", default=True, hidden=True),
    ]


def _headings(look: Look) -> list[str]:
    return [_heading(look, level) for level in range(len(_HEADING_SIZES))]


def _heading(look: Look, level: int) -> str:
    name = f"heading {level + 1}"
    paragraph: dict[str, Any] = {
        "keepNext": True,
        "keepLines": True,
        "spacing": {"before": 320 if level == 0 else 200, "after": 100},
        "outlineLvl": level,
    }
    if level < look.heading_list_levels:
        indent = "" if level == 0 else f'<w:ilvl w:val="{level}"/>'
        paragraph["numPr"] = Xml(f'<w:numPr>{indent}<w:numId w:val="{look.heading_list}"/></w:numPr>')
    size = _HEADING_SIZES[level]
    text: dict[str, Any] = {"rFonts": _MAJOR, "color": look.colour, "sz": size, "szCs": size}
    text |= {"b": True, "bCs": True} if level < 3 else {"i": True, "iCs": True}
    normal = look.style_id("Normal")
    return style("paragraph", look.style_id(name), name, based_on=normal, follow=normal, paragraph=paragraph, text=text)


def _paragraphs(look: Look) -> list[str]:
    normal = look.style_id("Normal")
    small = {"sz": 18, "szCs": 18}
    tight = {"spacing": {"after": 0, "line": 240, "lineRule": "auto"}}
    sides = Xml('<w:tabs><w:tab w:val="center" w:pos="4536"/><w:tab w:val="right" w:pos="9072"/></w:tabs>')
    rows: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        (
            "Title",
            {"spacing": {"before": 0, "after": 60}},
            {"rFonts": _MAJOR, "color": look.colour, "sz": 52, "szCs": 52},
        ),
        ("Subtitle", {"spacing": {"after": 240}}, {"color": "5A5A5A", "spacing": 15, "sz": 26, "szCs": 26}),
        (
            "caption",
            {"spacing": {"after": 200, "line": 240, "lineRule": "auto"}},
            {"i": True, "iCs": True, "color": look.colour} | small,
        ),
        ("List Paragraph", {"ind": {"left": 720}, "contextualSpacing": True}, {}),
        ("header", {"tabs": sides} | tight, small),
        ("footer", {"tabs": sides} | tight, small),
        ("footnote text", tight, {"sz": 18, "szCs": 18}),
        ("endnote text", tight, {"sz": 18, "szCs": 18}),
        ("annotation text", tight, {"sz": 20, "szCs": 20}),
        ("table of figures", {"tabs": _leader(), "spacing": {"after": 0}}, {}),
        ("Body Text", {"jc": "both"}, {}),
        ("index heading", {}, {"b": True, "bCs": True}),
    ]
    rows += [
        (f"toc {n}", {"tabs": _leader(), "spacing": {"after": 60}, "ind": {"left": 220 * (n - 1)}}, {})
        for n in (1, 2, 3)
    ]
    rows += [(f"index {n}", {"spacing": {"after": 0}, "ind": {"left": 220 * n, "hanging": 220}}, {}) for n in (1, 2)]
    own = [
        style("paragraph", look.style_id(name), name, based_on=normal, paragraph=par, text=text)
        for name, par, text in rows
    ]
    heading = style(
        "paragraph",
        look.style_id("TOC Heading"),
        "TOC Heading",
        based_on=look.style_id("heading 1"),
        follow=normal,
        paragraph={"numPr": _NO_LIST, "outlineLvl": 9},
    )
    return [*own, heading]


_NO_LIST = Xml('<w:numPr><w:numId w:val="0"/></w:numPr>')


def _leader() -> Xml:
    return Xml('<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9062"/></w:tabs>')


def _characters(look: Look) -> list[str]:
    default = look.style_id("Default Paragraph Font")
    rows: list[tuple[str, dict[str, Any]]] = [
        ("Hyperlink", {"color": {"val": "0563C1", "themeColor": "hyperlink"}, "u": "single"}),
        ("footnote reference", {"vertAlign": "superscript"}),
        ("endnote reference", {"vertAlign": "superscript"}),
        ("annotation reference", {"sz": 16, "szCs": 16}),
        ("Strong", {"b": True, "bCs": True}),
        ("Emphasis", {"i": True, "iCs": True}),
        ("Placeholder Text", {"color": "808080"}),
    ]
    return [style("character", look.style_id(name), name, based_on=default, text=text) for name, text in rows]


def borders(names: str, colour: str, tag: str = "tblBorders") -> Xml:
    """Return single-line borders on the named sides."""
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{colour}"/>' for side in names.split())
    return Xml(f"<w:{tag}>{sides}</w:{tag}>")


def _tables(look: Look) -> list[str]:
    normal = look.style_id("Normal Table")
    sides = "top left bottom right insideH insideV"
    tight = {"spacing": {"after": 0, "line": 240, "lineRule": "auto"}}
    grid = f"<w:tblPr>{borders(sides, 'auto')}</w:tblPr>"
    banded = f'<w:tblPr><w:tblStyleRowBandSize w:val="1"/>{borders(sides, "96BEE6")}</w:tblPr>'
    first = _part("firstRow", rpr(b=True, bCs=True, color="FFFFFF"), look.colour)
    column = _part("firstCol", rpr(b=True, bCs=True), "")
    band = _part("band1Horz", "", "DCE8F5")
    return [
        style("table", look.style_id("Table Grid"), "Table Grid", based_on=normal, paragraph=tight, extra=grid),
        style(
            "table",
            "ReportTable",
            "Report Table",
            based_on=normal,
            paragraph=tight,
            own=True,
            extra=banded + first + column + band,
        ),
    ]


def _part(kind: str, text: str, fill: str) -> str:
    shade = f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:tcPr>' if fill else ""
    return f'<w:tblStylePr w:type="{kind}">{text}{shade}</w:tblStylePr>'


def settings_xml(look: Look, extra: str) -> str:
    """Return the content of `word/settings.xml`; `extra` stands before the default tab stop."""
    version = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    return (
        f'<w:zoom w:percent="100"/>{extra}<w:defaultTabStop w:val="{708 if look.is_german else 720}"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat><w:compatSetting {version}/></w:compat>"
        f'<w:themeFontLang w:val="{look.language}"/><w:decimalSymbol w:val="{"," if look.is_german else "."}"/>'
        f'<w:listSeparator w:val="{";" if look.is_german else ","}"/>'
    )


def fonts_xml(look: Look) -> str:
    """Return the content of `word/fontTable.xml`."""
    names = sorted({look.body_font, look.heading_font, "Courier New", "Symbol", "Wingdings"})
    pitch = {"Courier New": "fixed"}
    return "".join(
        f'<w:font w:name="{name}"><w:pitch w:val="{pitch.get(name, "variable")}"/></w:font>' for name in names
    )
