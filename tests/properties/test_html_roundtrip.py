import re
from collections import Counter

from html_documents import documents as sayable_documents
from html_documents import settled
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import documents
from thoroughness import examples

from sdconvert.archive import Limits
from sdconvert.errors import SdconvertError
from sdconvert.formats.html.read import read
from sdconvert.formats.html.write import HtmlOptions, write
from sdconvert.ledger import Kind
from sdconvert.model.measure import measure

thorough = settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
options = st.builds(HtmlOptions, st.booleans())

TOLD_AND_KEPT = {"HTML-W012", "HTML-W013", "HTML-W014", "HTML-W085"}
"""Findings about what the page shows, not about what it holds."""


@settings(thorough, max_examples=examples(120))
@given(sayable_documents, options)
def test_a_page_of_ours_reads_back_as_the_document_that_it_was_made_from(document, chosen):
    written = write(document, chosen)
    assume({finding.code.id for finding in written.findings} <= TOLD_AND_KEPT)
    back = read(written.value)
    assert back.value == settled(document)
    assert not back.findings


@thorough
@given(documents, options)
def test_the_ledger_of_writing_closes(document, chosen):
    ledger = write(document, chosen).ledger
    booked = {kind: sum(ledger.total(kind)[1:]) for kind in Kind}
    assert {kind: count for kind, count in booked.items() if count} == measure(document)


@thorough
@given(documents, options)
def test_what_was_written_can_be_read_again_and_then_stays(document, chosen):
    first = read(write(document, chosen).value)
    assert unaccounted(first) == {}
    again = read(write(first.value, chosen).value)
    assert again.value == first.value


@thorough
@given(documents, options)
def test_the_same_document_gives_the_same_bytes(document, chosen):
    assert write(document, chosen).value == write(document, chosen).value


def unaccounted(result):
    """What was read and added, less what was changed, dropped and is there: nothing when the ledger closes."""
    rest = Counter(result.ledger.read)
    for (kind, _), count in result.ledger.added.items():
        rest[kind] += count
    for booked in (result.ledger.changed, result.ledger.dropped):
        for (kind, _), count in booked.items():
            rest[kind] -= count
    rest.subtract(measure(result.value))
    return {kind: count for kind, count in rest.items() if count}


# ------------------------------------------------------------------------------------------------------ any pages

_TAGS = [
    "p",
    "div",
    "span",
    "b",
    "a",
    "i",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "caption",
    "h1",
    "h2",
    "h6",
    "br",
    "hr",
    "img",
    "pre",
    "code",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "nav",
    "section",
    "aside",
    "script",
    "style",
    "svg",
    "math",
    "sup",
    "sub",
    "q",
    "input",
    "textarea",
    "form",
    "o:p",
    "unknown",
    "br",
    "font",
    "center",
    "video",
    "noscript",
    "col",
    "colgroup",
    "details",
    "summary",
    "title",
    "head",
    "body",
    "html",
    "ruby",
    "rt",
]
_ATTRIBUTES = [
    "",
    ' id="a"',
    ' id="b"',
    ' name="a"',
    ' href="#a"',
    ' href="#b"',
    ' href="javascript:x"',
    ' href="https://a.example"',
    ' class="note-ref toc number"',
    ' class="MsoListParagraph"',
    ' style="mso-list:l0 level2 lfo1"',
    ' style="display:none"',
    ' style="text-align:right;width:50%"',
    ' colspan="0"',
    ' rowspan="0"',
    ' src="data:image/png;base64,iVBORw0KGgo="',
    ' onclick="x()"',
    ' role="doc-toc"',
    " hidden",
    ' start="3"',
]
_pieces = (
    st.builds(lambda tag, attribute: f"<{tag}{attribute}>", st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES))
    | st.builds(lambda tag: f"</{tag}>", st.sampled_from(_TAGS))
    | st.text(max_size=6)
    | st.sampled_from([" ", "\n", "&nbsp;", "&amp;", "&#0;", "<!--", "-->", "<![endif]>", "<", "\x00", "1.\xa0 x"])
)
pages = st.lists(_pieces, max_size=25).map("".join)
own_pages = pages.map('<html data-sdconvert="1"><body><main>{}'.format)


@settings(thorough, max_examples=examples(150))
@given(pages | own_pages)
def test_the_ledger_of_reading_any_page_closes(page):
    try:
        result = read(page.encode("utf-8", "replace"))
    except SdconvertError:
        return
    assert unaccounted(result) == {}


@settings(thorough, max_examples=examples(100))
@given(pages)
def test_any_page_gives_a_document_that_can_be_written_and_read(page):
    try:
        document = read(page.encode("utf-8", "replace")).value
    except SdconvertError:
        return
    written = write(document)
    again = read(written.value).value
    if {finding.code.id for finding in written.findings} <= TOLD_AND_KEPT:
        assert again == settled(document)


_UNREAD = {"script", "style", "svg", "head", "title"}
"""Elements whose text is none of the page's: a drawing is kept as a picture."""
_worded_pieces = (
    st.builds(
        lambda tag, attribute: f"<{tag}{attribute}>",
        st.sampled_from([tag for tag in _TAGS if tag not in _UNREAD]),
        st.sampled_from([attribute for attribute in _ATTRIBUTES if "toc" not in attribute] + [' class="number"']),
    )
    | st.builds(lambda tag: f"</{tag}>", st.sampled_from(_TAGS))
    | st.just("WORD ")
)


@settings(thorough, max_examples=examples(300))
@given(st.lists(_worded_pieces, max_size=25))
def test_each_word_of_a_page_is_in_the_document_or_in_a_finding(pieces):
    page = "".join(piece.replace("WORD", f"word{number}.") for number, piece in enumerate(pieces))
    try:
        result = read(page.encode())
    except SdconvertError:
        return
    told = f"{result.value!r} {[finding.details for finding in result.findings]!r}"
    assert [word for word in re.findall(r"word\d+\.", page) if word not in told] == []


@thorough
@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_an_error_of_ours(data):
    try:
        read(data, limits=Limits(member_size=1000))
    except SdconvertError:
        return
