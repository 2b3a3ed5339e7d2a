from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from sameness import plain
from sdxml_dialects import VERSIONS, in_dialect
from sdxml_documents import commented_documents, documents
from sdxml_trees import PICTURES, canonical, sound_trees, strange_trees, trees
from strategies import documents as odd_documents
from strategies import png
from thoroughness import examples

from sdconvert.archive import read_archive, write_archive
from sdconvert.errors import UnreadableInput
from sdconvert.findings import Severity
from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.formats.sdxml.read import read
from sdconvert.formats.sdxml.write import write
from sdconvert.ledger import Kind
from sdconvert.model.blocks import PageBreak
from sdconvert.model.measure import measure
from sdconvert.model.walk import walk_blocks
from sdconvert.validation import check

thorough = settings(max_examples=examples(80), deadline=None, suppress_health_check=list(HealthCheck))


def package_of(root):
    """A package of a tree with the pictures that it can name, but for the one that is gone."""
    names = [name.strip().rpartition("/")[2] for name in PICTURES if "gone" not in name]
    pictures = {f"images/{name}": png(number) for number, name in enumerate(names)}
    return write_archive({"sd.xml": etree.tostring(root, encoding="UTF-8", xml_declaration=True), **pictures})


def tree_of(package):
    return etree.fromstring(read_archive(package)["sd.xml"])


@thorough
@given(sound_trees())
def test_any_sound_document_comes_back_as_it_was(root):
    assert grammar().validate(root), grammar().error_log
    again = tree_of(write(read(package_of(root)).value).value)
    assert canonical(again).decode() == canonical(root).decode()


@settings(thorough, max_examples=examples(20))
@given(trees())
def test_what_is_written_of_any_valid_document_is_nothing_that_an_import_refuses(root):
    result = read(package_of(root))
    written = write(result.value)
    assert [str(finding) for finding in check(written.value) if finding.severity is Severity.ERROR] == []


@thorough
@given(sound_trees())
def test_a_document_read_again_is_the_same_and_written_as_the_same_bytes(root):
    document = read(package_of(root)).value
    written = write(document).value
    again = read(written).value
    assert plain(again) == plain(document)
    assert write(again).value == written


@thorough
@given(documents())
def test_a_document_that_sdxml_can_say_is_read_as_it_was_written(document):
    written = write(document)
    assert written.findings == ()
    result = read(written.value)
    assert result.findings == ()
    assert plain(result.value) == plain(document)


@thorough
@given(trees())
def test_all_text_of_a_valid_document_is_in_the_account(root):
    result = read(package_of(root))
    booked = result.ledger.read.get(Kind.CHARACTERS, 0)
    assert booked == len(_body_text(root)) + sum(len(caption) for caption in root.xpath("//document/*/@caption"))
    assert result.ledger.dropped == {}


@thorough
@given(odd_documents)
def test_the_account_of_reading_any_package_closes(document):
    result = read(write(document).value)
    written = write(result.value)
    assert result.ledger.join(written.ledger).imbalance() == {}
    assert {kind: count for kind, count in result.ledger.read.items() if count} == measure(result.value)


def _body_text(root):
    """The text of the blocks, without file names and what only divides elements."""
    holders = " or ".join(f"self::{name}" for name in ("document", "table", "tr", "td", "th", "column_width", "image"))
    return "".join(root.xpath(f"//document//text()[not(parent::*[{holders}] or ancestor::column_width)]"))


@thorough
@given(commented_documents(), st.sampled_from(list(VERSIONS)))
def test_another_dialect_is_read_as_the_same_document(document, dialect):
    result = read(in_dialect(document, dialect))
    assert [finding.code.id for finding in result.findings] == ["SDXML-D001"]
    assert result.findings[0].details["dialect"] == dialect
    assert plain(result.value) == plain(document)
    assert {kind: count for kind, count in result.ledger.read.items() if count} == measure(document)


@thorough
@given(strange_trees())
def test_no_word_of_a_strange_document_vanishes(root):
    words = [text for text in root.itertext() if text.strip()]
    with suppress(UnreadableInput):
        result = read(etree.tostring(root))
        held = repr(result.value) + repr([finding.details for finding in result.findings])
        held += "".join(str(extra) for extra in (result.value.metadata.extra, _carried(result.value)))
        assert [word for word in words if word not in held] == [], etree.tostring(root)
        written = write(result.value)
        assert result.ledger.join(written.ledger).imbalance() == {}
        assert grammar().validate(tree_of(written.value)), grammar().error_log


def _carried(document):
    """What blocks carry for the way back: the shares of columns, the names of picture files."""
    return [block.extra for block in walk_blocks(document) if not isinstance(block, PageBreak)]
