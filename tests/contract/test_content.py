"""What goes up comes down: twenty real files through the sandbox say the same in every export."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree, html

import sdconvert
import sdconvert.archive
from sdconvert.partner import NewDocument, PartnerClient, User
from sdconvert.sandbox.server import Sandbox

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "docx"
INLINE = frozenset(
    (
        *("b", "i", "u", "s", "sub", "sup", "kbd", "sd-sc", "inline", "index"),
        *("strong", "em", "code", "span", "del"),
        *("fett", "kursiv", "unterstr", "durchgestr", "hoch", "tief", "kapitaelchen", "register"),
    )
)
USER = User("reader", "a@b.c", "A", "B", "C")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files, ../shared/corpus, is not here"),
]


KINDS = {
    "table": b"<w:tbl>",
    "nested table": b"</w:tbl><w:p></w:p></w:tc>|</w:tbl><w:p[^>]*/></w:tc>",
    "picture": b"<a:blip ",
    "old picture": b"<v:imagedata ",
    "list": b"<w:numPr>",
    "heading": b'<w:pStyle w:val="Heading1"',
    "footnote": b"<w:footnoteReference ",
    "endnote": b"<w:endnoteReference ",
    "insertion": b"<w:ins ",
    "deletion": b"<w:del ",
    "move": b"<w:moveFrom ",
    "comment": b"<w:commentReference ",
    "text box": b"<w:txbxContent>",
    "link": b"<w:hyperlink ",
    "field": b"<w:instrText",
    "equation": b"<m:oMath>",
    "content control": b"<w:sdt>",
    "bookmark": b"<w:bookmarkStart ",
}
COUNT, LARGEST = 20, 150_000
LEAST_BODY = 8_000


def _files() -> list[Path]:
    """Twenty files of all kinds, none of them large, that convert: a small one of each kind, then others."""
    files = sorted((path.stat().st_size, path) for path in CORPUS.glob("*.docx")) if CORPUS.is_dir() else []
    bodies = {path: _body_of(path) for size, path in files if size < LARGEST}
    bodies = {path: body for path, body in bodies.items() if len(body) > LEAST_BODY}
    chosen: list[Path] = []
    for marks in KINDS.values():
        if not any(re.search(marks, bodies[path]) for path in chosen):
            found = (path for path, body in bodies.items() if re.search(marks, body) and _converts(path))
            chosen += [path for path in [next(found, None)] if path is not None]
    others = (path for path in list(bodies)[:: max(1, len(bodies) // 40)] if path not in chosen and _converts(path))
    return sorted([*chosen, *(path for path, _ in zip(others, range(COUNT - len(chosen)), strict=False))])


def _body_of(path: Path) -> bytes:
    try:
        return member(path, "word/document.xml")
    except (KeyError, zipfile.BadZipFile):
        return b""


def _converts(path: Path) -> bool:
    try:
        sdconvert.read_document(path)
    except sdconvert.SdconvertError:
        return False
    return True


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def xml_words(data: bytes) -> list[str]:
    """The words of an SDXML document's text: file names of pictures and shares of columns are none."""
    document = etree.fromstring(data).find("document")
    assert document is not None
    for element in document.iter("item", "image"):
        element.text = None
    return tree_words(document)


def tree_words(root: etree._Element) -> list[str]:
    """The words of a tree's text, which end where an element does that is no look of text."""
    pieces = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        text = element.text if event == "start" else element.tail
        is_look = str(element.tag).rpartition("}")[2] in INLINE
        pieces += ("" if is_look else " ", text or "")
    return words("".join(pieces))


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as zipped:
        return zipped.read(name)


FILES = _files()


def test_twenty_files_of_all_kinds_are_tried() -> None:
    bodies = [_body_of(path) for path in FILES]
    assert len(FILES) == COUNT
    assert [kind for kind, marks in KINDS.items() if not any(re.search(marks, body) for body in bodies)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:10])
def test_a_real_file_comes_back_from_every_export(path: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    credentials = sandbox.credentials
    with PartnerClient(sandbox.url, credentials.client_id, credentials.client_secret, user_id="reader") as client:
        document_id = client.import_word(path, NewDocument(USER, "A title", "g")).document_id
        package = client.export_sdxml(document_id, tmp_path / "a.zip")
        page = client.export_html(document_id, tmp_path / "a-html.zip")
        parsx = client.export_parsx(document_id, tmp_path / "a-parsx.zip")
        word = client.export_word(document_id, tmp_path / "a.docx", client.word_templates()[0].id)
    own = sdconvert.convert(path)
    assert _body(member(package, "sd.xml")) == _body(member_of(own.value))
    expected = Counter(xml_words(member_of(own.value)))
    for root in (_page(member(page, "index.html")), _work(member(parsx, "parsx.xml"))):
        found = Counter(tree_words(root))
        assert expected - found == Counter()
        assert [word for word in found - expected if not word.isdecimal()] == [], "only numbers are written out"
    assert Counter(xml_words(member_of(sdconvert.convert(word).value))) == expected


def _page(index: bytes) -> etree._Element:
    """What a page shows but for metadata in its header and footer, and for directories, which repeat headings."""
    body = html.fromstring(index).find("body")
    assert body is not None
    for repeated in (*body.findall("header"), *body.findall("footer"), *body.findall(".//nav")):
        repeated.drop_tree()
    return body


def _work(parsx: bytes) -> etree._Element:
    """The document without metadata, as it is for SDXML."""
    work = etree.fromstring(parsx).find("{*}werk")
    assert work is not None
    return work


def member_of(package: bytes) -> bytes:
    return sdconvert.archive.read_archive(package)["sd.xml"]


def _body(sd_xml: bytes) -> bytes:
    """The document without metadata, which the service sets: its title is the one of the import."""
    return sd_xml[sd_xml.index(b"<document") :]
