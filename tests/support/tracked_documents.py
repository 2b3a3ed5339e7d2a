"""Documents described once and written three ways: with tracked changes, as they are after these, as they were before.

What a state of the document holds is decided here, by the description alone; nothing of the reader is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import assert_never

from docx_documents import AUTHOR


class Fate(Enum):
    """What tracked changes did to something. `BOTH`: inserted, and deleted again."""

    STAYS = ()
    INSERTED = ("ins",)
    DELETED = ("del",)
    BOTH = ("ins", "del")
    MOVED_HERE = ("moveTo",)
    MOVED_AWAY = ("moveFrom",)


class View(Enum):
    """How a document is written."""

    TRACKED = "tracked"
    AFTER = "after"
    BEFORE = "before"


_PRESENT = {
    View.AFTER: frozenset((Fate.STAYS, Fate.INSERTED, Fate.MOVED_HERE)),
    View.BEFORE: frozenset((Fate.STAYS, Fate.DELETED, Fate.MOVED_AWAY)),
    View.TRACKED: frozenset(Fate),
}


def is_there(fate: Fate, view: View) -> bool:
    """Whether what has this fate is part of the document in a view."""
    return fate in _PRESENT[view]


@dataclass(frozen=True)
class Properties:
    """The properties that stand there now and, where `was` is not None, those before a tracked change."""

    now: str = ""
    was: str | None = None

    def write(self, kind: str, view: View) -> str:
        """The content of the element of properties `w:kind`."""
        if view is View.BEFORE and self.was is not None:
            return self.was
        if view is not View.TRACKED or self.was is None:
            return self.now
        return f"{self.now}<w:{kind}Change {AUTHOR}><w:{kind}>{self.was}</w:{kind}></w:{kind}Change>"


@dataclass(frozen=True)
class Text:
    """A run."""

    text: str
    fate: Fate = Fate.STAYS
    look: Properties = Properties()


@dataclass(frozen=True)
class Field:
    """A complex field; the fate is that of all its parts, the result may have changes of its own where it stays."""

    instruction: str
    result: tuple[Text, ...]
    fate: Fate = Fate.STAYS
    is_cut: bool = False


@dataclass(frozen=True)
class Holder:
    """A link, content control or smart tag around text; it is there where any of its text is."""

    kind: str
    content: tuple[Text, ...]


@dataclass(frozen=True)
class Formula:
    """An equation with a root, whose sign has a fate, around some of its text."""

    before: tuple[Text, ...]
    radicand: tuple[Text, ...]
    sign: Fate = Fate.STAYS


Inline = Text | Field | Holder | Formula


@dataclass(frozen=True)
class Paragraph:
    """`mark` is the fate of its mark: where that is not there, the next paragraph goes on with the text."""

    content: tuple[Inline, ...]
    mark: Fate = Fate.STAYS
    properties: Properties = Properties()


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    paragraphs: tuple[Paragraph, ...]
    fate: Fate = Fate.STAYS


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    fate: Fate = Fate.STAYS


@dataclass(frozen=True)
class Table:
    """A table; it is there where any of its rows is."""

    rows: tuple[Row, ...]
    properties: Properties = field(default_factory=Properties)


Block = Paragraph | Table


def write_blocks(blocks: Iterable[Block], view: View) -> str:
    """The blocks of a story as WordprocessingML."""
    return "".join(_write_blocks(blocks, view))


def _write_blocks(blocks: Iterable[Block], view: View) -> Iterator[str]:
    carried = ""
    for block in blocks:
        match block:
            case Table():
                yield _write_table(block, view)
            case Paragraph():
                content = carried + "".join(_write_inline(piece, view) for piece in block.content)
                carried = ""
                if is_there(block.mark, view):
                    yield f"<w:p>{_write_paragraph_properties(block, view)}{content}</w:p>"
                else:
                    carried = content
            case _:
                assert_never(block)


def _write_paragraph_properties(paragraph: Paragraph, view: View) -> str:
    marks = "".join(f"<w:{kind} {AUTHOR}/>" for kind in paragraph.mark.value) if view is View.TRACKED else ""
    mark = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    now, change = paragraph.properties.write("pPr", view), ""
    if "<w:pPrChange" in now:
        now, change = now.split("<w:pPrChange", 1)
        change = f"<w:pPrChange{change}"
    return f"<w:pPr>{now}{mark}{change}</w:pPr>"


def _write_inline(inline: Inline, view: View) -> str:
    match inline:
        case Text():
            return _write_text(inline, view)
        case Field():
            return _write_field(inline, view)
        case Holder():
            return _write_holder(inline, view)
        case Formula():
            return _write_formula(inline, view)
        case _:
            assert_never(inline)


def _write_text(text: Text, view: View, name: str = "w") -> str:
    if not is_there(text.fate, view):
        return ""
    is_deleted = view is View.TRACKED and "del" in text.fate.value and name == "w"
    tag = "w:delText" if is_deleted else f"{name}:t"
    look = text.look.write("rPr", view)
    run = f'<{name}:r><w:rPr>{look}</w:rPr><{tag} xml:space="preserve">{text.text}</{tag}></{name}:r>'
    return _mark(run, text.fate, view)


def _mark(content: str, fate: Fate, view: View) -> str:
    if view is View.TRACKED:
        for kind in reversed(fate.value):
            content = f"<w:{kind} {AUTHOR}>{content}</w:{kind}>"
    return content


def _write_field(inline: Field, view: View) -> str:
    if not is_there(inline.fate, view):
        return ""
    is_deleted = view is View.TRACKED and "del" in inline.fate.value
    instruction = "delInstrText" if is_deleted else "instrText"
    texts = (_write_result(text, inline.fate, view) for text in inline.result)
    parts = [
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        f"<w:r><w:{instruction}>{inline.instruction}</w:{instruction}></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        *texts,
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ]
    if inline.is_cut and inline.fate is not Fate.STAYS:
        return "".join(_mark(part, inline.fate, view) for part in parts)
    return _mark("".join(parts), inline.fate, view)


def _write_result(text: Text, fate: Fate, view: View) -> str:
    """The result of a field that is changed as a whole has no marks of its own."""
    if fate is Fate.STAYS:
        return _write_text(text, view)
    tag = "delText" if view is View.TRACKED and "del" in fate.value else "t"
    return f'<w:r><w:{tag} xml:space="preserve">{text.text}</w:{tag}></w:r>'


_HOLDERS = {
    "link": ('<w:hyperlink r:id="rIdL">', "</w:hyperlink>"),
    "control": ("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    "tag": ("<w:smartTag>", "</w:smartTag>"),
}
HOLDERS = tuple(_HOLDERS)


def _write_holder(holder: Holder, view: View) -> str:
    content = "".join(_write_text(text, view) for text in holder.content)
    before, after = _HOLDERS[holder.kind]
    return f"{before}{content}{after}" if content else ""


def _write_formula(formula: Formula, view: View) -> str:
    """Signs that changes have left without any text show nothing, and so no equation."""
    texts = (*formula.before, *formula.radicand)
    if texts and view is not View.TRACKED and not any(is_there(text.fate, view) for text in texts):
        return ""
    before, radicand = (
        "".join(_write_text(text, view, "m") for text in texts) for texts in (formula.before, formula.radicand)
    )
    if is_there(formula.sign, view):
        sign = _mark_sign(formula.sign) if view is View.TRACKED else ""
        radicand = f"<m:rad><m:radPr>{sign}</m:radPr><m:deg/><m:e>{radicand}</m:e></m:rad>"
    content = before + radicand
    return f"<m:oMath>{content}</m:oMath>" if content else ""


def _mark_sign(fate: Fate) -> str:
    kinds = fate.value
    if not kinds:
        return ""
    inner = f"<w:{kinds[1]} {AUTHOR}/>" if len(kinds) > 1 else "<w:rPr/>"
    return f"<m:ctrlPr><w:{kinds[0]} {AUTHOR}>{inner}</w:{kinds[0]}></m:ctrlPr>"


def _write_table(table: Table, view: View) -> str:
    rows = "".join(_write_row(row, view) for row in table.rows if is_there(row.fate, view))
    properties = table.properties.write("tblPr", view)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{rows}</w:tbl>" if rows else ""


def _write_row(row: Row, view: View) -> str:
    cells = "".join(_write_cell(cell, view) for cell in row.cells if is_there(cell.fate, view))
    marks = "".join(f"<w:{kind} {AUTHOR}/>" for kind in row.fate.value) if view is View.TRACKED else ""
    return f"<w:tr><w:trPr>{marks}</w:trPr>{cells}</w:tr>" if cells else ""


def _write_cell(cell: Cell, view: View) -> str:
    kinds = {"ins": "cellIns", "del": "cellDel"}
    marks = "".join(f"<w:{kinds[kind]} {AUTHOR}/>" for kind in cell.fate.value) if view is View.TRACKED else ""
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{write_blocks(cell.paragraphs, view)}</w:tc>"
