"""Blocks: chapters are opened up, nested lists become items with a level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sdconvert.findings import Severity, declare
from sdconvert.formats.parsx.names import LINE_SEPARATOR, MAX_HEADING_LEVEL, QUOTATION
from sdconvert.formats.parsx.read.context import Reading, local_name, text_of
from sdconvert.formats.parsx.read.inlines import (
    INLINE_NAMES,
    UNKNOWN_ELEMENT,
    InlineReader,
    read_content,
    read_equation,
)
from sdconvert.formats.parsx.read.tables import read_table
from sdconvert.formats.parsx.read.titles import read_title
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import NO_MARKS, Inline, Mark
from sdconvert.xmlio import Element

BOX_OPENED = declare(
    "PARSX-R060",
    Severity.INFO,
    "{count} element(s) “{name}” were opened up; their content is kept.",
    why="Front matter, back matter, boxes and insets other than quotations have no counterpart in other formats.",
)

_CODE = frozenset({Mark.CODE})


class BlockReader:
    """Reads blocks into `blocks`, in reading order."""

    __slots__ = ("_depth", "_pending_id", "_reading", "_style", "blocks")

    def __init__(self, reading: Reading, style: str = "") -> None:
        self._reading = reading
        self._style = style
        self._depth = -1
        self._pending_id = ""
        self.blocks: list[Block] = []

    def read_container(self, element: Element, indent: int = 0) -> None:
        """Read what stands in an element that holds blocks. Text and inline elements between them are paragraphs."""
        for part in self._read_parts(element):
            if isinstance(part, tuple):
                self._add_paragraph(part, self._take_id(None), indent)
            else:
                self._read_block(part, local_name(part), indent)

    def read_root(self, root: Element) -> None:
        """Read the outermost element of a file, without what it says about itself."""
        for part in self._read_parts(root):
            if isinstance(part, tuple):
                self._add_paragraph(part, "", 0)
            elif local_name(part) != "meta":
                self._read_block(part, local_name(part), 0)

    def _read_parts(self, element: Element) -> Iterator[tuple[Inline, ...] | Element]:
        """The blocks of an element, and the content of each stretch of text and inline elements between them."""
        loose = InlineReader(self._reading)
        _add_loose(loose, element.text)
        for child in element:
            if local_name(child) in INLINE_NAMES:
                loose.read_child(child)
            else:
                if content := loose.finish():
                    yield content
                loose = InlineReader(self._reading)
                yield child
            _add_loose(loose, child.tail)
        if content := loose.finish():
            yield content

    def _read_block(self, element: Element, name: str, indent: int) -> None:
        read = _BLOCKS.get(name)
        if read is not None:
            read(self, element)
        elif name == "abs":
            self._read_paragraph(element, indent)
        elif name == "formel":
            self._add_paragraph((read_equation(self._reading, element, True),), self._take_id(element), indent)
        else:
            self._read_unknown(element, name, indent)

    def _read_unknown(self, element: Element, name: str, indent: int) -> None:
        """Loses: PARSX-R001."""
        self._reading.tally(UNKNOWN_ELEMENT, name, name=name)
        self._await_id(element)
        self.read_container(element, indent)

    # ------------------------------------------------------------------------------------------------------ ids

    def _await_id(self, element: Element) -> None:
        """What refers to a container leads to the first block in it."""
        self._pending_id = self._reading.id_of(element) or self._pending_id

    def _take_id(self, element: Element | None) -> str:
        own = "" if element is None else self._reading.id_of(element)
        pending, self._pending_id = self._pending_id, ""
        return own or pending

    # -------------------------------------------------------------------------------------------- containers

    def _read_plain_container(self, element: Element) -> None:
        self._await_id(element)
        self.read_container(element)

    def _read_chapter(self, element: Element) -> None:
        self._depth += 1
        self._read_plain_container(element)
        self._depth -= 1

    def _read_box(self, element: Element) -> None:
        """Loses: PARSX-R060."""
        name = local_name(element)
        self._reading.tally(BOX_OPENED, name, name=name)
        self._read_plain_container(element)

    def _read_inset(self, element: Element) -> None:
        """A quotation gives its paragraphs a style; other insets are opened up."""
        if element.get("typ") != QUOTATION:
            self._read_box(element)
            return
        outer, self._style = self._style, QUOTATION
        self._reading.styles.add(QUOTATION)
        self._read_plain_container(element)
        self._style = outer

    # ------------------------------------------------------------------------------- headings and paragraphs

    def _read_heading(self, element: Element) -> None:
        name = local_name(element)
        level = int(name[1]) - 1 if name != "titel" else min(max(self._depth, 0), MAX_HEADING_LEVEL)
        own_id = self._take_id(element)
        title = InlineReader(self._reading)
        label = read_title(title, element)
        content = title.finish()
        text = text_of(content)
        self._reading.heading = text[:60].strip()
        place = self._reading.at(text)
        self.blocks.append(
            Heading(content, level, is_numbered=label is not None, label=label or "", id=own_id, at=place)
        )

    def _read_paragraph(self, element: Element, indent: int = 0) -> None:
        inner_blocks: list[Element] = []
        own_id = self._take_id(element)
        content = read_content(self._reading, element, inner_blocks)
        if content or not inner_blocks:
            self._add_paragraph(content, own_id, indent)
        self._read_blocks(inner_blocks, indent)

    def _add_paragraph(self, content: tuple[Inline, ...], own_id: str, indent: int) -> None:
        place = self._reading.at(text_of(content))
        self.blocks.append(Paragraph(content, indent, style=self._style, id=own_id, at=place))

    def _read_blocks(self, elements: Iterable[Element], indent: int = 0) -> None:
        for element in elements:
            self._read_block(element, local_name(element), indent)

    def _read_code(self, element: Element) -> None:
        """The lines of code, in one paragraph for each element or for the whole text."""
        if len(element):
            for child in element:
                reader = InlineReader(self._reading)
                reader.read(child, _CODE)
                self._add_paragraph(reader.finish(), self._take_id(child), 0)
            return
        reader = InlineReader(self._reading)
        reader.add_text((element.text or "").strip("\r\n").replace("\n", LINE_SEPARATOR), _CODE)
        self._add_paragraph(reader.finish_raw(), self._take_id(element), 0)

    # -------------------------------------------------------------------------------------------------- lists

    def _read_list(self, element: Element) -> None:
        self._await_id(element)
        self._read_entries(element, 0, self._reading.begin_list())

    def _read_entries(self, element: Element, level: int, list_id: str) -> None:
        is_ordered = local_name(element) == "liste_geordnet"
        for child in element:
            name = local_name(child)
            if name == "eintrag":
                self._await_id(child)
                self._read_entry(child, is_ordered, level, list_id)
            elif name in _LISTS:
                self._read_entries(child, level + 1, list_id)
            else:
                self._read_block(child, name, level)

    def _read_entry(self, element: Element, is_ordered: bool, level: int, list_id: str) -> None:
        """The first paragraph of an entry is the item, further ones are indented below it."""
        is_begun = False
        for part in self._read_parts(element):
            is_text = isinstance(part, tuple) or local_name(part) == "abs"
            if is_text and not is_begun:
                self._read_item(part, is_ordered, level, list_id)
                is_begun = True
            elif isinstance(part, tuple):
                self._add_paragraph(part, self._take_id(None), level + 1)
            else:
                self._read_in_entry(part, level, list_id)

    def _read_in_entry(self, element: Element, level: int, list_id: str) -> None:
        name = local_name(element)
        if name in _LISTS:
            self._read_entries(element, level + 1, list_id)
        else:
            self._read_block(element, name, level + 1)

    def _read_item(self, source: tuple[Inline, ...] | Element, is_ordered: bool, level: int, list_id: str) -> None:
        inner_blocks: list[Element] = []
        if isinstance(source, tuple):
            own_id, content = self._take_id(None), source
        else:
            own_id, content = self._take_id(source), read_content(self._reading, source, inner_blocks)
        place = self._reading.at(text_of(content))
        self.blocks.append(ListItem(content, is_ordered, level, list_id, id=own_id, at=place))
        for element in inner_blocks:
            self._read_in_entry(element, level, list_id)

    # --------------------------------------------------------------------------------------- tables, pictures

    def _read_table(self, element: Element) -> None:
        table, rest = read_table(self._reading, element, self._take_id(element), self._read_cell)
        self.blocks.append(table)
        self._read_blocks(rest)

    def _read_cell(self, element: Element) -> tuple[Block, ...]:
        cell = BlockReader(self._reading)
        cell.read_container(element)
        return tuple(cell.blocks)

    def _read_picture(self, element: Element) -> None:
        """A picture for each `abbildung`; the last carries the caption."""
        sources = [child for child in element if local_name(child) == "abbildung"]
        others = [child for child in element if local_name(child) != "abbildung"]
        captions = [child for child in others if local_name(child) in {"legende", "titel"}]
        if not sources:
            self._read_unknown(element, local_name(element), 0)
            return
        caption = read_content(self._reading, captions[0]) if captions else ()
        for number, source in enumerate(sources, 1):
            self._add_picture(source, caption if number == len(sources) else (), self._take_id(element))
        self._read_blocks([child for child in others if child not in captions[:1]])

    def _add_picture(self, source: Element, caption: tuple[Inline, ...], own_id: str) -> None:
        self._reading.count(Kind.PICTURES)
        place = self._reading.at(text_of(caption))
        name = self._reading.pictures.take(source.get("quelle", ""), place)
        text = source.get("ersatztext", "")
        self.blocks.append(Picture(name, caption=caption, text=text, id=own_id, at=place))


def _add_loose(loose: InlineReader, text: str | None) -> None:
    """Text between blocks; white space alone is none."""
    if text and (loose.has_content or not text.isspace()):
        loose.add_text(text, NO_MARKS)


_LISTS = frozenset({"liste_geordnet", "liste_ungeordnet"})
_BLOCKS: dict[str, Callable[[BlockReader, Element], None]] = {
    "projekt": BlockReader._read_plain_container,
    "werk": BlockReader._read_plain_container,
    "hauptteil": BlockReader._read_plain_container,
    "vorspann": BlockReader._read_box,
    "nachspann": BlockReader._read_box,
    "kapitel": BlockReader._read_chapter,
    "abschnitt": BlockReader._read_plain_container,
    "u1": BlockReader._read_heading,
    "u2": BlockReader._read_heading,
    "u3": BlockReader._read_heading,
    "u4": BlockReader._read_heading,
    "u5": BlockReader._read_heading,
    "u6": BlockReader._read_heading,
    "titel": BlockReader._read_heading,
    "liste_geordnet": BlockReader._read_list,
    "liste_ungeordnet": BlockReader._read_list,
    "tabelle": BlockReader._read_table,
    "table": BlockReader._read_table,
    "bild": BlockReader._read_picture,
    "legende": BlockReader._read_plain_container,
    "einschub": BlockReader._read_inset,
    "infokasten": BlockReader._read_box,
    "codeblock": BlockReader._read_code,
}
ROOT_NAMES = frozenset(_BLOCKS)
"""What the outermost element of a parsX file, or one right below it, is called."""
