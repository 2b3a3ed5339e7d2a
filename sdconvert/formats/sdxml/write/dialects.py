"""The other dialects that can be written: what is published of them, and no more. Experimental."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from sdconvert.choices import Dialect
from sdconvert.formats.sdxml.names import ANCHOR, ATTACHED_SECTIONS, ORDERED_SECTIONS, quick_stylename
from sdconvert.formats.sdxml.write.ids import name_based_uuid
from sdconvert.xmlio import Element, parse

VERSIONS: Mapping[Dialect, str] = {Dialect.V2_13: "2.13.2", Dialect.V2_25: "2.25.0"}


def in_dialect(xml: bytes, dialect: Dialect) -> bytes:
    """An sd.xml of 2.6 with `comments`, in another dialect.

    Source: the dialects 2.13 and 2.25.
    """
    root = parse(xml, "sd.xml")
    root.set("version", VERSIONS[dialect])
    for step in _STEPS[dialect]:
        step(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _name_styles(root: Element) -> None:
    """Say by style names what 2.6 says with `heading` and `enumeration`."""
    for heading in list(root.iter("heading")):
        kind = "enumeration" if "enumeration" in heading.attrib else "level"
        heading.set("stylename", quick_stylename("heading", _level(heading, kind), is_numbered=kind == "enumeration"))
        heading.tag = "paragraph"
        if "indent" not in heading.attrib:
            heading.set("indent", "0")
    for paragraph in root.iter("paragraph"):
        if "enumeration" in paragraph.attrib and "stylename" not in paragraph.attrib:
            level = _level(paragraph, "enumeration")
            paragraph.set("stylename", quick_stylename("text", level, is_numbered=True))


def _level(element: Element, name: str) -> int:
    """The level, which is taken off."""
    value = element.get(name, "0")
    if name in element.attrib:
        del element.attrib[name]
    return int(value)


def _add_siblings(names: Iterable[str]) -> Callable[[Element], None]:
    def add(root: Element) -> None:
        for name in names:
            if root.find(name) is None:
                etree.SubElement(root, name)

    return add


def _make_sections(root: Element) -> None:
    """Put blocks into ordered sections, and the text of footnotes into paragraphs that are attached."""
    body = root.find("document")
    if body is None:
        return
    ordered = etree.Element(ORDERED_SECTIONS)
    ordered.extend(list(body))
    attached = etree.Element(ATTACHED_SECTIONS)
    for number, footnote in enumerate(list(ordered.iter("footnote"))):
        attached.append(_attached(footnote, name_based_uuid(f"footnote {root.get('id')} {number}")))
    body.extend([ordered, attached])


def _attached(footnote: Element, own_id: str) -> Element:
    """The paragraph that holds the text of a footnote, which is left as a place that names it."""
    paragraph = etree.Element("paragraph", id=own_id, indent="0")
    paragraph.text = footnote.text
    paragraph.extend(list(footnote))
    footnote.text = None
    footnote.set(ANCHOR, own_id)
    return paragraph


_STEPS: Mapping[Dialect, tuple[Callable[[Element], None], ...]] = {
    Dialect.V2_13: (_name_styles, _add_siblings(("comments", "indexes"))),
    Dialect.V2_25: (
        _name_styles,
        _make_sections,
        _add_siblings(("comments", "indexes", "section-tags", "bibliographies")),
    ),
}
