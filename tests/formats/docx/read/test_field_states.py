from __future__ import annotations

import pytest
from docx_documents import END, codes, field, fld_char, messages, p, r, read_document, simple, text

from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import Link


@pytest.mark.parametrize(
    "words",
    [
        "Error! Reference source not found.",
        "Error! Bookmark not defined.",
        "Fehler! Verweisquelle konnte nicht gefunden werden.",
        "Erreur ! Source du renvoi introuvable.",
        "¡Error! No se encuentra el origen de la referencia.",
        "Errore. L'origine riferimento non è stata trovata.",
        "错误!未找到引用源。",
    ],
)
def test_an_error_message_is_no_result_and_is_told_with_its_words(words: str) -> None:
    result = read_document(p("See ", field("REF gone", words), simple("PAGEREF gone", words)))
    assert text(result.value.blocks[0]) == f"See {words}{words}"
    (message,) = messages(result, "DOCX-R109")
    assert message.startswith("2 field(s)")
    assert words in message


def test_a_result_that_begins_like_an_error_is_none() -> None:
    assert "DOCX-R109" not in codes(read_document(p(field("REF a", "Error handling in practice"))))


@pytest.mark.parametrize("value", ["true", "1", "false"])
def test_results_that_are_out_of_date_are_told_once(value: str) -> None:
    begin = fld_char("begin").replace("w:fldCharType", f'w:dirty="{value}" w:fldCharType')
    instruction = "<w:r><w:instrText>DATE</w:instrText></w:r>"
    dirty = f"{begin}{instruction}{fld_char('separate')}{r('today')}{END}"
    simple_one = simple("DATE", "then").replace("<w:fldSimple", f'<w:fldSimple w:dirty="{value}"')
    told = messages(read_document(p(dirty, simple_one)), "DOCX-R108")
    assert [message[:10] for message in told] == ([] if value == "false" else ["2 field(s)"])


@pytest.mark.parametrize(
    ("path", "href"),
    [
        (r'"\\\\server\\share\\a b.docx"', r"\\server\share\a b.docx#there"),
        (r"\\\\server\\share\\a.docx", r"\\server\share\a.docx#there"),
        (r"\server\share\a.docx", r"\server\share\a.docx#there"),
    ],
)
def test_a_link_to_a_path_of_a_server_is_a_link(path: str, href: str) -> None:
    (block,) = read_document(p(field(f"HYPERLINK {path} \\l there", "go"))).value.blocks
    assert isinstance(block, Paragraph)
    (link,) = block.content
    assert isinstance(link, Link)
    assert link.href == href
