import io
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx_builder import Relation, build_docx, wrap

import sdconvert
from sdconvert.archive import read_archive, write_archive
from sdconvert.sharing import WordsLeft, anonymise, anonymising
from sdconvert.sharing.scan import find_leaks, words_of
from sdconvert.sharing.words import format_words

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = [SAMPLES / "docx" / f"{name}.docx" for name in ("contract-de", "technical-report", "policy-revisions")]
SECRET_WORDS = ("Mustermann", "Geheimnis", "Firmenname")


def parts_of(data: bytes) -> dict[str, bytes]:
    return dict(read_archive(data))


def codes_of(data: bytes) -> Counter[str]:
    return Counter(finding.code.id for finding in sdconvert.convert(data).findings)


def anonymised(data: bytes) -> dict[str, bytes]:
    return parts_of(anonymise(data, secret=b"1").value)


def all_text(parts: dict[str, bytes]) -> str:
    return "\n".join([*parts, *(data.decode("latin-1") for data in parts.values())])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_has_none_of_its_words_and_the_same_findings(path: Path) -> None:
    data = path.read_bytes()
    result = anonymise(path, secret=b"1").value
    assert codes_of(result) == codes_of(data)
    assert find_leaks(parts_of(result), words_of(parts_of(data)), format_words()) == ()
    before, after = (sdconvert.read_document(one).value for one in (data, result))
    assert [type(block) for block in after.blocks] == [type(block) for block in before.blocks]
    assert [len(p.text) for p in docx.Document(io.BytesIO(result)).paragraphs] == [
        len(p.text) for p in docx.Document(str(path)).paragraphs
    ]


def test_a_package_has_none_of_its_words_and_the_same_findings() -> None:
    data = sdconvert.convert(SAMPLES / "docx" / "technical-report.docx").value
    result = anonymise(data, secret=b"1").value
    ids = [finding.code.id for finding in sdconvert.validate(result)]
    assert ids == [finding.code.id for finding in sdconvert.validate(data)]
    assert len(parts_of(result)) == len(parts_of(data))
    assert codes_of(result) == codes_of(data)


@pytest.mark.parametrize("name", ["title-too-long-200-valid", "dialects/2.20", "share-out-of-range-rounded-valid"])
def test_the_grammar_holds_as_before(name: str) -> None:
    data = write_archive({"sd.xml": (SAMPLES / "sdxml" / f"{name}.xml").read_bytes()})
    ids = [finding.code.id for finding in sdconvert.validate(anonymise(data).value)]
    assert ids == [finding.code.id for finding in sdconvert.validate(data)]


def test_a_keyword_in_pieces_and_a_name_with_a_sharp_s_are_no_words_that_are_left() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>F</w:instrText></w:r><w:r>'
        '<w:instrText>ORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Fußzeile"/></w:style>'
    parts = anonymised(build_docx(body, styles=styles))
    assert b"ORMCHECKBOX" in parts["word/document.xml"]
    assert "Fußzeile".encode() in parts["word/styles.xml"]


def test_every_call_gives_other_stand_ins() -> None:
    data = build_docx("<w:p><w:r><w:t>Erika Mustermann</w:t></w:r></w:p>")
    assert anonymise(data).value != anonymise(data).value
    assert anonymise(data, secret=b"1").value == anonymise(data, secret=b"1").value


