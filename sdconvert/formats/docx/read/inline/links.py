"""Links to outside, and within the document as references (ECMA-376 Part 1, 17.16.22)."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import R_ID, w
from sdconvert.formats.docx.read.bookmarks import Bookmark
from sdconvert.formats.docx.read.census import visible_text
from sdconvert.formats.docx.read.formatting.cascade import Drop
from sdconvert.formats.docx.read.inline.content import Piece, is_blank, text_of
from sdconvert.formats.docx.read.inline.reader import InlineReader, ReadBetweenRuns
from sdconvert.ledger import Kind
from sdconvert.model.inlines import CrossReference, LineBreak, Link, Run
from sdconvert.xmlio import Element

LINK_NOWHERE = declare(
    "DOCX-R035",
    Severity.WARNING,
    "The link on “{text}” leads to “{target}”, which is not in the document; its text is kept.",
    "Repair the link in Word.",
    "A link within the document needs the bookmark that it names.",
)
LINK_WITHOUT_TEXT = declare(
    "DOCX-R036",
    Severity.WARNING,
    "The link to {target} stands on something else than text and is left out.",
    why="SDXML has links on text only.",
)
LINK_SPLIT = declare(
    "DOCX-R037",
    Severity.INFO,
    "The link to {target} is cut around something that cannot stand inside a link.",
    why="SDXML has text and nothing else in a link.",
)
LINK_TIP = declare(
    "DOCX-R183",
    Severity.INFO,
    "The tip that appears over a link is left out at {count} link(s); the first says “{text}”.",
    "Write into the text what the tip says, if readers need it.",
    "SDXML has no tips.",
)


_IN_LINK = {drop: drop | Drop.LINK_STYLE for drop in map(Drop, range(4))}
_TOOLTIP, _ANCHOR, _LOCATION = w("tooltip"), w("anchor"), w("docLocation")


def _read_hyperlink(reader: InlineReader, element: Element) -> None:
    tip = element.get(_TOOLTIP)
    if tip:
        reader.reading.report.tally(LINK_TIP, "", lambda: reader.reading.at(element), text=tip[:120])
    relationship = reader.reading.package.relationships(reader.reading.part).get(element.get(R_ID, ""))
    anchor = element.get(_ANCHOR) or element.get(_LOCATION) or ""
    target = "" if relationship is None else relationship.target
    if target:
        fragment = f"#{anchor}" if anchor and "#" not in target else ""
        put_link(reader, element, target + fragment)
    else:
        put_reference(reader, element, anchor, Kind.LINKS)


def put_link(reader: InlineReader, element: Element, href: str) -> None:
    """Put a link to outside around the content of an element, booked as one link."""
    pieces = reader.gather(element, _IN_LINK[reader.drop])
    links = 0
    part: list[Run | LineBreak] = []
    result: list[Piece] = []
    for piece in [*pieces, None]:
        if isinstance(piece, (Run, LineBreak)):
            part.append(piece)
            continue
        if any(not is_blank(run) for run in part) or (part and not links and len(part) == len(pieces)):
            result.append(Link(href, tuple(part)))
            links += 1
        else:
            result.extend(part)
        part = []
        if piece is not None:
            result.append(piece)
    reader.put_all(result)
    if not links:
        reader.reading.report.drop(LINK_WITHOUT_TEXT, {Kind.LINKS: 1}, reader.reading.at(element), target=href)
    elif links > 1:
        reader.reading.report.add_own(LINK_SPLIT, {Kind.LINKS: links - 1}, reader.reading.at(element), target=href)


def put_reference(reader: InlineReader, element: Element, anchor: str, kind: Kind) -> None:
    """Put a reference to the block of a bookmark in place of a link within the document, booked until now as `kind`."""
    bookmark = reader.story.bookmarks.find(anchor)
    pieces = reader.gather(element, _IN_LINK[reader.drop])
    text = text_of([piece for piece in pieces if isinstance(piece, Run)])
    if bookmark is None or not text.strip():
        reader.reading.report.change(
            LINK_NOWHERE, {kind: 1}, reader.reading.at(element), target=anchor, text=text or visible_text(element)
        )
        reader.put_all(pieces)
        return
    reader.reading.report.reclassify(kind, Kind.REFERENCES)
    reader.put_all(_with_reference(pieces, bookmark, text))


def _with_reference(pieces: list[Piece], bookmark: Bookmark, text: str) -> list[Piece]:
    """The reference in place of the first text, which holds all of it; other pieces stay where they were."""
    result: list[Piece] = []
    is_placed = False
    for piece in pieces:
        if not isinstance(piece, Run):
            result.append(piece)
        elif not is_placed:
            result.append(CrossReference(bookmark.block, bookmark.has_number, not bookmark.has_number, text))
            is_placed = True
    return result


READERS: dict[str, ReadBetweenRuns] = {w("hyperlink"): _read_hyperlink}
