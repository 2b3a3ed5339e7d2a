from __future__ import annotations

import pytest
from docx_builder import build_docx, wrap
from docx_documents import blocks_of, codes, p, r, read_document, texts

from sdconvert import UnreadableInput
from sdconvert.formats.docx.read import read


def alternate(requires: str, choice: str, fallback: str | None) -> str:
    last = "" if fallback is None else f"<mc:Fallback>{fallback}</mc:Fallback>"
    return f'<mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>{last}</mc:AlternateContent>'


def test_a_choice_that_is_understood_goes_before_the_fallback() -> None:
    assert texts(blocks_of(p(alternate("wps", r("choice"), r("fallback"))))) == ["choice"]


def test_the_fallback_stands_in_for_a_choice_that_is_not_understood() -> None:
    odd = alternate('odd" xmlns:odd="urn:odd', r("choice"), r("fallback"))
    assert texts(blocks_of(p(odd))) == ["fallback"]


def test_a_choice_needs_all_that_it_requires() -> None:
    odd = alternate('wps odd" xmlns:odd="urn:odd', r("choice"), r("fallback"))
    assert texts(blocks_of(p(odd))) == ["fallback"]


def test_a_choice_that_is_not_understood_shows_nothing_where_there_is_no_fallback() -> None:
    result = read_document(p(alternate("undeclared", r("choice"), None)))
    assert (texts(result.value.blocks), codes(result)) == ([""], [])
    odd = alternate('odd" xmlns:odd="urn:odd', r("choice"), None)
    assert texts(blocks_of(p(odd))) == [""]


def test_a_choice_that_word_understands_is_better_than_nothing() -> None:
    chart = alternate('cx" xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex', r("choice"), None)
    assert texts(blocks_of(p(chart))) == ["choice"]


def test_the_first_of_several_choices_that_is_understood_counts() -> None:
    choices = "".join(
        f'<mc:Choice Requires="{requires}">{r(requires)}</mc:Choice>' for requires in ("undeclared", "w14", "wps")
    )
    assert texts(blocks_of(p(f"<mc:AlternateContent>{choices}</mc:AlternateContent>"))) == ["w14"]


def test_alternatives_nest() -> None:
    inner = alternate("undeclared", r("inner choice"), r("inner fallback"))
    assert texts(blocks_of(p(alternate("wps", inner, inner + r("outer"))))) == ["inner fallback"]


def test_what_an_alternative_leaves_out_is_not_counted_as_read() -> None:
    result = read_document(p(alternate("wps", r("one"), r("another text"))))
    assert sum(result.ledger.read.values()) == 3


# --------------------------------------------------------------------------------- what may be ignored, and must not


def ignorable(content: str, attributes: str = 'mc:Ignorable="odd"') -> bytes:
    root = f'w:document xmlns:odd="urn:odd" {attributes}'
    document = wrap(root, f"<w:body>{content}</w:body>").replace(f"</{root}>", "</w:document>")
    return build_docx("", files={"word/document.xml": document})


ODD = f"<odd:x>{r('odd')}</odd:x>"


@pytest.mark.parametrize(
    "content", [p("a", ODD, "b"), p("a", "b") + f"<odd:x>{p('odd')}</odd:x>", p("a", "<w:r><odd:y/></w:r>", "b")]
)
def test_an_element_that_may_be_ignored_is_ignored_without_a_word(content: str) -> None:
    result = read(ignorable(content))
    assert (texts(result.value.blocks), codes(result)) == (["ab"], [])


def test_an_element_that_may_not_be_ignored_is_told() -> None:
    assert codes(read(ignorable(p("a", ODD), ""))) == ["DOCX-R034"]


def test_what_is_ignorable_within_an_element_is_so_there_only() -> None:
    result = read(ignorable(p("a", ODD) + p("b", ODD).replace("<w:p>", '<w:p mc:Ignorable="odd">'), ""))
    assert codes(result) == ["DOCX-R034"]


@pytest.mark.parametrize(("name", "shown"), [("odd:x", "a odd"), ("odd:*", "a odd"), ("odd:y", "a "), ("w:x", "a ")])
def test_the_content_of_an_ignored_element_stays_where_it_is_to_be_processed(name: str, shown: str) -> None:
    source = ignorable(p("a ", ODD), f'mc:Ignorable="odd" mc:ProcessContent="{name}"')
    assert texts(read(source).value.blocks) == [shown]


def test_what_word_understands_is_not_ignored() -> None:
    conflict = f'<w14:conflictIns w:id="1" w:author="Ada">{r("b")}</w14:conflictIns>'
    assert texts(read(ignorable(p("a", conflict), 'mc:Ignorable="w14"')).value.blocks) == ["ab"]


def test_a_document_that_must_be_understood_is_refused_where_it_is_not() -> None:
    assert texts(read(ignorable(p("a"), 'mc:MustUnderstand="w14"')).value.blocks) == ["a"]
    with pytest.raises(UnreadableInput, match="without understanding urn:odd"):
        read(ignorable(p("a"), 'mc:MustUnderstand="odd"'))


def in_an_element(encoding: str = "UTF-8", declaration: str | None = None) -> bytes:
    stated = '<w:p xmlns:odd="urn:odd" mc:MustUnderstand="odd">'
    document = wrap("w:document", f"<w:body>{p('a').replace('<w:p>', stated)}</w:body>")
    if declaration is not None:
        document = document.replace(document[: document.index("?>") + 2], declaration)
    return build_docx("", files={"word/document.xml": document.encode(encoding)})


@pytest.mark.parametrize(
    ("encoding", "declaration"),
    [
        ("UTF-8", None),
        ("UTF-8", ""),
        ("UTF-16", ""),
        ("UTF-16", '<?xml version="1.0" encoding="UTF-16"?>'),
        ("UTF-16", '<?xml version="1.0"?>'),
        ("cp1252", '<?xml version="1.0" encoding="windows-1252"?>'),
    ],
)
def test_an_element_may_ask_to_be_understood_in_every_encoding(encoding: str, declaration: str | None) -> None:
    with pytest.raises(UnreadableInput, match="without understanding urn:odd"):
        read(in_an_element(encoding, declaration))