PLACES = {
    "text over runs": "<w:p><w:r><w:t>Muster</w:t></w:r><w:r><w:t>mann</w:t></w:r></w:p>",
    "deleted text": '<w:p><w:del w:id="1" w:author="Mustermann" w:date="2024-01-02T03:04:05Z"><w:r>'
    "<w:delText>Geheimnis</w:delText></w:r></w:del></w:p>",
    "a field over runs": '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD Muster'
    '</w:instrText></w:r><w:r><w:instrText>mann </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    "a simple field": '<w:p><w:fldSimple w:instr=" INCLUDEPICTURE &quot;C:\\\\Mustermann\\\\Geheimnis.png&quot; "/>'
    "</w:p>",
    "a bookmark": '<w:p><w:bookmarkStart w:id="1" w:name="Mustermann"/><w:bookmarkEnd w:id="1"/></w:p>',
    "a control": '<w:sdt><w:sdtPr><w:alias w:val="Mustermann"/><w:tag w:val="Geheimnis"/><w:dropDownList>'
    '<w:listItem w:displayText="Firmenname" w:value="Firmenname"/></w:dropDownList></w:sdtPr><w:sdtContent><w:p/>'
    "</w:sdtContent></w:sdt>",
    "a form": '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Mustermann"/><w:helpText '
    'w:val="Geheimnis"/><w:textInput><w:default w:val="Firmenname"/></w:textInput></w:ffData></w:fldChar></w:r></w:p>',
    "alt texts": '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Mustermann" descr="Geheimnis" '
    'title="Firmenname"/></wp:inline></w:drawing></w:r></w:p>',
    "a drawing of old": '<w:p><w:r><w:pict><v:shape alt="Mustermann" id="Geheimnis"><v:textpath string="Firmenname"/>'
    "</v:shape></w:pict></w:r></w:p>",
    "a formula": "<w:p><m:oMath><m:r><m:t>Geheimnis</m:t></m:r></m:oMath></w:p>",
    "a table": '<w:tbl><w:tblPr><w:tblCaption w:val="Mustermann"/><w:tblDescription w:val="Geheimnis"/></w:tblPr><w:tr>'
    "<w:tc><w:p/></w:tc></w:tr></w:tbl>",
    "foreign names": '<w:p><k:Mustermann xmlns:k="http://firmenname.de/x" k:Geheimnis="Firmenname"/></w:p>',
    "a comment of XML": "<w:p/><!-- Mustermann --><?Geheimnis Firmenname?>",
}


@pytest.mark.parametrize("place", PLACES)
def test_no_place_keeps_a_word(place: str) -> None:
    parts = anonymised(build_docx(PLACES[place]))
    text = all_text(parts).lower()
    assert not [word for word in SECRET_WORDS if word.lower() in text]
    docx.Document(io.BytesIO(write_archive(parts)))


PARTS: dict[str, bytes | str] = {
    "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-'
    'properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Mustermann</dc:creator></cp:coreProperties>',
    "customXml/item1.xml": "<Geheimnis><Firmenname>Mustermann</Firmenname></Geheimnis>",
    "word/embeddings/Mustermann.xlsx": write_archive({"xl/workbook.xml": b"<a>Geheimnis</a>"}),
    "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Geheimnis".encode("utf-16-le"),
    "word/vbaProject.bin": b"\0\1Mustermann",
    "word/Geheimnis.txt": "Mustermann",
    "word/page.html": "<html><title>Mustermann</title><p class='Firmenname'>Geheimnis</p></html>",
    "word/page.mht": "From: Mustermann\nMIME-Version: 1.0\n\nGeheimnis",
    "word/broken.xml": "<w:p><w:t>Mustermann</w:p>",
    "word/media/image1.svg": "<svg xmlns='http://www.w3.org/2000/svg'><text>Geheimnis</text></svg>",
    "word/fonts/font1.odttf": b"\xff\0\1Mustermann",
    "word/glossary/document.xml": wrap("w:glossaryDocument", "<w:docParts><w:docPart><w:docPartPr><w:name "
    'w:val="Geheimnis"/></w:docPartPr></w:docPart></w:docParts>'),
    "word/charts/chart1.xml": wrap("c:chartSpace", "<c:v>Mustermann</c:v><c:f>Geheimnis!$A$1</c:f>"),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_no_part_keeps_a_word_in_its_content_or_its_name(name: str) -> None:
    parts = anonymised(build_docx("<w:p/>", files={name: PARTS[name]}))
    assert len(parts) == len(parts_of(build_docx("<w:p/>"))) + 1
    text = all_text(parts).lower()
    wide = "".join(text.split("\0"))
    assert not [word for word in SECRET_WORDS if word.lower() in text or word.lower() in wide]


def test_a_part_that_is_renamed_is_still_found() -> None:
    relation = Relation("rIdMustermann", "image", "media/Mustermann%20Foto.png")
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\1\0\0\0\0"
    body = '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rIdMustermann"/></v:shape></w:pict></w:r></w:p>'
    data = build_docx(body, relations=[relation], files={"word/media/Mustermann Foto.png": png})
    result = anonymise(data).value
    assert not [name for name in parts_of(result) if "Mustermann" in name]
    assert codes_of(result) == codes_of(data)
    assert "DOCX-R001" not in codes_of(result)


def test_a_style_of_ones_own_has_a_stand_in_at_all_its_places() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Firmenname"><w:name w:val="Heading 1 Firmenname"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>Text</w:t></w:r></w:p>'
        for style in ("Firmenname", "Heading1")
    )
    result = anonymise(build_docx(body, styles=styles)).value
    own, built_in = (use.name for use in sdconvert.inspect(result).styles)
    assert built_in == "heading 1"
    assert own.startswith("Heading 1 ")
    assert "Firmenname" not in own


