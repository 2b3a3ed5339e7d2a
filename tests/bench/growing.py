"""Word documents with as many of one kind of thing as is asked for, each in two versions that differ a little."""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from docx_builder import Relation, build_docx
from docx_drawings import drawing, pic

_BY = 'w:author="Ada" w:date="2024-05-01T10:00:00Z"'
_EDITED = 5


def _words(at: int, version: int) -> str:
    """A text of its own for each place; every fifth is another one in another version."""
    return f"clause {at} of version {version if at % _EDITED == 0 else 0} binds both parties"


def _run(text: str, look: str = "") -> str:
    return f'<w:r>{look and f"<w:rPr>{look}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _paragraph(content: str, properties: str = "") -> str:
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{content}</w:p>"


def _each(number: int, make: Callable[[int], str]) -> str:
    return "".join(map(make, range(number)))


def paragraphs(number: int, version: int) -> bytes:
    return build_docx(_each(number, lambda at: _paragraph(_run(_words(at, version)))))


def runs(number: int, version: int) -> bytes:
    """In one paragraph, every other one bold."""
    looks = ("", "<w:b/>")
    return build_docx(_paragraph(_each(number, lambda at: _run(f"{_words(at, version)} ", looks[at % 2]))))


def tables(number: int, version: int) -> bytes:
    def table(at: int) -> str:
        cell = f"<w:tc>{_paragraph(_run(_words(at, version)))}</w:tc>"
        return f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>{_paragraph('')}"

    return build_docx(_each(number, table))


def rows(number: int, version: int) -> bytes:
    def row(at: int) -> str:
        cell = f"<w:tc>{_paragraph(_run(_words(at, version)))}</w:tc>"
        return f"<w:tr>{cell}{cell}</w:tr>"

    return build_docx(f"<w:tbl>{_each(number, row)}</w:tbl>{_paragraph('')}")


def notes(number: int, version: int) -> bytes:
    def reference(at: int) -> str:
        return _paragraph(_run(_words(at, version)) + f'<w:r><w:footnoteReference w:id="{at + 2}"/></w:r>')

    def note(at: int) -> str:
        return f'<w:footnote w:id="{at + 2}">{_paragraph(_run(_words(at, version)))}</w:footnote>'

    return build_docx(_each(number, reference), footnotes=_each(number, note))


def comments(number: int, version: int) -> bytes:
    def commented(at: int) -> str:
        begin, end = f'<w:commentRangeStart w:id="{at}"/>', f'<w:commentRangeEnd w:id="{at}"/>'
        return _paragraph(f'{begin}{_run(_words(at, version))}{end}<w:r><w:commentReference w:id="{at}"/></w:r>')

    def comment(at: int) -> str:
        return f'<w:comment w:id="{at}" {_BY}>{_paragraph(_run(_words(at, version)))}</w:comment>'

    return build_docx(_each(number, commented), comments=_each(number, comment))


def styles(number: int, version: int) -> bytes:
    """Each used by one paragraph and one run, and based on one of all."""

    def style(at: int) -> str:
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="P{at}"><w:name w:val="Clause {at}"/>'
            f'<w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="{at}"/></w:pPr></w:style>'
            f'<w:style w:type="character" w:customStyle="1" w:styleId="C{at}"><w:name w:val="Term {at}"/></w:style>'
        )

    def paragraph(at: int) -> str:
        return _paragraph(_run(_words(at, version), f'<w:rStyle w:val="C{at}"/>'), f'<w:pStyle w:val="P{at}"/>')

    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    return build_docx(_each(number, paragraph), styles=normal + _each(number, style))


def bookmarks(number: int, version: int) -> bytes:
    """Each on a paragraph, with a reference to it."""

    def marked(at: int) -> str:
        text = _run(_words(at, version))
        return _paragraph(f'<w:bookmarkStart w:id="{at}" w:name="_Ref{at}"/>{text}<w:bookmarkEnd w:id="{at}"/>')

    def reference(at: int) -> str:
        return _paragraph(f'<w:fldSimple w:instr=" REF _Ref{at} \\h ">{_run(_words(at, version))}</w:fldSimple>')

    return build_docx(_each(number, marked) + _each(number, reference))


def lists(number: int, version: int) -> bytes:
    """Each with a definition of its own and two items."""

    def abstract(at: int) -> str:
        level = '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        return f'<w:abstractNum w:abstractNumId="{at}"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'

    def num(at: int) -> str:
        return f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>'

    def items(at: int) -> str:
        number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{at + 1}"/></w:numPr>'
        return 2 * _paragraph(_run(_words(at, version)), number)

    return build_docx(_each(number, items), numbering=_each(number, abstract) + _each(number, num))


def pictures(number: int, version: int) -> bytes:
    """Each another one, with a line of text before it."""
    files: dict[str, bytes | str] = {f"word/media/image{at}.png": _png(at) for at in range(number)}
    relations = [Relation(f"r{at}", "image", f"media/image{at}.png") for at in range(number)]

    def shown(at: int) -> str:
        picture = drawing(pic(f'r:embed="r{at}"'))
        return _paragraph(_run(_words(at, version))) + _paragraph(f"<w:r>{picture}</w:r>")

    return build_docx(_each(number, shown), relations=relations, files=files)


def _png(at: int) -> bytes:
    """A picture of 8 × 8 dots, another one for each number."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = b"".join(b"\0" + struct.pack(">IB", at, line) + bytes(19) for line in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def revisions(number: int, version: int) -> bytes:
    """In each paragraph words that were taken out and words that were put in; every other mark was put in too."""

    def revised(at: int) -> str:
        gone = f'<w:del w:id="{2 * at}" {_BY}><w:r><w:delText>{_words(at, version)}</w:delText></w:r></w:del>'
        new = f'<w:ins w:id="{2 * at + 1}" {_BY}>{_run(_words(at, version))}</w:ins>'
        mark = f'<w:rPr><w:ins w:id="{-1 - at}" {_BY}/></w:rPr>' if at % 2 else ""
        return _paragraph(f"{_run('Both ')}{gone}{new}", mark)

    return build_docx(_each(number, revised))


KINDS: dict[str, tuple[Callable[[int, int], bytes], int]] = {
    "paragraphs": (paragraphs, 250),
    "runs": (runs, 250),
    "tables": (tables, 60),
    "rows": (rows, 100),
    "notes": (notes, 120),
    "comments": (comments, 120),
    "styles": (styles, 60),
    "bookmarks": (bookmarks, 100),
    "lists": (lists, 100),
    "pictures": (pictures, 30),
    "revisions": (revisions, 150),
}
"""What makes each kind of document, and of how many the smallest one is made."""
