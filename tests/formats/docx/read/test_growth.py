"""What many of one kind take in one place grows as they do, and no faster: a small file must keep nobody busy."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest
from docx_builder import build_docx

from sdconvert import convert

_FEW, _TIMES = 200, 8
_STEEPEST = 24
"""What grows as the square takes 64 times as long."""
_BY = 'w:author="Ada" w:date="2024-05-01T10:00:00Z"'
_RUN = "<w:r><w:t>word </w:t></w:r>"
_P = f"<w:p>{_RUN}</w:p>"


def _each(number: int, text: str) -> str:
    """The text as often, `#` being which one it is."""
    return "".join([text.replace("#", str(at)) for at in range(number)])


def _line_breaks(number: int) -> bytes:
    return build_docx(f"<w:p>{_each(12 * number, '<w:r><w:t>a</w:t><w:br/></w:r>')}</w:p>")


def _deleted_rows(number: int) -> bytes:
    row = f'<w:tr><w:trPr><w:del w:id="#" {_BY}/></w:trPr><w:tc>{_P}</w:tc></w:tr>'
    return build_docx(f"<w:tbl>{_each(3 * number, row)}</w:tbl><w:p/>")


def _deleted_cells(number: int) -> bytes:
    cell = f'<w:tc><w:tcPr><w:cellDel w:id="#" {_BY}/></w:tcPr>{_P}</w:tc>'
    return build_docx(f"<w:tbl><w:tr><w:tc>{_P}</w:tc>{_each(4 * number, cell)}</w:tr></w:tbl><w:p/>")


def _deleted_marks(number: int) -> bytes:
    deleted = f'<w:p><w:pPr><w:rPr><w:del w:id="#" {_BY}/></w:rPr></w:pPr>{_RUN}</w:p>'
    return build_docx(_each(12 * number, deleted) + _P)


def _hidden_marks(number: int) -> bytes:
    """Each in a style of its own, so that runs have to say what the style said: in the body, in a cell, in a note."""
    look = '<w:style w:type="paragraph" w:styleId="s1"><w:rPr><w:b/></w:rPr></w:style>'
    hidden = '<w:p><w:pPr><w:pStyle w:val="s#"/><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>word</w:t></w:r></w:p>'
    line = _each(2, hidden) * (number // 2) + _P
    note = f'<w:footnote w:id="11">{line}</w:footnote>'
    reference = '<w:p><w:r><w:footnoteReference w:id="11"/></w:r></w:p>'
    cell = f"<w:tbl><w:tr><w:tc>{line}</w:tc></w:tr></w:tbl>"
    return build_docx(f"{line}{cell}{reference}", styles=look, footnotes=note)


def _large_initials(number: int) -> bytes:
    initial = f'<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr>{_RUN}</w:p>'
    return build_docx(_each(4 * number, initial) + _P)


def _instructions_over_marks(number: int) -> bytes:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
    rest = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_RUN}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return build_docx(f"<w:p>{begin}</w:p>{_each(2 * number, f'<w:p>{rest}{begin}</w:p>')}<w:p>{rest}</w:p>")


def _bookmarks(number: int) -> str:
    return _each(number, f'<w:bookmarkStart w:id="#" w:name="b#"/>{_RUN}<w:bookmarkEnd w:id="#"/>')


def _links(number: int) -> str:
    link = f'<w:hyperlink w:anchor="b#">{_RUN}</w:hyperlink>'
    return f"<w:p>{_each(number, link)}</w:p>"


def _bookmarks_in_a_paragraph(number: int) -> bytes:
    return build_docx(f"<w:p>{_bookmarks(number)}</w:p>{_links(number)}")


def _bookmarks_behind_the_last_paragraph(number: int) -> bytes:
    return build_docx(_links(number) + _bookmarks(number).replace(_RUN, ""))


def _lists_of_no_style(number: int) -> bytes:
    paragraph = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1#"/></w:numPr></w:pPr>{_RUN}</w:p>'
    lists = '<w:abstractNum w:abstractNumId="#"><w:numStyleLink w:val="s#"/></w:abstractNum>'
    uses = '<w:num w:numId="1#"><w:abstractNumId w:val="#"/></w:num>'
    return build_docx(_each(number, paragraph), numbering=_each(number, lists) + _each(number, uses))


def _overlapping_comments(number: int) -> bytes:
    number *= 3
    begins, ends = '<w:commentRangeStart w:id="#"/>', '<w:commentRangeEnd w:id="#"/>'
    text = f"<w:p>{_each(number, begins)}{_RUN * number}{_each(number, ends)}"
    references = _each(number, '<w:r><w:commentReference w:id="#"/></w:r>')
    return build_docx(
        f"{text}{references}</w:p>", comments=_each(number, f'<w:comment w:id="#" {_BY}>{_P}</w:comment>')
    )


def _notes_in_a_paragraph(number: int) -> bytes:
    references = _each(number, f'{_RUN}<w:r><w:footnoteReference w:id="1#"/></w:r>')
    return build_docx(f"<w:p>{references}</w:p>", footnotes=_each(number, f'<w:footnote w:id="1#">{_P}</w:footnote>'))


def _seconds(source: bytes) -> float:
    gc.collect()
    gc.disable()  # it takes as long as all that other tests have left is large
    began = time.process_time()
    convert(convert(source).value, to="html")
    spent = time.process_time() - began
    gc.enable()
    return spent


@pytest.mark.parametrize(
    "make",
    [
        _line_breaks,
        _deleted_rows,
        _deleted_cells,
        _deleted_marks,
        _hidden_marks,
        _large_initials,
        _instructions_over_marks,
        _bookmarks_in_a_paragraph,
        _bookmarks_behind_the_last_paragraph,
        _lists_of_no_style,
        _overlapping_comments,
        _notes_in_a_paragraph,
    ],
)
def test_time_grows_no_faster_than_what_is_read(make: Callable[[int], bytes]) -> None:
    few, many = make(_FEW), make(_FEW * _TIMES)
    usual = min(_seconds(few), _seconds(few))  # the first one may load what others have loaded
    assert any(_seconds(many) < _STEEPEST * usual for _ in range(3)), "three times, as others use the machine too"