def test_what_identifies_a_file_and_is_no_word_goes_too() -> None:
    settings = (
        '<w:documentProtection w:hash="c2VjcmV0" w:salt="c2FsdA=="/><w:rsids><w:rsidRoot w:val="00A1B2C3"/></w:rsids>'
        '<w15:docId w15:val="{11112222-3333-4444-5555-666677778888}"/>'
    )
    body = '<w:p w:rsidR="00A1B2C3" w14:paraId="1A2B3C4D"><w:r><w:t>Am 12.03.2024: 4711 €</w:t></w:r></w:p>'
    text = all_text(anonymised(build_docx(body, settings=settings)))
    assert not [
        sign for sign in ("c2VjcmV0", "c2FsdA", "00A1B2C3", "1A2B3C4D", "11112222", "2024", "4711") if sign in text
    ]


def test_a_word_that_is_left_is_told_with_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    def keep(parts: dict[str, bytes], *_: object) -> dict[str, bytes]:
        return parts

    monkeypatch.setattr(anonymising, "anonymise_parts", keep)
    with pytest.raises(WordsLeft, match=r"word/document\.xml: geheimnis") as caught:
        anonymise(build_docx("<w:p><w:r><w:t>Geheimnis</w:t></w:r></w:p>"))
    assert [leak.part for leak in caught.value.leaks] == ["word/document.xml"]


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG....Geheimnis",
        b"\0\1\2" + "Geheimnis".encode("utf-16-le"),
        b"\0\1\2\3" + "Geheimnis".encode("utf-16-le"),
        b"<x a='Geheimnis'/>",
        b"<x>Geheim<b/>nis<p>Geheim<b/>nis</p></x>".replace(b"<x>", b"<w:x xmlns:w='w'>")
        .replace(b"<p>", b"<w:p>")
        .replace(b"</p>", b"</w:p>")
        .replace(b"</x>", b"</w:x>"),
        write_archive({"a/Geheimnis.xml": b"<a/>"}),
        b"<w:p>Geheimnis",
    ],
)
def test_the_scan_finds_a_word_in_every_kind_of_part(content: bytes) -> None:
    assert [leak.words for leak in find_leaks({"part": content}, {"geheimnis"}, frozenset())] == [("geheimnis",)]
    assert find_leaks({"part": content}, {"geheimnis"}, frozenset({"geheimnis"})) == ()


def test_the_zip_itself_says_nothing() -> None:
    target = io.BytesIO(build_docx("<w:p/>"))
    with zipfile.ZipFile(target, "a") as zipped:
        zipped.comment = b"Mustermann"
    with zipfile.ZipFile(io.BytesIO(anonymise(target.getvalue()).value)) as zipped:
        assert zipped.comment == b""
        assert {info.date_time for info in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
