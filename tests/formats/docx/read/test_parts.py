from __future__ import annotations

import io
import zipfile

import pytest
from docx_builder import MAIN_TYPE, Relation, build_docx, wrap
from docx_documents import assert_accounted, blocks_of, codes, p, r, read_document, style, styled, texts

from sdconvert import UnreadableInput, UnsafeInput, convert
from sdconvert.archive import Archive, read_archive
from sdconvert.findings import Report
from sdconvert.formats.docx.read import read
from sdconvert.formats.docx.read.parts import Package, Relationship
from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.inlines import Link, Run

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT = wrap("w:document", f"<w:body>{p('a')}</w:body>")
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def zipped(members: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def relationships(*lines: tuple[str, str, str]) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(f'<Relationship Id="{id}" Type="{OFFICE}/{type}" Target="{target}"/>' for id, type, target in lines)
        + "</Relationships>"
    )


def package(source: bytes) -> Package:
    return Package(read_archive(source), "The file", Report())


# ------------------------------------------------------------------------------------------------ the main part


@pytest.mark.parametrize(
    "main_type",
    [
        MAIN_TYPE,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
    ids=["docx", "dotx", "docm", "dotm"],
)
def test_documents_and_templates_with_and_without_macros_are_read(main_type: str) -> None:
    assert texts(read(build_docx(p("a"), main_type=main_type)).value.blocks) == ["a"]
    types = CONTENT_TYPES.format(f'<Override PartName="/x.xml" ContentType="{main_type}"/>')
    assert texts(read(zipped({"[Content_Types].xml": types, "x.xml": DOCUMENT})).value.blocks) == ["a"]


@pytest.mark.parametrize("target", ["other/main.xml", "/other/main.xml", "./other/../other/main.xml", "OTHER/Main.xml"])
def test_the_main_part_is_found_by_its_relationship(target: str) -> None:
    source = zipped({"_rels/.rels": relationships(("a", "officeDocument", target)), "other/main.xml": DOCUMENT})
    assert texts(read(source).value.blocks) == ["a"]


def test_relationships_of_a_main_part_elsewhere_are_beside_it() -> None:
    source = zipped(
        {
            "_rels/.rels": relationships(("a", "officeDocument", "other/main.xml")),
            "other/_rels/main.xml.rels": relationships(("s", "styles", "look.xml")),
            "other/main.xml": wrap("w:document", f"<w:body>{styled('x', 'a')}</w:body>"),
            "other/look.xml": wrap("w:styles", style("x", "heading 1")),
        }
    )
    assert isinstance(read(source).value.blocks[0], Heading)


def test_a_document_without_package_relationships_is_read_where_it_usually_is() -> None:
    assert texts(read(zipped({"word/document.xml": DOCUMENT})).value.blocks) == ["a"]


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"a.txt": "x"}, "without a Word document"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "OpenDocument"),
        (
            {"_rels/.rels": relationships(("a", "officeDocument", "xl/workbook.xml")), "xl/workbook.xml": "<x/>"},
            "an Excel workbook",
        ),
        ({"word/document.xml": "<w:document"}, "not well-formed"),
        ({"word/document.xml": wrap("w:document", "")}, "without a body"),
        ({"word/document.xml": wrap("w:styles", "")}, "no Word document"),
    ],
)
def test_what_is_no_word_document_is_an_error_with_a_sentence(members: dict[str, str | bytes], sentence: str) -> None:
    with pytest.raises(UnreadableInput, match=sentence):
        read(zipped(members))


def test_a_document_type_is_refused() -> None:
    with pytest.raises(UnsafeInput, match="declares a document type"):
        read(zipped({"word/document.xml": f"<!DOCTYPE x [<!ENTITY e 'x'>]>{DOCUMENT.partition('?>')[2]}"}))


# ------------------------------------------------------------------------------------------------------- strict


def test_a_strict_document_is_read_as_a_transitional_one() -> None:
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    rels = relationships(("s", "styles", "styles.xml"), ("l", "hyperlink", "https://a.example")).replace(OFFICE, strict)
    rels = rels.replace('Target="https', 'TargetMode="External" Target="https')
    body = (
        styled("x", "a")
        + p(f'<w:hyperlink r:id="l">{r("b")}</w:hyperlink>')
        + p("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", ppr='<w:ind w:start="36pt"/>')
    )
    members: dict[str, str | bytes] = {
        "_rels/.rels": relationships(("a", "officeDocument", "word/document.xml")).replace(OFFICE, strict),
        "word/_rels/document.xml.rels": rels,
        "word/document.xml": as_strict(wrap("w:document", f"<w:body>{body}</w:body>")),
        "word/styles.xml": as_strict(wrap("w:styles", style("x", "heading 1"))),
    }
    heading, link, equation = read(zipped(members)).value.blocks
    assert isinstance(heading, Heading)
    assert link.content == (Link("https://a.example", (Run("b"),)),)  # type: ignore[union-attr]
    assert equation.indent == 1  # type: ignore[union-attr]
    assert_accounted(zipped(members))


def as_strict(xml: str) -> str:
    for old, new in (
        ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "wordprocessingml/main"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "officeDocument/relationships"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/math", "officeDocument/math"),
        ("http://schemas.openxmlformats.org/drawingml/2006/", "drawingml/"),
    ):
        xml = xml.replace(old, f"http://purl.oclc.org/ooxml/{new}")
    return xml


# ------------------------------------------------------------------------------------------------- broken parts

