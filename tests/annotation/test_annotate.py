import io
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from annotation_laws import our_comments, parts_of, problems_of, words_of
from docx_builder import MAIN_TYPE, Relation, build_docx
from docx_writing import audit
from lxml import etree

import sdconvert
from sdconvert.annotation.comments import find_ids, initials_of
from sdconvert.archive import write_archive
from sdconvert.errors import BadConfiguration, UnreadableInput, UnsafeInput
from sdconvert.findings import Finding, Location, Severity, declare

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SAMPLES = Path(__file__).parents[2] / "samples" / "docx"
MAIN = "word/document.xml"
TESTED = declare("TESTING-901", Severity.WARNING, "Something is lost: {what}", "Mend it.", "For tests.")
OTHER = declare("TESTING-902", Severity.INFO, "Nothing happened.", "", "For tests.")


def paragraph(text: str, more: str = "") -> str:
    return f"<w:p>{more}<w:r><w:t>{text}</w:t></w:r></w:p>"


def finding(number: int | None = None, part: str = MAIN, words: str = "") -> Finding:
    return Finding(TESTED, Location(part, number, words=words), {"what": "a word"})


def annotate(body: str, *findings: Finding, **more: object) -> dict[str, bytes]:
    """The parts of a package with the findings as comments; what `annotate` promises holds, or the test fails here."""
    source = build_docx(body, **more)
    annotated = sdconvert.annotate(source, findings)
    assert list(problems_of(source, annotated)) == []
    return parts_of(annotated.value)


def paragraph_of(parts: dict[str, bytes], comment: int = 1) -> str:
    """The text of the paragraph that our comment stands on, and everything that it holds."""
    id = our_comments(parts)[comment].get(f"{W}id")
    root = etree.fromstring(parts[MAIN])
    (reference,) = root.xpath(f'//w:commentReference[@w:id="{id}"]', namespaces={"w": W[1:-1]})
    carrier = list(reference.iterancestors(f"{W}p"))[-1]
    assert carrier.xpath(f'w:commentRangeStart[@w:id="{id}"]', namespaces={"w": W[1:-1]})
    return "".join(carrier.xpath("w:r/w:t/text()", namespaces={"w": W[1:-1]}))


def remark(parts: dict[str, bytes], comment: int = 1) -> str:
    return words_of(our_comments(parts)[comment])


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.docx")), ids=lambda path: path.stem)
def test_samples_keep_all_they_have(path: Path) -> None:
    assert list(problems_of(path.read_bytes(), sdconvert.annotate(path))) == []


def test_a_file_with_comments_stays_valid_and_is_annotated_anew_as_it_was(tmp_path: Path) -> None:
    annotated = sdconvert.annotate(SAMPLES / "policy-revisions.docx")
    assert audit(annotated.value, tmp_path) == []
    assert sdconvert.annotate(annotated.value).value == annotated.value


