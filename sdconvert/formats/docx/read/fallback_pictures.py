"""Graphics of newer kinds, of which the file has a picture for those who do not know them (ECMA-376 Part 3, 7.6)."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import MC, PIC, V
from sdconvert.formats.docx.read.context import Reading
from sdconvert.xmlio import Element

FALLBACK_PICTURE = declare(
    "DOCX-R168",
    Severity.INFO,
    "{count} graphic(s) of a newer kind ({kind}) are kept as the picture that the file has of them.",
    why="Word itself stores this picture, for programs that do not know the kind.",
)

_CHOICE, _FALLBACK = f"{{{MC}}}Choice", f"{{{MC}}}Fallback"
_PICTURES = (f"{{{PIC}}}pic", f"{{{V}}}imagedata")
_KINDS = {
    "http://schemas.microsoft.com/office/drawing/2017/model3d": "3D model",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingInk": "ink",
}
_CHART_ROOT = ("http://schemas.microsoft.com/office/drawing/", "/chartex")


def report_fallback_pictures(alternates: Iterable[Element], reading: Reading) -> None:
    """Say of which graphics the picture in the fallback is shown."""
    for alternate in alternates:
        choice, fallback = alternate.find(_CHOICE), alternate.find(_FALLBACK)
        kind = "" if choice is None else _kind_of(choice)
        if kind and fallback is not None and next(fallback.iter(*_PICTURES), None) is not None:
            reading.report.tally(FALLBACK_PICTURE, kind, reading.at(alternate), kind=kind)


def _kind_of(choice: Element) -> str:
    """What a choice holds that we do not know, by the namespaces that it requires; empty for others."""
    for prefix in choice.get("Requires", "").split():
        uri = choice.nsmap.get(prefix) or ""
        if uri.startswith(_CHART_ROOT[0]) and uri.endswith(_CHART_ROOT[1]):
            return "chart"
        if uri in _KINDS:
            return _KINDS[uri]
    return ""
