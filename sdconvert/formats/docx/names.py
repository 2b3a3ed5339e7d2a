"""The names of WordprocessingML and its neighbours, transitional namespaces: Strict ones are mapped before parsing."""

from functools import cache

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
V = "urn:schemas-microsoft-com:vml"
O = "urn:schemas-microsoft-com:office:office"  # noqa: E741
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
W16SE = "http://schemas.microsoft.com/office/word/2015/wordml/symex"
XML = "http://www.w3.org/XML/1998/namespace"

STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
)


@cache
def w(name: str) -> str:
    """The qualified name of a `w:` element or attribute."""
    return f"{{{W}}}{name}"


def local_name(tag: object) -> str:
    """The name of an element without its namespace."""
    return str(tag).rpartition("}")[2]


def prefixed_name(tag: object) -> str:
    """The name of an element as a person knows it: `w:p`; of other vocabularies with their namespace."""
    return str(tag).replace(f"{{{W}}}", "w:")


GRID_TABLES, PLAIN_TABLES = "SMASHDOCs Grid", "SMASHDOCs Plain"
OUR_TABLES = frozenset((GRID_TABLES, PLAIN_TABLES))
"""The table styles of our own writer: with a line on every side of every cell, and with the lines that cells say. In
the model, tables that have them are of no style."""

VAL = w("val")
P = w("p")
PPR = w("pPr")
RUN = w("r")
RPR = w("rPr")
T = w("t")
TBL = w("tbl")
TR = w("tr")
TC = w("tc")
SECT_PR = w("sectPr")
R_ID = f"{{{R}}}id"
R_EMBED = f"{{{R}}}embed"
R_LINK = f"{{{R}}}link"
PARA_ID = f"{{{W14}}}paraId"

FALSE_WORDS = frozenset(("0", "false", "off"))


def is_on(value: str | None) -> bool:
    """The value of an on/off element or attribute: present without a value means on (ECMA-376 Part 1, 17.17.4)."""
    return value is None or value.lower() not in FALSE_WORDS
