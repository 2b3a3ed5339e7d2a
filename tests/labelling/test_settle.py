"""Which labels stay numbers, which become text, and what references then show."""

from __future__ import annotations

from sdconvert.choices import Headings, Labels
from sdconvert.labelling import settle
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import CrossReference, Inline, LineBreak, Note, Run, Sidenote
from sdconvert.model.tables import Cell, Row, Table


def heading(text: str, label: str, level: int = 0, counter: str = "H", **more: object) -> Heading:
    return Heading((Run(text),), level, bool(label), label=label, counter=counter, **more)


def item(
    text: str, label: str, level: int = 0, counter: str = "L", is_ordered: bool = True, **more: object
) -> ListItem:
    return ListItem((Run(text),), is_ordered, level, counter, label=label, counter=counter, **more)


def clause(text: str, label: str, level: int, counter: str = "H", **more: object) -> Paragraph:
    return Paragraph((Run(text),), number_level=level, label=label, counter=counter, **more)


def settled(*blocks: Block, labels: Labels = Labels.AUTO, **options: object) -> tuple[tuple[Block, ...], list[str]]:
    result = settle(Document(blocks), labels, **options)
    return result.value.blocks, [f"{finding.code.id}: {finding.message}" for finding in result.findings]


def words(block: Block) -> str:
    return "".join(node.text for node in block.content)


def kinds(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(type(block).__name__, words(block)) for block in blocks]


def test_a_list_of_the_same_count_stays_one_without_a_word():
    blocks = (heading("Scope", "1."), clause("It is.", "1.1", 1), item("a", "(1)"), item("b", "(2)"))
    assert settled(*blocks) == (blocks, [])


def test_a_list_of_another_count_becomes_text_on_all_its_levels():
    blocks, said = settled(item("one", "1."), item("deep", "a)", 1), item("sign", "•", 2, is_ordered=False))
    assert kinds(blocks) == [("Paragraph", "1.\tone"), ("Paragraph", "a)\tdeep"), ("Paragraph", "•\tsign")]
    assert [block.indent for block in blocks] == [0, 1, 2]
    assert [line.split(":")[0] for line in said] == ["LABEL-002"] * 3
    assert "“a)” is written as text, because SMASHDOCs would show “1”" in said[1]


def test_another_list_is_left_alone():
    blocks, _ = settled(item("one", "a)", counter="A"), item("two", "1.", counter="B"))
    assert kinds(blocks) == [("Paragraph", "a)\tone"), ("ListItem", "two")]


def test_headings_that_become_text_leave_the_count_of_the_paragraphs_between_them():
    blocks, _ = settled(heading("First", "I."), clause("x", "1", 0, "P"), clause("y", "2", 0, "P"))
    assert kinds(blocks) == [("Heading", "I.\tFirst"), ("Paragraph", "x"), ("Paragraph", "y")]
    assert not blocks[0].is_numbered
    assert blocks[2].number_level == 0


def test_a_list_that_another_one_disturbs_becomes_text_too():
    blocks, _ = settled(heading("First", "1"), clause("x", "1", 0, "P"))
    assert kinds(blocks) == [("Heading", "First"), ("Paragraph", "1\tx")]


def test_words_around_the_same_count_are_told_with_what_is_shown():
    blocks, said = settled(heading("Scope", "§ 1"), heading("Fees", "§ 2"))
    assert kinds(blocks) == [("Heading", "Scope"), ("Heading", "Fees")]
    assert len(said) == 1
    assert "LABEL-003: “§ 1” will be shown as “1”" in said[0]
    assert "2 block(s)" in said[0]


def test_literal_writes_words_around_the_same_count_as_text_but_not_punctuation():
    blocks, said = settled(heading("Scope", "§ 1"), item("x", "1.)"), labels=Labels.LITERAL)
    assert kinds(blocks) == [("Heading", "§ 1\tScope"), ("ListItem", "x")]
    assert [line.split(":")[0] for line in said] == ["LABEL-002"]


def test_structure_changes_nothing_and_warns():
    blocks, said = settled(item("one", "a)"), item("two", "b)"), labels=Labels.STRUCTURE)
    assert kinds(blocks) == [("ListItem", "one"), ("ListItem", "two")]
    assert len(said) == 1
    assert "LABEL-001: “a)” in the source will be shown as “1”" in said[0]


def test_a_bullet_that_says_something_is_text_and_one_that_does_not_is_none():
    blocks, _ = settled(
        item("yes", "☒", counter="A", is_ordered=False),
        item("all", "Note:", counter="B", is_ordered=False),
        item("any", "–", counter="C", is_ordered=False),
        item("circle", "o", counter="D", is_ordered=False),
    )
    assert [words(block) for block in blocks] == ["☒\tyes", "Note:\tall", "any", "circle"]


