"""What a reader would see changed by a mapping, and how it is summed up."""

from __future__ import annotations

from sdconvert.effects import Effect, EffectKind, Effects, EffectTally, effects_of, summarise
from sdconvert.findings import Location
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import CrossReference, Run
from sdconvert.stylemap.apply import restyle
from sdconvert.stylemap.rows import MappingRow, StyleMap, TextType


def heading(text: str, label: str = "", level: int = 0, counter: str = "H", **more: object) -> Heading:
    return Heading((Run(text),), level, bool(label), label=label, style="heading 1", counter=counter, **more)


def seen(stylemap: dict[str, MappingRow], *blocks: Block, against: StyleMap | None = None) -> list[tuple[str, ...]]:
    effects = effects_of(Document(blocks), StyleMap(stylemap), against)
    return [(str(one.kind), one.text, one.before, one.after) for one in effects]


NUMBERED = {"heading 1": MappingRow(TextType.HEADING_OL, 0)}
PLAIN = {"heading 1": MappingRow(TextType.HEADING, 0)}


def test_a_mapping_that_says_what_is_there_changes_nothing():
    assert seen(NUMBERED, heading("Scope", "1."), heading("Term", "2.")) == []


def test_a_number_for_one_heading_is_told_and_what_becomes_of_those_beside_it():
    at_the_end = seen(NUMBERED, heading("Scope", "1."), heading("Annex", counter=""))
    assert at_the_end == [("number added", "Annex", "", "2")]
    between = seen(NUMBERED, heading("Scope", "1."), heading("Letter", counter=""), heading("Term", "2."))
    assert between == [
        ("number typed", "Scope", "1", "1."),
        ("number added", "Letter", "", "1"),
        ("number typed", "Term", "2", "2."),
    ]


def test_headings_that_come_go_and_move_are_told():
    paragraph = Paragraph((Run("Text"),), style="Own")
    assert seen({"Own": MappingRow(TextType.HEADING, 1)}, paragraph) == [
        ("heading added", "Text", "paragraph", "heading 2")
    ]
    assert seen({"heading 1": MappingRow(TextType.PARAGRAPH, 0)}, heading("Scope")) == [
        ("heading removed", "Scope", "heading 1", "paragraph")
    ]
    assert seen({"heading 1": MappingRow(TextType.HEADING, 2)}, heading("Scope")) == [
        ("level changed", "Scope", "heading 1", "heading 3")
    ]


def test_bullets_come_as_labels():
    own = Paragraph((Run("Text"),), style="Own")
    assert seen({"Own": MappingRow(TextType.LIST_UL)}, own) == [("bullet added", "Text", "", "•")]
    item = ListItem((Run("Text"),), is_ordered=False, style="Own")
    assert seen({"Own": MappingRow(TextType.HEADING, 0)}, item) == [
        ("heading added", "Text", "item", "heading 1"),
        ("bullet removed", "Text", "•", ""),
    ]


def test_a_number_that_becomes_text_is_told_though_it_reads_the_same():
    effects = effects_of(Document((heading("Scope", "1."),)), StyleMap(PLAIN))
    assert [one.kind for one in effects] == [EffectKind.NUMBER_TYPED]
    assert len(effects.seen) == 0


def test_a_reference_that_stops_following_its_target_is_told_under_the_row_of_the_target():
    reference = CrossReference("x", text="1", show_number=True, show_content=False)
    blocks = (heading("Scope", "1.", id="x"), Paragraph((Run("see "), reference), style="Body"))
    effects = effects_of(Document(blocks), StyleMap(PLAIN))
    assert [(one.kind, one.row, one.before) for one in effects][1:] == [(EffectKind.REFERENCE_TYPED, "heading 1", "1")]


def test_a_caption_that_moves_into_its_picture_is_told_once():
    caption = Paragraph((Run("A house"),), style="Under")
    blocks = (Picture("a.png"), caption)
    assert seen({"Under": MappingRow(TextType.CAPTION)}, *blocks) == [
        ("caption added", "A house", "paragraph", "caption")
    ]


def test_two_mappings_are_compared_with_each_other():
    blocks = (heading("Scope", "1."), heading("Letter"))
    assert seen(NUMBERED, *blocks, against=StyleMap(NUMBERED)) == []


def test_changes_are_summed_up_by_row_over_documents():
    place = Location("word/document.xml", 3)
    blocks = (heading("One", at=place), heading("Two"))
    effects = effects_of(Document(blocks), StyleMap(NUMBERED))
    tally = EffectTally()
    for number in (4, 1):
        tally.add(summarise(effects, number))
    (one,) = tally.counts()
    assert (one.row, one.count, one.files) == ("heading 1", 4, (1, 4))
    assert one.words == "adds a number to 4 headings of 2 files"
    assert summarise(effects)[0].words_of_one == "adds a number to 2 headings"
    assert one.first == Effect(EffectKind.NUMBER_ADDED, "heading 1", "heading 1", place, "", "1", "One", "heading")


def test_a_document_that_is_restyled_already_is_not_restyled_again():
    document = Document((heading("Scope", "1."), heading("Letter")))
    made = restyle(document, StyleMap(NUMBERED)).value
    assert effects_of(document, StyleMap(NUMBERED), made=made) == effects_of(document, StyleMap(NUMBERED))
    assert effects_of(document, StyleMap(NUMBERED), made=document) == Effects()
