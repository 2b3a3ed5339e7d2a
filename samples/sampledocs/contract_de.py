"""A German service contract: legal numbering bound to styles, cross-references, footnotes, signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sampledocs.numbering import Level, abstract, bullets, instance
from sampledocs.package import Core, Package, note_paragraph
from sampledocs.styles import Look, borders, style
from sampledocs.wordml import (
    Xml,
    anchor_link,
    bold,
    bookmark,
    field_code,
    italic,
    p,
    page_break,
    run,
    section,
    simple_field,
    tbl,
    tc,
    tr,
)

if TYPE_CHECKING:
    from pathlib import Path

_CORE = Core(
    title="Dienstleistungsvertrag über die Einführung eines Lagerverwaltungssystems",
    subject="Vertrag Nr. 2026-0417",
    author="Dr. Silke Petersen",
    last_modified_by="Jonas Reinhardt",
    keywords="Vertrag; Dienstleistung; Lagerverwaltung",
    category="Verträge",
    created="2026-03-02T08:15:00Z",
    modified="2026-04-17T14:40:00Z",
    language="de-DE",
    revision=14,
)
_LOOK = Look(
    language="de-DE",
    body_font="Arial",
    heading_font="Arial",
    size_half_points=20,
    colour="000000",
    heading_list=1,
    heading_list_levels=1,
)
_LEGAL_LIST = (
    Level("decimal", "§ %1", left=567, hanging=567, style="berschrift1"),
    Level("decimal", "%1.%2", left=567, hanging=567, style="Klausel"),
    Level("lowerLetter", "(%3)", left=1134, hanging=567, style="Unterklausel"),
    Level("lowerRoman", "(%4)", left=1701, hanging=567),
)


def _own_style(style_id: str, name: str, level: int) -> str:
    number = Xml(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
    return style("paragraph", style_id, name, based_on="Standard", own=True, paragraph={"numPr": number, "jc": "both"})


_OWN_STYLES = (
    _own_style("Klausel", "Klausel", 1),
    _own_style("Unterklausel", "Unterklausel", 2),
    style(
        "paragraph", "Vertragspartei", "Vertragspartei", based_on="Standard", own=True, paragraph={"ind": {"left": 567}}
    ),
    style(
        "character",
        "Definition",
        "Definition",
        based_on="Absatz-Standardschriftart",
        own=True,
        text={"b": True, "bCs": True},
    ),
)


def _section_heading(name: str, text: str) -> Xml:
    return p(bookmark(name, text), style="berschrift1")


def _clause(*parts: str, name: str = "") -> Xml:
    return p(bookmark(name, *parts) if name else parts[0], *(() if name else parts[1:]), style="Klausel")


def _item(*parts: str, name: str = "") -> Xml:
    return p(bookmark(name, *parts) if name else parts[0], *(() if name else parts[1:]), style="Unterklausel")


def _number_of(name: str, label: str) -> Xml:
    return field_code(f"REF {name} \\r \\h", label)


def _text_of(name: str, text: str) -> Xml:
    return field_code(f"REF {name} \\h", text)


def _term(text: str) -> Xml:
    return run(text, rStyle="Definition")


def write(path: Path) -> None:
    """Write `contract-de.docx`."""
    lists = abstract(0, _LEGAL_LIST) + abstract(1, bullets()) + instance(1, 0) + instance(2, 1)
    package = Package(_CORE, _LOOK, _OWN_STYLES, lists, company="Wattwerk Software GmbH")
    package.save(
        path,
        *_opening(),
        *_subject(package),
        *_money(package),
        *_liability(package),
        *_end(),
        _sections(package),
    )


def _opening() -> tuple[Xml, ...]:
    return (
        p("Dienstleistungsvertrag", style="Titel", jc="center"),
        p("über die Einführung eines Lagerverwaltungssystems", style="Untertitel", jc="center"),
        p("zwischen"),
        p(
            bold("Wattwerk Software GmbH"),
            "\nDeichstraße 14\n25813 Husum\nvertreten durch die Geschäftsführerin Dr. Silke Petersen",
            style="Vertragspartei",
        ),
        p("– im Folgenden „", _term("Auftragnehmerin"), "“ –", jc="right"),
        p("und"),
        p(
            bold("Tidemann & Kröger Logistik KG"),
            "\nAm Güterbahnhof 3\n24941 Flensburg\nvertreten durch den Komplementär Hauke Tidemann",
            style="Vertragspartei",
        ),
        p("– im Folgenden „", _term("Auftraggeberin"), "“ –", jc="right"),
        p(
            "Die Auftraggeberin betreibt drei Lager in Schleswig‑Holstein. Sie will die bisher getrennten "
            "Bestandslisten "
            "durch ein gemeinsames System ablösen. Die Parteien schließen dazu den folgenden Vertrag.",
            style="Textkrper",
        ),
    )


def _subject(package: Package) -> tuple[Xml, ...]:
    return (
        _section_heading("_Ref190000001", "Begriffe"),
        _clause(
            "„",
            _term("System"),
            "“ ist die Software ",
            italic("Wattlager"),
            " in der Fassung, die in Anlage 1 beschrieben ist.",
        ),
        _clause(
            "„",
            _term("Produktivsetzung"),
            "“ ist der Tag, an dem das System im Lager Flensburg den Betrieb aufnimmt.",
            name="_Ref190000002",
        ),
        _clause(
            "„",
            _term("Werktage"),
            "“ sind die Tage von Montag bis Freitag mit Ausnahme der gesetzlichen Feiertage am Sitz der "
            "Auftraggeberin.",
        ),
        _section_heading("_Ref190000003", "Gegenstand des Vertrages"),
        _clause("Die Auftragnehmerin erbringt für die Auftraggeberin die folgenden Leistungen:", name="_Ref190000004"),
        _item("Einrichtung des Systems auf den Servern der Auftraggeberin,"),
        _item("Übernahme der Bestandsdaten aus den drei Lagern,", name="_Ref190000005"),
        _item("Schulung von höchstens zwölf Beschäftigten an zwei Tagen,"),
        _item(
            "Begleitung des Betriebs während der ersten 30 Tage nach der Produktivsetzung (Ziffer ",
            _number_of("_Ref190000002", "1.2"),
            ").",
        ),
        _clause(
            "Ein bestimmter wirtschaftlicher Erfolg ist nicht geschuldet.",
            package.footnote(
                "Es handelt sich um einen Dienstvertrag im Sinne von § 611 BGB; werkvertragliche Elemente sind "
                "in Anlage 1 ",
                italic("ausdrücklich"),
                " als solche bezeichnet.",
            ),
            " Die Leistungen nach Ziffer ",
            _number_of("_Ref190000005", "2.1(b)"),
            " werden jedoch förmlich abgenommen.",
        ),
        _clause(
            "Die Auftragnehmerin darf Unterauftragnehmer nur einsetzen, wenn die Auftraggeberin vorher in "
            "Textform zugestimmt hat."
        ),
        _section_heading("_Ref190000006", "Mitwirkung der Auftraggeberin"),
        _clause(
            "Die Auftraggeberin benennt binnen fünf Werktagen nach Unterzeichnung eine Ansprechperson, die "
            "Entscheidungen treffen darf."
        ),
        _clause(
            "Sie stellt die Bestandsdaten als CSV‑Dateien bereit. Das Format ist unter ",
            package.link("https://www.example.com/wattlager/import", "www.example.com/wattlager/import"),
            " beschrieben.",
        ),
        _clause(
            "Verzögert sich die Mitwirkung, verschieben sich die Termine nach ",
            _number_of("_Ref190000007", "§ 4"),
            " („",
            _text_of("_Ref190000007", "Termine und Vergütung"),
            "“) um denselben Zeitraum.",
        ),
    )


def _money(package: Package) -> tuple[Xml, ...]:
    head = {"shd": {"val": "clear", "color": "auto", "fill": "D9D9D9"}}
    rows = (
        ("Einrichtung und Übernahme der Daten", "30. Juni 2026", "18.400,00 €"),
        ("Schulung", "10. Juli 2026", "3.200,00 €"),
        ("Begleitung des Betriebs", "15. August 2026", "6.900,00 €"),
    )
    return (
        _section_heading("_Ref190000007", "Termine und Vergütung"),
        _clause("Die Parteien vereinbaren die folgenden Termine und Festpreise:", name="_Ref190000008"),
        tbl(
            [4400, 2336, 2336],
            tr(
                tc(p(bold("Leistung")), **head),
                tc(p(bold("Termin")), **head),
                tc(p(bold("Preis (netto)"), jc="right"), **head),
                tblHeader=True,
            ),
            *(tr(name, date, tc(p(price, jc="right")), cantSplit=True) for name, date, price in rows),
            tr(tc(p(bold("Summe")), gridSpan=2), tc(p(bold("28.500,00 €"), jc="right"))),
            tblStyle="Tabellenraster",
        ),
        p(),
        _clause("Die Preise verstehen sich zuzüglich der gesetzlichen Umsatzsteuer. Reisekosten sind enthalten."),
        _clause(
            "Rechnungen sind 14 Tage nach Zugang fällig. Bei Verzug gilt der gesetzliche Zinssatz.",
            package.footnote(
                "Derzeit neun Prozentpunkte über dem Basiszinssatz.",
                note_paragraph(
                    "Funotentext",
                    "Der Basiszinssatz wird zum 1. Januar und zum 1. Juli jedes Jahres angepasst; siehe ",
                    bold("§ 247 BGB"),
                    ".",
                ),
            ),
        ),
    )


def _liability(package: Package) -> tuple[Xml, ...]:
    return (
        _section_heading("_Ref190000009", "Haftung"),
        _clause("Die Auftragnehmerin haftet unbeschränkt", name="_Ref190000010"),
        _item("bei Vorsatz und grober Fahrlässigkeit,"),
        _item("bei Verletzung von Leben, Körper oder Gesundheit,"),
        _item("nach dem Produkthaftungsgesetz."),
        _clause(
            "Im Übrigen ist die Haftung auf den Betrag nach Ziffer ",
            _number_of("_Ref190000008", "4.1"),
            " begrenzt. ",
            _number_of("_Ref190000010", "5.1"),
            " bleibt unberührt.",
        ),
        _section_heading("_Ref190000011", "Vertraulichkeit und Datenschutz"),
        _clause(
            "Die Parteien behandeln alle ",
            run("nicht offenkundigen", u="single"),
            " Informationen der anderen Partei vertraulich. Diese Pflicht endet drei Jahre nach dem Ende des "
            "Vertrages.",
        ),
        _clause(
            "Soweit die Auftragnehmerin personenbezogene Daten verarbeitet, gilt die Vereinbarung zur "
            "Auftragsverarbeitung nach Artikel 28 DSGVO. Fragen beantwortet ",
            package.link("mailto:datenschutz@example.com", "datenschutz@example.com"),
            ".",
        ),
        _section_heading("_Ref190000012", "Laufzeit und Kündigung"),
        _clause(
            "Der Vertrag beginnt mit der Unterzeichnung und endet, wenn alle Leistungen nach ",
            _number_of("_Ref190000003", "§ 2"),
            " erbracht sind.",
        ),
        _clause(
            "Jede Partei kann den Vertrag aus wichtigem Grund kündigen. Ein wichtiger Grund liegt insbesondere "
            "vor, wenn"
        ),
        _item(
            "die andere Partei trotz Fristsetzung von mindestens zehn Werktagen gegen ",
            _number_of("_Ref190000011", "§ 6"),
            " verstößt oder",
        ),
        _item("über ihr Vermögen ein Insolvenzverfahren eröffnet wird."),
    )


def _end() -> tuple[Xml, ...]:
    line = {"tcBorders": borders("top", "000000", "tcBorders")}
    return (
        _section_heading("_Ref190000013", "Schlussbestimmungen"),
        _clause("Änderungen dieses Vertrages bedürfen der Textform; das gilt auch für diese Klausel."),
        _clause("Ist eine Bestimmung unwirksam, bleibt der Vertrag im Übrigen wirksam."),
        _clause(
            "Gerichtsstand ist Flensburg. Es gilt das Recht der Bundesrepublik Deutschland. Die Leistungen "
            "beschreibt die ",
            anchor_link("Anlage1", run("Anlage 1", rStyle="Hyperlink")),
            ".",
        ),
        p(
            "Husum, den 17. April 2026\tFlensburg, den 20. April 2026",
            tabs=Xml('<w:tabs><w:tab w:val="left" w:pos="4820"/></w:tabs>'),
            spacing={"before": 480, "after": 720},
            keepNext=True,
        ),
        tbl(
            [4252, 568, 4252],
            tr(
                tc("Dr. Silke Petersen\nWattwerk Software GmbH", **line),
                "",
                tc("Hauke Tidemann\nTidemann & Kröger Logistik KG", **line),
                cantSplit=True,
            ),
        ),
        p(page_break()),
        p(
            bookmark("Anlage1", "Anlage 1: Beschreibung der Leistungen"),
            style="berschrift1",
            num=(0, 0),
            ind={"left": 0, "firstLine": 0},
        ),
        p("Das System besteht aus den folgenden Bausteinen:", style="Textkrper", keepNext=True),
        p("Bestandsführung für drei Lager mit zusammen 4\u00a0800 Stellplätzen", style="Listenabsatz", num=(2, 0)),
        p("Schnittstellen", style="Listenabsatz", num=(2, 0)),
        p("zur Finanzbuchhaltung (täglich, 22:00 Uhr)", style="Listenabsatz", num=(2, 1)),
        p("zu den Waagen im Wareneingang", style="Listenabsatz", num=(2, 1)),
        p(
            "Auswertungen nach Ziffer ",
            _number_of("_Ref190000004", "2.1"),
            " dieses Vertrages",
            style="Listenabsatz",
            num=(2, 0),
        ),
    )


def _sections(package: Package) -> Xml:
    header = package.header(p("Dienstleistungsvertrag\t\tVertrag Nr. 2026-0417", style="Kopfzeile"))
    pages = (simple_field("PAGE", "1"), " von ", simple_field("NUMPAGES", "4"))
    footer = package.footer(p("Wattwerk Software GmbH\t\tSeite ", *pages, style="Fuzeile"))
    return section(header, footer)
