"""Any bytes give a result or an error of ours, and so does any damage done to a real document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from docx_builder import build_docx, wrap
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thoroughness import examples

import sdconvert
from sdconvert import Limits
from sdconvert.formats.docx.read.inventory import read_style_uses

SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).parents[2] / "samples" / "docx").glob("*.docx"))]
SMALL = build_docx(
    '<w:p><w:pPr><w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    "<w:ins><w:r><w:t>Good</w:t></w:r></w:ins><w:del><w:r><w:delText>bad</w:delText></w:r></w:del>"
    '<w:fldSimple w:instr="REF b"><w:r><w:t>day</w:t></w:r></w:fldSimple>'
    '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
    styles='<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>',
    numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/>'
    '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    footnotes='<w:footnote w:id="1"><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote>',
)
LIMITS = Limits(total_size=20_000_000, member_size=20_000_000)
USES: dict[str, Callable[[bytes], object]] = {
    "convert": lambda data: sdconvert.convert(data, limits=LIMITS),
    "validate": lambda data: sdconvert.validate(data),
    "style_mapping": lambda data: sdconvert.style_mapping([data]),
    "read_style_uses": lambda data: read_style_uses(data, LIMITS),
}
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def use_all(data: bytes) -> None:
    for use in USES.values():
        with suppress(sdconvert.SdconvertError):
            use(data)


@relaxed
@given(st.binary(max_size=300))
@pytest.mark.parametrize("prefix", [b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<?xml"])
def test_any_bytes_give_a_result_or_an_error_of_ours(prefix: bytes, data: bytes) -> None:
    use_all(prefix + data)


@relaxed
@given(st.data())
def test_flipped_bytes_give_a_result_or_an_error_of_ours(data: st.DataObject) -> None:
    package = bytearray(data.draw(st.sampled_from([SMALL, min(SAMPLES, key=len)])))
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(package) - 1), st.integers(0, 255)), max_size=8)
    ):
        package[place] = value
    use_all(bytes(package))


@relaxed
@given(st.sampled_from([SMALL, *SAMPLES]), st.floats(0, 1), st.binary(max_size=30))
def test_a_file_cut_off_or_continued_gives_a_result_or_an_error_of_ours(
    package: bytes, share: float, end: bytes
) -> None:
    use_all(package[: int(share * len(package))] + end)


def members_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


@settings(relaxed, max_examples=examples(40))
@given(st.data())
def test_swapped_and_missing_members_give_a_result_or_an_error_of_ours(data: st.DataObject) -> None:
    members = members_of(data.draw(st.sampled_from([SMALL, *SAMPLES])))
    names = st.sampled_from(sorted(members))
    for one, other in data.draw(st.lists(st.tuples(names, names), max_size=3)):
        members[one], members[other] = members[other], members[one]
    for name in data.draw(st.sets(names, max_size=2)):
        del members[name]
    use_all(zipped(members))


@settings(relaxed, max_examples=examples(40))
@given(st.data())
def test_damaged_xml_in_an_intact_zip_gives_a_result_or_an_error_of_ours(data: st.DataObject) -> None:
    members = members_of(SMALL)
    name = data.draw(st.sampled_from(sorted(members)))
    start = data.draw(st.integers(0, len(members[name])))
    stop = start + data.draw(st.integers(0, 40))
    members[name] = members[name][:start] + data.draw(st.binary(max_size=10)) + members[name][stop:]
    use_all(zipped(members))


TAGS = (
    *("p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr", "tblPr", "tcPr", "sdt", "sdtContent", "ins", "del", "moveFrom"),
    *("hyperlink", "fldSimple", "fldChar", "instrText", "drawing", "pict", "object", "footnoteReference", "br", "tab"),
    *(
        "sym",
        "ruby",
        "rubyBase",
        "rt",
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "sectPr",
        "numPr",
        "altChunk",
    ),
    *("txbxContent", "trPr", "gridSpan", "vMerge", "pStyle", "numId", "ilvl", "outlineLvl", "customXml", "delText"),
)
names = st.sampled_from(
    [f"w:{tag}" for tag in TAGS] + ["m:oMath", "m:f", "m:e", "m:r", "m:t", "mc:AlternateContent", "v:shape"]
)
values = st.sampled_from(["", "0", "1", "-1", "99", "begin", "separate", "end", "x", "restart", "1e9"])
attributes = st.dictionaries(st.sampled_from(["w:val", "w:id", "w:fldCharType", "r:id", "w:instr", "w:name"]), values)


def element(name: str, given_attributes: dict[str, str], content: list[str]) -> str:
    shown = "".join(f' {key}="{value}"' for key, value in given_attributes.items())
    return f"<{name}{shown}>{''.join(content)}</{name}>"


trees = st.recursive(
    st.sampled_from(["text", "", " TOC \\o ", "REF 1"]),
    lambda inner: st.builds(element, names, attributes, st.lists(inner, max_size=5)),
    max_leaves=25,
)


@settings(relaxed, max_examples=examples(300))
@given(st.lists(trees, max_size=4))
def test_any_tree_of_word_elements_gives_valid_sdxml(body: list[str]) -> None:
    package = build_docx("", files={"word/document.xml": wrap("w:document", f"<w:body>{''.join(body)}</w:body>")})
    result = sdconvert.convert(package)
    assert [str(f) for f in sdconvert.validate(result.value) if f.severity is sdconvert.Severity.ERROR] == []
    sdconvert.style_mapping([package])
