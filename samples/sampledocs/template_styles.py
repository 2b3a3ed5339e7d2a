"""A publisher's manuscript template: own styles over localised built-in ones, and every look of characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sampledocs.numbering import Level, abstract, bullets, instance
from sampledocs.package import Core, Package
from sampledocs.styles import Look, style
from sampledocs.wordml import Xml, anchor_link, bookmark, index_mark, p, run, section, simple_field

if TYPE_CHECKING:
    from pathlib import Path

_CORE = Core(
    title="Manuskriptvorlage für Sachbücher",
    subject="Formatvorlagen und Beispiele",
    author="Lektorat Kranichfeld",
    keywords="Vorlage; Formatvorlagen",
    category="Vorlagen",
    created="2025-11-10T09:30:00Z",
    modified="2026-02-03T13:00:00Z",
    language="de-DE",
    revision=31,
)
_LOOK = Look(language="de-DE", body_font="Georgia", heading_font="Georgia", size_half_points=21, colour="8A1C1C")
_CHARACTER = "Absatz-Standardschriftart"
_MONOSPACED = {"ascii": "Courier New", "hAnsi": "Courier New", "cs": "Courier New"}
_STEPS = (
    Level("upperRoman", "Schritt %1", left=1418, hanging=1418, style="Schritt"),
    Level("decimal", "%1.%2", left=1985, hanging=567, legal=True),
)
_STEP_NUMBER = Xml('<w:numPr><w:numId w:val="1"/></w:numPr>')


def _paragraph(style_id: str, name: str, based_on: str, **look: Any) -> str:
    return style("paragraph", style_id, name, based_on=based_on, own=True, **look)


def _character(style_id: str, name: str, **text: Any) -> str:
    return style("character", style_id, name, based_on=_CHARACTER, own=True, text=text)


_OWN_STYLES = (
    _paragraph(
        "Kapitelanfang",
        "Kapitel-Anfang",
        "berschrift1",
        follow="Grundtext",
        paragraph={"pageBreakBefore": True, "jc": "center"},
    ),
    _paragraph("Zwischentitel", "Zwischentitel", "berschrift2", follow="Grundtext", text={"smallCaps": True}),
    _paragraph(
        "Grundtext",
        "Grundtext",
        "Standard",
        paragraph={"jc": "both", "ind": {"firstLine": 340}, "spacing": {"after": 0}},
    ),
    _paragraph("GrundtextohneEinzug", "Grundtext ohne Einzug", "Grundtext", paragraph={"ind": {"firstLine": 0}}),
    _paragraph(
        "Merksatz",
        "Merksatz",
        "Standard",
        paragraph={"ind": {"left": 708, "right": 708}, "spacing": {"before": 160, "after": 160}},
        text={"b": True, "bCs": True},
    ),
    _paragraph(
        "Quelltext",
        "Quelltext",
        "Standard",
        paragraph={"spacing": {"after": 0, "line": 240, "lineRule": "auto"}},
        text={"rFonts": _MONOSPACED, "noProof": True, "sz": 18, "szCs": 18},
    ),
    _paragraph("Schritt", "Schritt", "Standard", paragraph={"numPr": _STEP_NUMBER}),
    _paragraph(
        "Anhangtitel",
        "Anhang-Titel",
        "Standard",
        follow="Grundtext",
        paragraph={"keepNext": True, "spacing": {"before": 360}, "outlineLvl": 0},
        text={"b": True, "sz": 28, "szCs": 28},
    ),
    _character("Fachwort", "Fachwort", i=True, iCs=True),
    _character("Name", "Eigenname", smallCaps=True),
    _character("Taste", "Taste", rFonts=_MONOSPACED, bdr={"val": "single", "sz": 4, "space": 0, "color": "auto"}),
    _character("Starkhervorgehoben", "Stark hervorgehoben", b=True, bCs=True),
)


def write(path: Path) -> None:
    """Write `template-styles.docx`."""
    lists = abstract(0, _STEPS) + abstract(1, bullets()) + instance(1, 0) + instance(2, 1)
    package = Package(_CORE, _LOOK, _OWN_STYLES, lists, company="Verlag Kranichfeld")
    header = package.header(p("Verlag Kranichfeld\t\t", simple_field("TITLE", _CORE.title), style="Kopfzeile"))
    footer = package.footer(p("\t", simple_field("PAGE", "1"), style="Fuzeile"))
    package.save(path, *_opening(package), *_characters(), *_blocks(), *_appendix(), section(header, footer))


def _opening(package: Package) -> tuple[Xml, ...]:
    return (
        p("Manuskriptvorlage für Sachbücher", style="Titel"),
        p("Formatvorlagen und Beispiele", style="Untertitel"),
        p("So wird die Vorlage benutzt", style="berschrift1"),
        p(
            "Bitte schreiben Sie Ihr Manuskript nur mit den Formatvorlagen dieser Datei. Was von Hand gestaltet "
            "ist, geht beim Satz verloren.",
            package.footnote(
                "Das gilt auch für ",
                run("Leerzeilen", rStyle="Fachwort"),
                " und für Einzüge mit der ",
                run("Tabulatortaste", b=True),
                ".",
            ),
            " Einzelheiten stehen im ",
            anchor_link("Anhang", run("Anhang", rStyle="Hyperlink")),
            ".",
            style="GrundtextohneEinzug",
        ),
        p(
            "Jedes Kapitel beginnt mit der Vorlage „Kapitel-Anfang“; sie ersetzt die „Überschrift 1“ und beginnt "
            "eine neue Seite.",
            style="Grundtext",
        ),
    )


def _characters() -> tuple[Xml, ...]:
    return (
        p("Zeichen und Auszeichnungen", style="Kapitelanfang"),
        p("Hervorhebungen im Text", style="Zwischentitel"),
        p(
            "Ein ",
            run("Fachwort", rStyle="Fachwort"),
            index_mark("Fachwort"),
            " wird beim ersten Auftreten kursiv gesetzt, Namen wie ",
            run("Annette von Droste-Hülshoff", rStyle="Name"),
            " in Kapitälchen. ",
            run("Kapitälchen von Hand", smallCaps=True),
            " und ",
            run("Großbuchstaben", caps=True),
            " sehen ähnlich aus, sind es aber nicht. ",
            run("Fett", b=True),
            ", ",
            run("kursiv", i=True),
            ", ",
            run("beides", b=True, i=True),
            ", ",
            run("unterstrichen", u="single"),
            ", ",
            run("durchgestrichen", strike=True),
            " und ",
            run("markiert", highlight="yellow"),
            " sind erlaubt, aber selten nötig.",
            style="GrundtextohneEinzug",
        ),
        p(
            "Hoch- und tiefgestellt: H",
            run("2", vertAlign="subscript"),
            "O, 45 m",
            run("2", vertAlign="superscript"),
            ", 3",
            run("e", vertAlign="superscript"),
            " édition. Das Produkt ",
            run("x", i=True),
            run("i", i=True, vertAlign="subscript"),
            "·",
            run("y", i=True),
            " steht kursiv.",
            style="Grundtext",
        ),
        p(
            "Drücken Sie ",
            run("Strg", rStyle="Taste"),
            "+",
            run("S", rStyle="Taste"),
            " zum Sichern. Der Befehl ",
            run("umbruch --pruefen", rFonts=_MONOSPACED),
            " zeigt Fehler an. Zeichen aus Sonderschriften: ",
            run(Xml('<w:sym w:font="Wingdings" w:char="F0FC"/>')),
            " erledigt, ",
            run(Xml('<w:sym w:font="Wingdings" w:char="F028"/>')),
            " Telefon, ",
            run(Xml('<w:sym w:font="Symbol" w:char="F061"/>')),
            " Alpha.",
            style="Grundtext",
        ),
        p(
            "Ein geschützter Trennstrich hält E\u2011Mail zusammen, ein weiches Trennzeichen teilt "
            "Donau\u00addampf\u00adschiff nur am Zeilenende; "
            "das geschützte Leerzeichen steht in 12\u00a0km und z.\u00a0B.",
            run(" [Satz: bitte 12 km nicht trennen]", vanish=True),
            style="Grundtext",
        ),
    )


def _blocks() -> tuple[Xml, ...]:
    code = ('<buch sprache="de">', "  <titel>Kraniche</titel>", "\t<!-- weitere Angaben -->", "</buch>")
    return (
        p("Besondere Absätze", style="Zwischentitel"),
        p(
            "Ein ",
            run("Merksatz", rStyle="Starkhervorgehoben"),
            " ist fett; ein fett ausgezeichnetes Wort darin wird ",
            run("wieder mager", rStyle="Starkhervorgehoben"),
            ".",
            style="Merksatz",
        ),
        p("Die Arbeit am Manuskript geschieht in drei Schritten:", style="GrundtextohneEinzug", keepNext=True),
        p("Text schreiben und Vorlagen zuweisen", style="Schritt"),
        p("Abbildungen getrennt abgeben", style="Schritt"),
        p("als TIFF oder PNG,", style="Standard", num=(1, 1)),
        p("mit mindestens 300 dpi", style="Standard", num=(1, 1)),
        p("Register prüfen", style="Schritt"),
        p(
            "Programme und Auszeichnungen stehen im Quelltext:",
            style="GrundtextohneEinzug",
            spacing={"before": 160},
            keepNext=True,
        ),
        *(p(line, style="Quelltext") for line in code),
        p("Zitate in fremder Schrift", style="berschrift3"),
        p("Hebräische und arabische Zitate laufen von rechts nach links:", style="GrundtextohneEinzug", keepNext=True),
        p(run("שלום לכולם, זה משפט קצר.", rtl=True, lang={"bidi": "he-IL"}), bidi=True, jc="start"),
        p(run("هذه جملة قصيرة.", rtl=True, lang={"bidi": "ar-SA"}), bidi=True, jc="left"),
        p(
            "Griechisch steht dagegen wie Deutsch: ",
            run("γνῶθι σεαυτόν", lang={"val": "el-GR"}),
            ".",
            style="Grundtext",
        ),
    )


def _appendix() -> tuple[Xml, ...]:
    return (
        p(bookmark("Anhang", "Anhang: Liste der Vorlagen"), style="Anhangtitel"),
        p("Kapitel-Anfang, Zwischentitel", style="Listenabsatz", num=(2, 0)),
        p("Grundtext, Grundtext ohne Einzug", style="Listenabsatz", num=(2, 0)),
        p("Merksatz, Quelltext, Schritt", style="Listenabsatz", num=(2, 0)),
        p("Eine Überschrift ohne Vorlage", outlineLvl=1, keepNext=True, spacing={"before": 200}),
        p("Der Absatz darüber hat nur eine Gliederungsebene; auch das kommt vor.", style="Grundtext"),
    )
