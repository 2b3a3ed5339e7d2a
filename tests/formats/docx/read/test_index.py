from __future__ import annotations

from docx_builder import build_docx
from docx_documents import assert_accounted, field, p, read_document

from sdconvert.formats.docx.read.index import IndexBuilder
from sdconvert.model.document import IndexEntry
from sdconvert.model.inlines import IndexMark


def test_marks_make_a_tree_of_entries_in_their_order() -> None:
    result = read_document(p(*(field(f'XE "{entry}"') for entry in ("law:civil", "tax", "law:penal:theft", "law"))))
    law, tax = result.value.index
    assert [entry.title for entry in (law, tax)] == ["law", "tax"]
    assert [entry.title for entry in law.children] == ["civil", "penal"]
    assert [entry.title for entry in law.children[1].children] == ["theft"]


def test_a_mark_names_the_id_of_its_entry() -> None:
    builder = IndexBuilder()
    mark = builder.mark(["law:civil"])
    (law,) = builder.entries()
    assert mark == IndexMark(law.children[0].id)


def test_the_same_entry_is_one() -> None:
    builder = IndexBuilder()
    assert builder.mark(["law"]) == builder.mark([" law "])
    assert len(builder.entries()) == 1


def test_a_colon_that_is_escaped_is_part_of_the_entry() -> None:
    result = read_document(p(field('XE "Law 1\\:2:civil"')))
    (entry,) = result.value.index
    assert (entry.title, [child.title for child in entry.children]) == ("Law 1:2", ["civil"])


def test_entries_with_colons_and_entries_below_others_have_different_ids() -> None:
    builder = IndexBuilder()
    assert builder.mark(["a\\:b"]) != builder.mark(["a:b"])


def test_quotes_may_be_part_of_an_entry() -> None:
    (entry,) = read_document(p(field('XE "the \\"yes\\" of it"'))).value.index
    assert entry.title == 'the "yes" of it'


def test_text_in_place_of_a_page_and_a_sorting_key_are_kept() -> None:
    builder = IndexBuilder()
    builder.mark(["BGB", "\\t", "see law", "\\y", "bgb"])
    assert builder.entries() == (IndexEntry("index:BGB", "BGB", description="see law", sorting_key="bgb"),)


def test_nothing_is_no_entry() -> None:
    builder = IndexBuilder()
    assert builder.mark([]) is builder.mark([" : "]) is None
    assert builder.entries() == ()


def test_the_index_is_written() -> None:
    _, tree = assert_accounted(build_docx(p("a", field('XE "law:civil"'))))
    titles = [node.get("title") for node in tree.iter("index-node")]
    assert titles == ["law", "civil"]
    assert tree.find("document/paragraph/index").get("data-id") == list(tree.iter("index-node"))[1].get("id")  # type: ignore
