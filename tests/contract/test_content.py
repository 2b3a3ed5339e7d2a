"""What goes up comes down: twenty real files through the sandbox say the same in every export."""

from __future__ import annotations

import re
import zipfile
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


def _files() -> list[Path]:
    """Twenty files of all kinds, none of them large, that convert."""
    chosen: list[Path] = []
    for path in sorted(CORPUS.glob("*.docx"))[::7] if CORPUS.is_dir() else ():
        if 5_000 < path.stat().st_size < 150_000 and _converts(path):
            chosen.append(path)
    return chosen[:20]


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


@pytest.mark.parametrize("path", _files(), ids=lambda path: path.name[:10])
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
    assert not _changed(own.value, word.read_bytes())
    expected = xml_words(member_of(own.value))
    assert _missing(expected, tree_words(html.fromstring(member(page, "index.html")))) == []
    assert _missing(expected, tree_words(etree.fromstring(member(parsx, "parsx.xml")))) == []


def member_of(package: bytes) -> bytes:
    return sdconvert.archive.read_archive(package)["sd.xml"]


def _body(sd_xml: bytes) -> bytes:
    """The document without metadata, which the service sets: its title is the one of the import."""
    return sd_xml[sd_xml.index(b"<document") :]


def _changed(package: bytes, word: bytes) -> list[str]:
    """The words of the package that the Word file does not have."""
    return _missing(xml_words(member_of(package)), xml_words(member_of(sdconvert.convert(word).value)))


def _missing(expected: list[str], found: list[str]) -> list[str]:
    rest = list(found)
    counts: dict[str, int] = {}
    for word in rest:
        counts[word] = counts.get(word, 0) + 1
    missing = []
    for word in expected:
        counts[word] = counts.get(word, 0) - 1
        if counts[word] < 0:
            missing.append(word)
    return missing