def test_the_ledger_knows_the_labels_that_are_added():
    result = settle(Document((item("one", "a)"),)))
    assert result.ledger.added == {(Kind.CHARACTERS, "LABEL-002"): 3}


def test_a_numbered_heading_in_a_cell_carries_its_label_and_disturbs_no_other():
    table = Table((Row((Cell((heading("Inside", "2"),)),)),), ())
    blocks, _ = settled(heading("First", "1"), table, heading("Third", "2"))
    assert kinds((blocks[0], blocks[2])) == [("Heading", "First"), ("Heading", "Third")]
    assert words(blocks[1].rows[0].cells[0].content[0]) == "2\tInside"


def test_headings_chosen_by_the_caller_are_numbered_as_chosen_and_told():
    blocks, said = settled(heading("First", "I."), headings=Headings.PLAIN)
    assert kinds(blocks) == [("Heading", "First")]
    assert not blocks[0].is_numbered
    assert "“I.” in the source will be shown as “no label”" in said[0]
    blocks, _ = settled(heading("First", ""), heading("Second", "A"), headings=Headings.NUMBERED)
    assert [block.is_numbered for block in blocks] == [True, True]


# ------------------------------------------------------------------------------------------------------------ outlines


def outline(*labels: str, counter: str = "L") -> list[ListItem]:
    return [item("x", label, label.rstrip(".").count("."), counter) for label in labels]


def shown_as(blocks: tuple[Block, ...]) -> list[tuple[int | None, bool]]:
    return [(block.number_level, block.restarts) for block in blocks]


def test_a_list_numbered_through_its_levels_becomes_numbered_paragraphs():
    blocks, said = settled(*outline("1.", "1.1", "1.2", "2.", "2.1", "2.1.1"))
    assert shown_as(blocks) == [(0, False), (1, False), (1, False), (0, False), (1, False), (2, False)]
    assert said == []


def test_a_second_such_list_begins_to_count_anew():
    blocks, said = settled(*outline("1", "1.1"), *outline("1", "1.1", counter="M"))
    assert shown_as(blocks) == [(0, False), (1, False), (0, True), (1, False)]
    assert said == []


def test_a_list_that_would_disturb_the_headings_is_text():
    blocks, _ = settled(heading("A", "1"), *outline("1.", "2.", "2.1"), heading("B", "2"), heading("C", "2.1", 1))
    assert kinds(blocks)[1:4] == [("Paragraph", "1.\tx"), ("Paragraph", "2.\tx"), ("Paragraph", "2.1\tx")]
    assert [block.is_numbered for block in blocks if isinstance(block, Heading)] == [True, True, True]


def test_bullets_within_such_a_list_stay_bullets():
    blocks, _ = settled(*outline("1", "1.1"), item("b", "•", 2, is_ordered=False), *outline("1.2"))
    assert [type(block) for block in blocks] == [Paragraph, Paragraph, ListItem, Paragraph]


# ---------------------------------------------------------------------------------------------------------- references


def referring(text: str, *, number: bool = True, content: bool = False, target: str = "t") -> Paragraph:
    return Paragraph((Run("see "), CrossReference(target, number, content, text)))


def reference_in(blocks: tuple[Block, ...]) -> tuple[Inline, ...]:
    return blocks[-1].content[1:]


def test_a_reference_that_reads_as_it_did_stays_one():
    target = heading("Scope", "1", id="t")
    for reference in (referring("1"), referring("Scope", number=False, content=True)):
        blocks, said = settled(target, reference)
        assert reference_in(blocks) == reference.content[1:]
        assert said == []


def test_decoration_around_a_number_is_text_beside_the_reference():
    blocks, said = settled(heading("Scope", "1.", id="t"), referring("§ 1."))
    assert reference_in(blocks) == (Run("§ "), CrossReference("t", True, False), Run("."))
    assert reference_in(blocks)[1].text == "1"
    assert said == []


def test_a_reference_that_would_read_otherwise_keeps_its_words_and_is_told_with_both():
    blocks, said = settled(item("x", "1"), item("y", "(b)", 1, id="t"), referring("1(b)"))
    assert reference_in(blocks) == (Run("1(b)"),)
    assert "in the place of “1(b)”, the first, SMASHDOCs would show nothing" in said[-1]


def test_a_link_whose_words_are_the_number_or_the_text_of_its_target_shows_that():
    target = heading("Scope", "1.", id="t")
    for text, number, content in (("1", True, False), ("Scope", False, True), ("1 Scope", True, True)):
        blocks, said = settled(target, referring(text, number=text == "Scope", content=True))
        assert reference_in(blocks) == (CrossReference("t", number, content),)
        assert said == []


