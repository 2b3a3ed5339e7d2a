"""A document with changes is read as a second account of ECMA-376 Part 1, 17.13.5 leaves it."""

from __future__ import annotations

from changed_markup import make_body
from docx_builder import build_docx, wrap
from docx_documents import style
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from resolved_changes import resolve_changes

from sdconvert import convert
from sdconvert.choices import Revisions
from sdconvert.formats.docx.read import read

NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
PARTS = {"numbering": NUMBERING, "styles": style("H", "heading 1")}
seeds = st.integers(0, 2**32)
modes = st.sampled_from((Revisions.ACCEPT, Revisions.REJECT))


def resolved(body: str, mode: Revisions) -> bytes:
    """The same document without changes, by the second account."""
    root = etree.fromstring(wrap("w:document", f"<w:body>{body}</w:body>").encode())
    main = etree.tostring(resolve_changes(root, accept=mode is Revisions.ACCEPT))
    return build_docx("", files={"word/document.xml": main}, **PARTS)


@settings(max_examples=30, deadline=None)
@given(seeds, modes)
def test_both_accounts_leave_the_same_document(seed: int, mode: Revisions) -> None:
    body = make_body(seed)
    expected = read(resolved(body, mode), Revisions.REFUSE).value
    assert read(build_docx(body, **PARTS), mode).value == expected


@settings(max_examples=6, deadline=None)
@given(seeds, modes)
def test_what_goes_is_accounted_for(seed: int, mode: Revisions) -> None:
    assert not convert(build_docx(make_body(seed), **PARTS), revisions=mode).ledger.imbalance()
