"""Parts that are not what an XML parser should be given."""

import builtins
import io
import socket
from pathlib import Path

import pytest
from docx_builder import DECLARATIONS, Relation, build_docx, wrap
from packages import MAIN, PARAGRAPH, codes, convert, text_of, with_main

import sdconvert
from sdconvert import SdconvertError, UnreadableInput, UnsafeInput

GOOD = wrap("w:document", f"<w:body>{PARAGRAPH}</w:body>")
WITHOUT_DECLARATION = GOOD[GOOD.index("<w:document") :]
UMLAUT = WITHOUT_DECLARATION.replace("Good day", "Grüße")
BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>{}]>".format(
    "".join(f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True))
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [BOMB, EXTERNAL, '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(doctype: str, encoding: str) -> None:
    xml = doctype + WITHOUT_DECLARATION.replace("Good day.", "&a;")
    with pytest.raises(UnsafeInput, match="declares a document type"):
        sdconvert.convert(with_main(xml.encode(encoding)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_far_from_the_start_is_refused(encoding: str) -> None:
    xml = f"<!--{'x' * 10_000}-->{EXTERNAL}" + WITHOUT_DECLARATION
    with pytest.raises(UnsafeInput, match="declares a document type"):
        sdconvert.convert(with_main(xml.encode(encoding)))


def test_a_document_type_in_an_optional_part_is_refused_too() -> None:
    package = build_docx(PARAGRAPH, styles="", files={"word/styles.xml": BOMB + wrap("w:styles", "")[55:]})
    with pytest.raises(UnsafeInput, match=r"word/styles\.xml declares a document type"):
        sdconvert.convert(package)


def test_nesting_beyond_the_limit_is_an_error() -> None:
    depth = "<w:sdt><w:sdtContent>" * 150 + PARAGRAPH + "</w:sdtContent></w:sdt>" * 150
    with pytest.raises(UnreadableInput, match="nests elements deeper than 256 levels"):
        sdconvert.convert(build_docx(depth))


def test_one_text_beyond_the_limit_is_an_error() -> None:
    text = f"<w:p><w:r><w:t>{'lorem ipsum ' * 1_000_000}</w:t></w:r></w:p>"
    with pytest.raises(UnreadableInput, match="a text or an attribute of more than 10 MB"):
        sdconvert.convert(build_docx(text), limits=sdconvert.Limits(ratio=2000))


def test_one_attribute_beyond_the_limit_is_an_error() -> None:
    xml = f'<w:p w:rsidR="{"lorem ipsum " * 1_000_000}"/>'
    with pytest.raises(UnreadableInput, match="a text or an attribute of more than 10 MB"):
        sdconvert.convert(build_docx(xml), limits=sdconvert.Limits(ratio=2000))


@pytest.mark.parametrize(
    "data",
    [
        UMLAUT.encode("utf-8"),
        UMLAUT.encode("utf-8-sig"),
        UMLAUT.encode("utf-16"),
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + UMLAUT.encode("latin-1"),
        b'<?xml version="1.0" encoding="windows-1252"?>' + UMLAUT.encode("cp1252"),
    ],
)
def test_every_declared_encoding_is_read(data: bytes) -> None:
    assert "Grüße" in text_of(convert(with_main(data)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 50,
        b"not xml",
        UMLAUT.encode("latin-1"),
        b'<?xml version="1.0" encoding="UTF-16"?>' + UMLAUT.encode(),
        b'<?xml version="1.0" encoding="no-such"?>' + UMLAUT.encode(),
        GOOD.encode()[:-20],
        GOOD.replace("Good", "Good \x01").encode(),
        GOOD.replace("Good", "&undefined;").encode(),
        GOOD.replace("<w:t>", "<zz:t>").replace("</w:t>", "</zz:t>").encode(),
        GOOD.replace("<w:p>", '<w:p w:x="1" w:x="2">').encode(),
    ],
)
def test_a_main_part_that_is_not_well_formed_is_an_error_and_styles_are_a_finding(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"^word/document\.xml "):
        sdconvert.convert(with_main(data))
    result = convert(build_docx(PARAGRAPH, styles="", files={"word/styles.xml": data}))
    assert "DOCX-R001" in codes(result)
    assert "Good day." in text_of(result)


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        (f"<w:document {DECLARATIONS}/>", "without a body"),
        (f"<w:styles {DECLARATIONS}/>", "no Word document"),
        ("<document><body/></document>", "no Word document"),
        ('<w:document xmlns:w="urn:other"><w:body/></w:document>', "no Word document"),
    ],
)
def test_another_root_is_an_error(xml: str, says: str) -> None:
    with pytest.raises(UnreadableInput, match=says):
        sdconvert.convert(with_main(xml))


def test_optional_parts_with_another_root_lose_nothing_of_the_body() -> None:
    for part in ("styles", "numbering", "settings", "footnotes", "endnotes", "comments"):
        package = build_docx(PARAGRAPH, **{part: ""}, files={f"word/{part}.xml": "<html/>"})
        assert "Good day." in text_of(convert(package))


def test_comments_and_processing_instructions_anywhere_are_passed_over() -> None:
    noisy = "<?a b?><!--x--><w:p><!--x--><w:r><?a?><w:t>Go<!--x-->od<?a?> day.</w:t><!--x--></w:r></w:p><!--x-->"
    assert "Good day." in text_of(convert(build_docx(noisy)))


OUTSIDE = (
    "file:///etc/passwd",
    "/etc/passwd",
    "../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "\\\\server\\share\\x.png",
    "http://127.0.0.1:9/x.png",
    "C:\\x.png",
    "",
    "#",
)
USES = (
    "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed='{id}' "
    "r:link='{id}'/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    "<w:p><w:r><w:pict><v:shape><v:imagedata r:id='{id}' r:href='{id}'/></v:shape></w:pict></w:r></w:p>"
    "<w:altChunk r:id='{id}'/><w:p><w:hyperlink r:id='{id}'><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>"
    "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>INCLUDEPICTURE \"{target}\" \\d</w:instrText>"
    "</w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
)
PART_KINDS = ("styles", "numbering", "settings", "footnotes", "endnotes", "comments", "theme", "header", "footer")


@pytest.mark.parametrize("is_external", [False, True])
@pytest.mark.parametrize("target", OUTSIDE)
def test_nothing_outside_the_package_is_ever_opened(
    monkeypatch: pytest.MonkeyPatch, target: str, is_external: bool
) -> None:
    relations = [Relation(kind, kind, target, is_external) for kind in ("image", "aFChunk", "hyperlink", *PART_KINDS)]
    body = PARAGRAPH + "".join(USES.format(id=kind, target=target) for kind in ("image", "aFChunk", "hyperlink"))
    package = build_docx(body, relations=relations)
    convert(package)

    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("something outside the package was opened")

    for module, name in ((builtins, "open"), (io, "open"), (socket, "socket"), (Path, "open"), (Path, "read_bytes")):
        monkeypatch.setattr(module, name, refuse)
    result = sdconvert.convert(package)
    monkeypatch.undo()
    assert "Good day." in text_of(result)
    assert "root:" not in text_of(result)


def test_a_main_part_outside_the_package_is_an_error() -> None:
    for target in OUTSIDE:
        rels = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            f'Target="{target}"/></Relationships>'
        )
        package = build_docx(
            "", files={"_rels/.rels": rels, MAIN: "<x/>", "[Content_Types].xml": "<x/>", "etc/passwd": "<y/>"}
        )
        with pytest.raises(SdconvertError):
            sdconvert.convert(package)