def test_a_link_to_a_place_never_becomes_the_text_of_the_place():
    blocks, said = settled(heading("Introduction", "", id="t"), referring("Top of page", number=False, content=True))
    assert reference_in(blocks) == (Run("Top of page"),)
    assert "“Top of page”" in said[-1]
    assert "“Introduction”" in said[-1]


def test_where_references_can_have_words_they_stay_references():
    blocks, said = settled(
        heading("Introduction", "", id="t"), referring("Top of page", number=False, content=True), keeps_words=True
    )
    assert reference_in(blocks) == (CrossReference("t", False, False),)
    assert reference_in(blocks)[0].text == "Top of page"
    assert said == []


def test_a_numbered_caption_keeps_its_reference_by_the_same_number_only():
    picture = Picture("a.png", is_numbered=True, id="t")
    assert reference_in(settled(picture, referring("Abbildung 1"))[0]) == referring("Abbildung 1").content[1:]
    assert reference_in(settled(picture, referring("Figure 2"))[0]) == (Run("Figure 2"),)


def test_references_in_notes_are_settled_too_and_count_in_the_ledger():
    note = Note(((CrossReference("t", True, False, "(a)"),),))
    result = settle(Document((item("x", "(a)", id="t"), Paragraph((Run("y"), note)))))
    assert result.value.blocks[1].content[1].paragraphs == ((Run("(a)"),),)
    assert result.ledger.changed == {(Kind.REFERENCES, "LABEL-010"): 1}


def test_what_the_source_showed_nothing_for_stays_as_it_is():
    blocks, said = settled(heading("Scope", "", id="t"), referring(""))
    assert reference_in(blocks) == referring("").content[1:]
    assert said == []


# --------------------------------------------------------------------------------------------------------------- notes


def test_a_note_with_a_mark_of_its_own_takes_no_number_from_the_others() -> None:
    own = Note(((Run("* Of the Bar"),), (Run("more"),)), has_own_mark=True)
    counted = Note(((Run("s 4"),),))
    blocks, said = settled(Paragraph((Run("Roe"), own, Run("*"))), Paragraph((Run("Act"), counted)))
    assert blocks[0].content == (Run("Roe"), Sidenote((Run("* Of the Bar"), LineBreak(), Run("more"))), Run("*"))
    assert blocks[1].content[1] == counted
    assert len(said) == 1
    assert "such as the one that begins “* Of the Bar”" in said[0]


# Captions


def picture(label: str, counter: str = "captions figure", **more: object) -> Picture:
    return Picture("a.png", caption=(Run("words"),), is_numbered=bool(label), label=label, counter=counter, **more)


def captions(blocks: tuple[Block, ...]) -> list[tuple[bool, str]]:
    return [(block.is_numbered, "".join(node.text for node in block.caption)) for block in blocks]


def test_captions_of_the_same_count_stay_numbered_without_a_word():
    blocks, said = settled(picture("Figure 1: "), picture("Abbildung 2. "))
    assert captions(blocks) == [(True, "words")] * 2
    assert said == []


def test_captions_with_other_words_are_told_and_with_chapters_are_text():
    _, said = settled(picture("Fig. 1: "))
    assert "LABEL-003: “Fig. 1:” will be shown as “Figure 1”" in said[0]
    blocks, said = settled(picture("Figure 2-1 – "), picture("Figure 2-2 – "))
    assert captions(blocks) == [(False, "Figure 2-1 – words"), (False, "Figure 2-2 – words")]
    assert "LABEL-002: “Figure 2-1 –” is written as text, because SMASHDOCs would show “Figure 1”" in said[0]


def test_a_sequence_of_captions_that_disturbs_another_leaves_its_count():
    charts = picture("Chart 1: ", "captions chart")
    blocks, _ = settled(picture("Figure 1: "), charts, picture("Figure 2: "), labels=Labels.AUTO)
    assert captions(blocks) == [(True, "words"), (False, "Chart 1: words"), (True, "words")]


def test_the_caption_of_a_table_is_not_mistaken_for_one_in_its_cells():
    inside = picture("Figure 7: ", id="f")
    table = Table((Row((Cell((inside,)),)),), (), caption=(Run("t"),), is_numbered=True, label="Table 1: ")
    (block,), _ = settled(table)
    assert captions((block, block.rows[0].cells[0].content[0])) == [(True, "t"), (False, "Figure 7: words")]


def test_a_reference_to_a_caption_that_is_text_keeps_its_words():
    reference = CrossReference("f", True, False, "Figure 2-1")
    blocks, said = settled(picture("Figure 2-1 – ", id="f"), Paragraph((reference,)))
    assert words(blocks[1]) == "Figure 2-1"
    assert "LABEL-010" in said[1]