def test_a_finding_is_a_comment_on_its_paragraph() -> None:
    parts = annotate(paragraph("one") + paragraph("two", "<w:pPr><w:jc/></w:pPr>") + paragraph("three"), finding(2))
    assert paragraph_of(parts) == "two"
    assert remark(parts) == "TESTING-901, warning: Something is lost: a word\nMend it."
    assert (
        b'</w:pPr><w:commentRangeStart w:id="1"/><w:r><w:t>two</w:t></w:r><w:commentRangeEnd w:id="1"/>'
        b'<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    ) in parts[MAIN]


def test_a_summary_stands_first_and_counts() -> None:
    source = build_docx(paragraph("one"))
    both = [finding(1), finding(1), Finding(OTHER, Location(MAIN, 1))]
    summary, *_ = our_comments(parts_of(sdconvert.annotate(source, both, severity="warning").value))
    assert summary.get(f"{W}initials") == "sdconvert"
    assert words_of(summary).splitlines() == [
        "sdconvert on this document: 2 warnings.",
        "Not shown, since they were not asked for: 1.",
        "2 × TESTING-901, warning: Something is lost: a word",
        "Errors are lost, warnings are changed, infos are tidied: nothing to do.",
        "sdconvert annotate --remove takes these comments away again.",
    ]


def test_python_docx_lists_the_comments() -> None:
    source = build_docx(paragraph("one"))
    date = datetime(2026, 7, 1, 12, tzinfo=UTC)
    package = sdconvert.annotate(source, [finding(1)], date=date).value
    comment = list(docx.Document(io.BytesIO(package)).comments)[1]
    assert (comment.author, comment.initials, comment.timestamp) == ("sdconvert", "TESTIN901", date)


def test_severity_and_code_choose_findings() -> None:
    source = build_docx(paragraph("one"))
    all_of_them = [finding(1), Finding(OTHER, Location(MAIN, 1))]
    assert len(sdconvert.annotate(source, all_of_them).findings) == 2
    assert [one.code for one in sdconvert.annotate(source, all_of_them, severity="warning").findings] == [TESTED]
    assert [one.code for one in sdconvert.annotate(source, all_of_them, codes=["testing-902"]).findings] == [OTHER]


def test_comments_of_others_stay_and_keep_their_ids() -> None:
    mark = '<w:commentRangeStart w:id="7"/><w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
    theirs = '<w:comment w:id="7" w:author="Ada" w:initials="A"><w:p><w:r><w:t>why?</w:t></w:r></w:p></w:comment>'
    parts = annotate(f"<w:p>{mark}<w:r><w:t>one</w:t></w:r></w:p>", finding(1), comments=theirs)
    assert [comment.get(f"{W}id") for comment in our_comments(parts)] == ["8", "9"]
    assert theirs.encode() in parts["word/comments.xml"]
    assert mark.encode() in parts[MAIN]


def test_someone_else_of_our_name_keeps_their_comment() -> None:
    theirs = '<w:comment w:id="7" w:author="sdconvert" w:initials="s"><w:p/></w:comment>'
    source = build_docx(paragraph("one"), comments=theirs)
    assert parts_of(sdconvert.remove_annotations(source).value) == parts_of(source)


PLACES = {
    "an empty tag": ("<w:p/>" + paragraph("b"), 1, ""),
    "an empty tag with properties": ('<w:p w:rsidR="1" />' + paragraph("b"), 1, ""),
    "a cell": (f"<w:tbl><w:tr><w:tc>{paragraph('in a cell')}</w:tc></w:tr></w:tbl>", 1, "in a cell"),
    "a nested table": (
        f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{paragraph('deep')}</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
        1,
        "deep",
    ),
    "a content control": (f"<w:sdt><w:sdtContent>{paragraph('held')}</w:sdtContent></w:sdt>", 1, "held"),
    "a link": (
        '<w:p><w:hyperlink w:anchor="x"><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:t>text</w:t></w:r></w:p>',
        1,
        "text",
    ),
    "a tracked deletion": (
        '<w:p><w:del w:id="1" w:author="A"><w:r><w:delText>gone</w:delText></w:r></w:del>'
        "<w:r><w:t>here</w:t></w:r></w:p>",
        1,
        "here",
    ),
}


@pytest.mark.parametrize(("body", "number", "text"), PLACES.values(), ids=PLACES)
def test_a_comment_stands_on_a_paragraph_in(body: str, number: int, text: str) -> None:
    parts = annotate(body, finding(number))
    assert paragraph_of(parts) == text
    assert "no comment can stand" not in remark(parts)


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BOXED = f"<v:textbox><w:txbxContent>{paragraph('boxed')}</w:txbxContent></v:textbox>"
BOX = f"<w:r><w:pict><v:shape>{BOXED}</v:shape></w:pict></w:r>"


def test_a_place_in_a_text_box_is_told_at_the_paragraph_that_it_hangs_on() -> None:
    parts = annotate(f"<w:p><w:r><w:t>around</w:t></w:r>{BOX}</w:p>", finding(2, words="boxed"))
    assert paragraph_of(parts) == "around"
    assert "paragraph 2 “boxed” in a text box or a field, where no comment can stand" in remark(parts)


def test_no_mark_stands_in_the_instruction_of_a_field() -> None:
    instruction = "<w:r><w:instrText> IF </w:instrText></w:r>"
    body = (
        f"<w:p><w:r><w:t>start</w:t></w:r>{FIELD.format('begin')}{instruction}</w:p><w:p>{instruction}</w:p>"
        f"<w:p>{FIELD.format('separate')}<w:r><w:t>end</w:t></w:r>{FIELD.format('end')}</w:p>{paragraph('after')}"
    )
    parts = annotate(body, finding(1), finding(2), finding(3), finding(4))
    assert [paragraph_of(parts, one) for one in (1, 2, 3, 4)] == ["start", "start", "start", "after"]
    begin = parts[MAIN].index(b"begin")
    assert parts[MAIN].rindex(b"comment", 0, parts[MAIN].index(b'"separate"')) < begin


NOTE = (
    '<w:footnote w:id="2">'
    + paragraph("first")
    + '</w:footnote><w:footnote w:id="3">'
    + paragraph("noted")
    + "</w:footnote>"
)


def test_a_place_in_a_note_is_told_at_its_reference() -> None:
    body = paragraph("one") + paragraph("two", '<w:r><w:footnoteReference w:id="3"/></w:r>')
    parts = annotate(body, finding(2, "word/footnotes.xml", "noted"), footnotes=NOTE)
    assert paragraph_of(parts) == "two"
    assert "This is about a footnote at “noted”, where no comment can stand" in remark(parts)


def test_a_place_in_a_header_is_told_at_the_first_paragraph_of_its_section() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="h{}"/></w:sectPr>'
    body = (
        paragraph("one")
        + paragraph("two", f"<w:pPr>{section.format(1)}</w:pPr>")
        + paragraph("three")
        + paragraph("four")
        + section.format(2)
    )
    files: dict[str, bytes | str] = {f"word/header{n}.xml": f'<w:hdr xmlns:w="{W[1:-1]}"/>' for n in (1, 2)}
    relations = [Relation(f"h{n}", "header", f"header{n}.xml") for n in (1, 2)]
    found = [finding(1, f"word/header{n}.xml") for n in (1, 2)]
    parts = annotate(body, *found, files=files, relations=relations)
    assert [paragraph_of(parts, one) for one in (1, 2)] == ["one", "three"]
    assert "a header, where no comment can stand" in remark(parts, 2)


def test_a_place_in_an_embedded_document_is_told_at_the_paragraph_before_it() -> None:
    body = paragraph("one") + paragraph("two") + '<w:altChunk r:id="c"/>' + paragraph("three")
    files: dict[str, bytes | str] = {"word/chunk.htm": "<p>text</p>"}
    found = finding(1, "word/chunk.htm/index.html")
    parts = annotate(body, found, files=files, relations=[Relation("c", "aFChunk", "chunk.htm")])
    assert paragraph_of(parts) == "two"


def test_what_is_about_the_whole_document_or_a_part_that_no_place_names_stands_at_its_start() -> None:
    parts = annotate(paragraph("one") + paragraph("two"), Finding(TESTED), finding(None, "word/styles.xml"))
    assert [paragraph_of(parts, one) for one in (1, 2)] == ["one", "one"]
    assert remark(parts, 1).endswith("it is at the start of the document.")
    assert "the part word/styles.xml" in remark(parts, 2)


def test_a_place_below_a_heading_alone_stands_at_the_heading() -> None:
    at = Finding(TESTED, Location(MAIN, heading="Purpose"))
    parts = annotate(paragraph("one") + paragraph("Purpose"), at)
    assert paragraph_of(parts) == "Purpose"


STYLES = (
    '<w:style w:type="paragraph" w:styleId="Kommentartext"><w:name w:val="annotation text"/></w:style>'
    '<w:style w:type="character" w:styleId="Kommentarzeichen"><w:name w:val="annotation reference"/></w:style>'
)


def test_comments_have_the_styles_of_the_file_by_its_names() -> None:
    parts = annotate(paragraph("one"), finding(1), styles=STYLES)
    assert b'<w:rStyle w:val="Kommentarzeichen"/>' in parts[MAIN]
    assert b'<w:pStyle w:val="Kommentartext"/>' in parts["word/comments.xml"]


def rewrite(package: bytes, **changes: tuple[bytes, bytes]) -> bytes:
    """A package in which bytes of its main part are others."""
    parts = parts_of(package)
    for old, new in changes.values():
        parts[MAIN] = parts[MAIN].replace(old, new)
    return write_archive(parts)


def test_other_prefixes_and_encodings_are_kept() -> None:
    source = build_docx(paragraph("grüßt") + "<w:p/>")
    plain = rewrite(source, prefix=(b"w:", b""), space=(b"xmlns:w=", b"xmlns="))
    parts = parts_of(rewrite(source, prefix=(b"w:", b"v1:"), space=(b"xmlns:w=", b"xmlns:v1=")))
    wide = parts | {MAIN: parts[MAIN].decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16")}
    for package in (plain, write_archive(parts), write_archive(wide)):
        annotated = sdconvert.annotate(package, [finding(1), finding(2)])
        assert list(problems_of(package, annotated)) == []
        assert paragraph_of(parts_of(annotated.value)) == "grüßt"


def test_strict_files_get_strict_comments() -> None:
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    source = rewrite(build_docx(paragraph("one")), names=(W[1:-1].encode(), strict))
    annotated = sdconvert.annotate(source, [finding(1)])
    assert list(problems_of(source, annotated)) == []
    assert strict in parts_of(annotated.value)["word/comments.xml"]
    assert W[1:-1].encode() not in parts_of(annotated.value)["word/comments.xml"]


@pytest.mark.parametrize("kind", ["application/vnd.ms-word.document.macroEnabled.main+xml", MAIN_TYPE])
def test_a_file_without_relationships_or_with_macros_gives_its_parts_back(kind: str) -> None:
    parts = parts_of(build_docx(paragraph("one"), main_type=kind, files={"word/vbaProject.bin": b"macros"}))
    del parts["word/_rels/document.xml.rels"]
    source = write_archive(parts)
    assert list(problems_of(source, sdconvert.annotate(source, [finding(1)]))) == []


def test_what_word_keeps_of_our_comments_goes_with_them_and_answers_stay() -> None:
    names = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    ids = 'xmlns:c="http://schemas.microsoft.com/office/word/2016/wordml/cid"'
    more = 'xmlns:e="http://schemas.microsoft.com/office/word/2018/wordml/cex"'
    comments = (
        '<w:comment w:id="1" w:author="sdconvert" w:initials="DOCX-R008"><w:p w14:paraId="00000001"/></w:comment>'
        '<w:comment w:id="2" w:author="Ada"><w:p w14:paraId="00000002"/></w:comment>'
    )
    extended = (
        '<w15:commentEx w15:paraId="00000001"/><w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001"/>'
    )
    durable = '<c:commentId c:paraId="00000001" c:durableId="0A"/>'
    files: dict[str, bytes | str] = {
        "word/commentsExtended.xml": f"<w15:commentsEx {names}>{extended}</w15:commentsEx>",
        "word/commentsIds.xml": f"<c:commentsIds {ids}>{durable}</c:commentsIds>",
        "word/commentsExtensible.xml": f'<e:x {more}><e:commentExtensible e:durableId="0A"/></e:x>',
    }
    kinds = ("commentsExtended", "commentsIds", "commentsExtensible")
    relations = [Relation(kind, kind, f"{kind}.xml") for kind in kinds]
    source = build_docx(paragraph("one"), comments=comments, files=files, relations=relations)
    parts = parts_of(sdconvert.remove_annotations(source).value)
    assert parts["word/commentsExtended.xml"].count(b"<") == 3
    assert b'<w15:commentEx w15:paraId="00000002"/>' in parts["word/commentsExtended.xml"]
    assert b"0A" not in parts["word/commentsIds.xml"] + parts["word/commentsExtensible.xml"]
    assert b"Ada" in parts["word/comments.xml"]


def test_words_that_someone_wrote_into_the_run_of_a_mark_stay() -> None:
    comments = '<w:comment w:id="1" w:author="sdconvert" w:initials="DOCX-R008"><w:p/></w:comment>'
    body = '<w:p><w:r><w:t>kept</w:t><w:commentReference w:id="1"/></w:r></w:p>'
    parts = parts_of(sdconvert.remove_annotations(build_docx(body, comments=comments)).value)
    assert b"<w:body><w:p><w:r><w:t>kept</w:t></w:r></w:p></w:body>" in parts[MAIN]


def test_ids_stay_below_the_greatest_that_word_takes() -> None:
    assert list(find_ids({0, 2**31 - 2}, 3)) == [1, 2, 3]
    assert list(find_ids(set(), 2)) == [0, 1]


@pytest.mark.parametrize(
    ("code", "initials"), [("DOCX-R008", "DOCX-R008"), ("SDXML-W020", "SDXMLW020"), ("ACCOUNT-001", "ACCOUN001")]
)
def test_initials_have_nine_signs_at_most(code: str, initials: str) -> None:
    assert initials_of(code) == initials


def test_what_cannot_carry_a_comment_is_refused_in_words() -> None:
    with pytest.raises(UnreadableInput, match="no paragraph that could carry a comment"):
        sdconvert.annotate(build_docx("<w:sectPr/>"))
    with pytest.raises(UnreadableInput, match=r"word/comments\.xml cannot be read"):
        sdconvert.annotate(build_docx(paragraph("one"), relations=[Relation("c", "comments", "comments.xml")]))
    with pytest.raises(BadConfiguration, match="grave"):
        sdconvert.annotate(build_docx(paragraph("one")), severity="grave")


def test_a_part_with_entities_never_reaches_another_parser() -> None:
    evil = '<!DOCTYPE x [<!ENTITY a "b">]><w:comments/>'
    files: dict[str, bytes | str] = {"word/comments.xml": evil}
    with pytest.raises(UnsafeInput, match="declares a document type"):
        sdconvert.annotate(build_docx(paragraph("one"), comments="", files=files))
