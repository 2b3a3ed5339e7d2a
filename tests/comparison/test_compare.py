import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import documents, png
from thoroughness import examples

from sdconvert.comparison import Change, Comparison, Difference, WordStretch, compare
from sdconvert.model.blocks import Alignment, Directory, DirectoryKind, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Document, IndexEntry, Metadata
from sdconvert.model.inlines import (
    CrossReference,
    Equation,
    IndexMark,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.tables import Cell, Row, Table

BOLD = frozenset({Mark.BOLD})


def p(text: str, **rest) -> Paragraph:
    return Paragraph((Run(text),), **rest)


def between(before, after) -> Comparison:
    return compare(Document(tuple(before)), Document(tuple(after)))


def told(comparison: Comparison) -> list[tuple[str, str]]:
    return [(str(each.change), (each.after or each.before).text) for each in comparison.differences]  # type: ignore[union-attr]


def only(comparison: Comparison) -> Difference:
    (difference,) = comparison.differences
    return difference


def test_a_document_is_the_same_as_itself() -> None:
    assert between([p("a"), p("b")], [p("a"), p("b")]) == Comparison((), 2)


def test_an_added_and_a_removed_block_are_told_in_their_places() -> None:
    comparison = between([p("one"), p("two"), p("three")], [p("one"), p("three"), p("four")])
    assert told(comparison) == [("removed", "two"), ("added", "four")]
    assert [(each.number_before, each.number_after) for each in comparison.differences] == [(2, None), (None, 3)]
    assert comparison.same == 2


def test_a_changed_block_is_told_with_its_words() -> None:
    difference = only(between([p("The quick brown fox jumps")], [p("The slow brown fox")]))
    assert difference.change is Change.CHANGED
    assert difference.words == (
        WordStretch("The", "The"),
        WordStretch("quick", "slow"),
        WordStretch("brown fox", "brown fox"),
        WordStretch("jumps", ""),
    )


def test_blocks_with_other_words_are_not_one_that_changed() -> None:
    assert told(between([p("alpha beta")], [p("gamma delta")])) == [("removed", "alpha beta"), ("added", "gamma delta")]


def test_a_changed_block_is_found_behind_added_ones() -> None:
    comparison = between([p("the same words here")], [p("new"), p("other"), p("the same words there")])
    assert [(str(each.change), each.number_after) for each in comparison.differences] == [
        ("added", 1),
        ("added", 2),
        ("changed", 3),
    ]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (Heading((Run("a"),), 0), Heading((Run("a"),), 1), ("heading 1", "heading 2")),
        (Heading((Run("a"),), 0), Heading((Run("a"),), 0, True), ("heading 1", "numbered heading 1")),
        (p("a"), p("a", number_level=2), ("paragraph", "numbered paragraph 3")),
        (p("a"), ListItem((Run("a"),), False), ("paragraph", "bulleted item 1")),
        (ListItem((Run("a"),), True, 1), ListItem((Run("a"),), True, 2), ("numbered item 2", "numbered item 3")),
        (Directory(DirectoryKind.IMAGES), PageBreak(), None),
    ],
)
def test_another_kind_or_level_is_a_change(before, after, kinds) -> None:
    comparison = between([before], [after])
    if kinds is None:
        assert [each.change for each in comparison.differences] == [Change.REMOVED, Change.ADDED]
    else:
        difference = only(comparison)
        assert difference.before is not None
        assert difference.after is not None
        assert (difference.before.kind, difference.after.kind) == kinds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((Run("a b"),), (Run("a"), Run(" b", BOLD))),
        ((Link("https://a.example", (Run("a"),)),), (Link("https://b.example", (Run("a"),)),)),
    ],
)
def test_other_marks_and_other_links_are_a_change_of_looks(before, after) -> None:
    difference = only(between([Paragraph(before)], [Paragraph(after)]))
    assert difference.has_other_looks
    assert difference.words == (WordStretch(difference.before.text, difference.before.text),)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Note(((Run("a"),),)), Note(((Run("b"),),))),
        (Note(((Run("a"),),)), Note(((Run("a"),),), is_endnote=True)),
        (Sidenote((Run("a"),)), Note(((Run("a"),),))),
        (Equation("a"), Equation("b")),
        (InlinePicture("a.png"), InlinePicture("b.png")),
        (IndexMark("a"), IndexMark("b")),
        (LineBreak(), Run("")),
        (CrossReference("a"), Run("")),
    ],
)
def test_objects_in_the_text_are_compared(one, other) -> None:
    assets = {"a.png": png(1), "b.png": png(2)}
    index = (IndexEntry("a", "A"), IndexEntry("b", "B"))
    comparison = compare(
        Document((Paragraph((Run("x y z "), one)),), assets=assets, index=index),
        Document((Paragraph((Run("x y z "), other)),), assets=assets, index=index),
    )
    assert only(comparison).has_other_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (p("a  b\n c "), p("a b c")),
        (Paragraph((Run("a"), Run("b"))), p("ab")),
        (Paragraph((Run("a b", BOLD),)), Paragraph((Run("a", BOLD), Run(" "), Run("b", BOLD)))),
        (p("a", alignment=Alignment.CENTER, indent=2, style="x", id="y"), p("a")),
        (Picture("a.png", 50.0), Picture("same.png")),
        (Table((Row((Cell((Paragraph(),)),)),), ()), Table((Row((Cell(),)),), (100.0,))),
    ],
)
def test_what_does_not_count_is_no_difference(one, other) -> None:
    assets = {"a.png": png(1), "same.png": png(1)}
    assert compare(Document((one,), assets=assets), Document((other,), assets=assets)).is_same


