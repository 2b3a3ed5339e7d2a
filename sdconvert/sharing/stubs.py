"""Embedded files -> the least that is still of their kind."""

from __future__ import annotations

import struct

from sdconvert.archive import Archive, write_archive

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def empty_ole() -> bytes:
    """A compound file with nothing but its root."""
    header = _OLE + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    header += struct.pack("<I", _FREE) * 108
    table = struct.pack("<II", _FAT, _END) + struct.pack("<I", _FREE) * 126
    name = "Root Entry\0".encode("utf-16-le")
    root = name.ljust(64, b"\0") + struct.pack("<HBBIII", len(name), 5, 1, _FREE, _FREE, _FREE)
    root += b"\0" * 36 + struct.pack("<I", _END) + b"\0" * 8
    return header + table + root.ljust(_SECTOR, b"\0")


def empty_package(archive: Archive) -> bytes:
    """A package of the kind of another: a workbook with one empty sheet, a Word file with one paragraph, or an archive
    without members."""
    if "xl/workbook.xml" in archive:
        return _write_workbook()
    if "word/document.xml" in archive:
        return _write_word()
    return write_archive({})


def _write_workbook() -> bytes:
    main = f"{_SPREADSHEET}"
    return write_archive(
        {
            **_frame(
                "xl/workbook.xml", "spreadsheetml.sheet.main", ("xl/worksheets/sheet1.xml", "spreadsheetml.worksheet")
            ),
            "xl/workbook.xml": _xml(
                f'<workbook xmlns="{main}" xmlns:r="{_OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
                "</sheets></workbook>"
            ),
            "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": _xml(f'<worksheet xmlns="{main}"><sheetData/></worksheet>'),
        }
    )


def _write_word() -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return write_archive(
        {
            **_frame("word/document.xml", "wordprocessingml.document.main"),
            "word/document.xml": _xml(f'<w:document xmlns:w="{namespace}"><w:body><w:p/></w:body></w:document>'),
        }
    )


def _frame(main: str, kind: str, *others: tuple[str, str]) -> dict[str, bytes]:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{part}+xml"/>'
        for name, part in ((main, kind), *others)
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return {
        "[Content_Types].xml": _xml(f'<Types xmlns="{_TYPES}">{defaults}{overrides}</Types>'),
        "_rels/.rels": _relation("officeDocument", main),
    }


def _relation(kind: str, target: str) -> bytes:
    return _xml(
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        "</Relationships>"
    )


def _xml(text: str) -> bytes:
    return (_DECLARATION + text).encode()