PARTS = ("styles", "numbering", "settings", "footnotes", "endnotes", "comments")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("content", ["<broken", "", "\0", None], ids=["broken", "empty", "nonsense", "missing"])
def test_a_part_that_cannot_be_read_is_a_finding(part: str, content: str | None) -> None:
    files: dict[str, str | bytes] = {} if content is None else {f"word/{part}.xml": content}
    body = p("a", '<w:r><w:footnoteReference w:id="1"/></w:r>', ppr='<w:numPr><w:numId w:val="1"/></w:numPr>')
    result, tree = assert_accounted(build_docx(body, relations=[Relation("x", part, f"{part}.xml")], files=files))
    assert "DOCX-R001" in codes(result)
    assert tree.findtext("document/paragraph") == "a"


@pytest.mark.parametrize("part", PARTS)
def test_a_part_with_another_root_is_nothing(part: str) -> None:
    files: dict[str, str | bytes] = {f"word/{part}.xml": "<odd/>"}
    result, _ = assert_accounted(build_docx(p("a"), relations=[Relation("x", part, f"{part}.xml")], files=files))
    assert codes(result) == []


def test_relationships_that_are_broken_are_a_finding() -> None:
    result = read_document(p("a"), files={"word/_rels/document.xml.rels": "<broken"})
    assert texts(result.value.blocks) == ["a"]
    assert codes(result) == ["DOCX-R002"]


def test_styles_that_are_based_on_themselves_are_a_finding() -> None:
    result = read_document(styled("A", "a"), styles=style("A", based_on="B") + style("B", based_on="A"))
    assert texts(result.value.blocks) == ["a"]
    assert codes(result) == ["DOCX-R003"]


# ------------------------------------------------------------------------------------------------ relationships


def test_targets_are_resolved_and_those_outside_are_not() -> None:
    source = build_docx(
        "",
        relations=[
            Relation("a", "image", "media/one%20two.png"),
            Relation("b", "image", "/media/x.png"),
            Relation("c", "image", "..\\x.png"),
            Relation("d", "hyperlink", "../x y", True),
        ],
    )
    opened = package(source)
    targets = {id: relation.target for id, relation in opened.relationships("word/document.xml").items()}
    assert targets == {"a": "word/media/one two.png", "b": "media/x.png", "c": "x.png", "d": "../x y"}
    assert opened.relationships("word/document.xml")["d"] == Relationship(f"{OFFICE}/hyperlink", "../x y", True)


@pytest.mark.parametrize("target", ["media/one%20two.png", "media/one two.png", "/word/media/One%20Two.png"])
@pytest.mark.parametrize("stored", ["word/media/one%20two.png", "word/media/one two.png"])
def test_a_part_is_found_however_its_name_is_encoded(stored: str, target: str) -> None:
    opened = package(build_docx("", relations=[Relation("a", "image", target)], files={stored: b"x"}))
    assert opened.data(opened.relationships("word/document.xml")["a"].target) == b"x"


def test_a_part_outside_is_never_read() -> None:
    result = read_document(p("a"), relations=[Relation("x", "styles", "http://a.example/styles.xml", True)])
    assert codes(result) == []


def test_names_of_parts_know_no_case() -> None:
    source = build_docx(
        styled("x", "a"),
        relations=[Relation("x", "styles", "STYLES.xml")],
        files={"word/styles.xml": wrap("w:styles", style("x", "heading 1"))},
    )
    assert isinstance(read(source).value.blocks[0], Heading)


def test_wrong_bytes_are_a_typed_error() -> None:
    with pytest.raises(UnreadableInput):
        convert(b"no zip")


def test_a_document_in_another_encoding_is_read() -> None:
    document = DOCUMENT.replace("UTF-8", "UTF-16").replace(">a<", ">ä<").encode("utf-16")
    assert texts(blocks_of("", files={"word/document.xml": document})) == ["ä"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_paragraphs_are_known_by_their_ids_whatever_the_encoding(encoding: str) -> None:
    named = DOCUMENT.replace("<w:p>", '<w:p w14:paraId="0A1B2C3D">').replace("UTF-8", encoding)
    (block,) = blocks_of("", files={"word/document.xml": named.encode(encoding)})
    assert isinstance(block, Paragraph)
    assert block.at is not None
    assert block.at.para_id == "0A1B2C3D"


def test_a_part_without_ids_of_paragraphs_is_not_asked_for_them() -> None:
    known = package(build_docx(p("a"), footnotes=p("b").replace("<w:p>", '<w:p w14:paraId="0A1B2C3D">')))
    notes = known.find_related(known.main_name, "footnotes")
    assert notes is not None
    assert [known.paragraph_id(name, notes[1][0]) for name in (known.main_name, notes[0])] == ["", "0A1B2C3D"]


def test_a_part_is_unpacked_and_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    unpack = Archive.__getitem__

    def watch(archive: Archive, name: str) -> bytes:
        asked.append(name)
        return unpack(archive, name)

    monkeypatch.setattr(Archive, "__getitem__", watch)
    convert("samples/docx/contract-de.docx")
    assert {"word/settings.xml", "word/styles.xml", "word/document.xml"} <= set(asked)
    assert len(asked) == len(set(asked))


def test_broken_settings_are_told_once() -> None:
    files = {"word/settings.xml": "<broken"}
    source = build_docx(p("a"), files=files, relations=[Relation("x", "settings", "settings.xml")])
    assert [finding.code.id for finding in read(source).findings] == ["DOCX-R001"]


def test_statements_behind_the_first_tag_are_seen() -> None:
    foreign = f'<x:a xmlns:x="urn:x">{p("b")}</x:a>'
    ignoring = f'<w:sdt xmlns:x="urn:x" mc:Ignorable="x"><w:sdtContent>{foreign}{p("a")}</w:sdtContent></w:sdt>'
    assert texts(blocks_of(ignoring)) == ["a"]