def test_cells_metadata_and_index_are_compared() -> None:
    def document(text: str) -> Document:
        table = Table((Row((Cell((p(text),)), Cell((p("b"),), 2))),), (), caption=(Run("c"),))
        return Document((table,), Metadata(f"T {text}", tags=("x",)), index=(IndexEntry("i", f"I {text}"),))

    kinds = [each.after.kind for each in compare(document("a"), document("z a")).differences if each.after]
    assert kinds == ["title", "paragraph in a cell", "index entry 1"]


def test_another_shape_of_a_table_is_a_change() -> None:
    cell, wide = Cell((p("a"),)), Cell((p("a"),), 2)
    assert only(between([Table((Row((cell,)),), ())], [Table((Row((wide,)),), ())])).has_other_kind


def test_no_block_is_removed_in_one_place_to_be_added_in_another_without_need() -> None:
    page, empty = PageBreak(), p("")
    comparison = between([empty, page, empty, page, empty, empty, empty, page, empty], [empty] * 6)
    assert [each.change for each in comparison.differences] == [Change.REMOVED] * 3


def test_a_difference_names_the_heading_above_it() -> None:
    heading = Heading((Run("Purpose"),), 0)
    assert only(between([heading, p("a")], [heading, p("b"), p("a")])).heading == "Purpose"


def test_equal_blocks_in_a_long_changed_stretch_are_not_told() -> None:
    repeated = [p("x") for _ in range(300)]
    comparison = between([p("a"), *repeated, p("b")], [p("c"), *repeated, p("x"), p("d")])
    assert ("changed", "x") not in told(comparison)


settled = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))


@settled
@given(documents)
def test_any_document_is_the_same_as_itself(document: Document) -> None:
    assert compare(document, document).is_same


@settled
@given(st.lists(st.sampled_from("abcde f"), max_size=30), st.lists(st.sampled_from("abcde f"), max_size=30))
def test_the_differences_account_for_every_block(before: list[str], after: list[str]) -> None:
    comparison = between(map(p, before), map(p, after))
    old = [each for each in comparison.differences if each.before is not None]
    new = [each for each in comparison.differences if each.after is not None]
    assert comparison.same == len(before) - len(old) == len(after) - len(new)
    assert all(each.before != each.after for each in comparison.differences)


@settled
@given(
    st.lists(st.sampled_from(["ab", "c", "d", "e", "f"]), max_size=20), st.lists(st.sampled_from("abcdef"), max_size=20)
)
def test_the_words_of_a_change_give_both_texts(before: list[str], after: list[str]) -> None:
    shared = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"] * 4
    old, new = " ".join([*shared, *before]), " ".join([*shared, *after])
    for difference in between([p(old)], [p(new)]).differences:
        assert " ".join(words.before for words in difference.words if words.before) == old
        assert " ".join(words.after for words in difference.words if words.after) == new


@pytest.mark.parametrize("changed", ["every tenth", "every one", "repeated"])
def test_large_documents_take_no_more_than_some_seconds(changed: str) -> None:
    before = [p(f"paragraph {number} of a long document") for number in range(10_000)]
    after = list(before)
    if changed == "every tenth":
        after[::10] = [p(f"paragraph {number} of a changed document") for number in range(0, 10_000, 10)]
    elif changed == "every one":
        after = [p(f"line {number} with words of its own") for number in range(10_000)]
    else:
        before = [p("same" if number % 3 else "other") for number in range(10_000)]
        after = [p("same" if number % 5 else "third") for number in range(10_000)]
    start = time.perf_counter()
    between(before, after)
    assert time.perf_counter() - start < 10


# Labels


def item(text: str, label: str, **rest) -> ListItem:
    return ListItem((Run(text),), True, 0, "l", label=label, **rest)


def test_labels_that_changed_are_told_once_for_blocks_in_a_row() -> None:
    before = [item("one", "a)"), item("two", "b)"), p("between"), item("three", "c)"), item("four", "9.")]
    after = [item("one", "a)"), item("two", "c)"), p("between"), item("three", "d)"), item("four", "(9)")]
    difference = only(between(before, after))
    assert (difference.change, difference.number_before, difference.labels) == (Change.CHANGED, 2, 2)
    assert difference.has_other_label
    assert not difference.has_other_text
    assert between(before, after).same == 3


def test_a_label_that_nobody_told_is_what_smashdocs_shows() -> None:
    assert between([item("one", "1."), item("two", "2)")], [item("one", ""), item("two", "")]).is_same
    assert only(between([item("one", "4.")], [item("one", "")])).after.label == "1"  # type: ignore[union-attr]
    heading = Heading((Run("h"),), 0, is_numbered=True)
    assert only(between([heading], [heading, heading])).change is Change.ADDED


def test_bullets_that_say_nothing_and_the_words_of_captions_are_no_labels() -> None:
    bullet = ListItem((Run("x"),), False, label="–")
    assert between([bullet], [ListItem((Run("x"),), False)]).is_same
    box = ListItem((Run("x"),), False, label="☒")
    assert only(between([box], [bullet])).has_other_label
    picture = Picture("a", caption=(Run("c"),), is_numbered=True, label="Abbildung 1: ")
    assert between([picture], [Picture("a", caption=(Run("c"),), is_numbered=True)]).is_same


def test_a_changed_block_may_have_another_label_too() -> None:
    difference = only(between([item("the same old words", "1.")], [item("the same new words", "2.")]))
    assert difference.has_other_label
    assert difference.labels == 0
