"""The depth and the numbers of list items and headings in what we write, judged by the rules of the formats."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from list_layouts import (
    Item,
    docx_heading_numbers,
    docx_items,
    html_heading_numbers,
    html_items,
    parsx_heading_numbers,
    parsx_items,
)
from thoroughness import examples

from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import Run

thorough = settings(max_examples=examples(80), deadline=None, suppress_health_check=list(HealthCheck))
BETWEEN = Paragraph((Run("between"),))


def items_of(rows, kinds):
    """List items of (level, list), and paragraphs where there is None; `kinds` tells which levels are ordered."""
    blocks = []
    for number, row in enumerate(rows):
        if row is None:
            blocks.append(BETWEEN)
        else:
            level, list_id = row
            blocks.append(ListItem((Run(f"item {number}"),), kinds[list_id][level], level, list_id))
    return tuple(blocks)


def expected_items(blocks):
    """What the items show by the model: each counts its level in its list, and lets the deeper ones begin again."""
    counts = {}
    for block in blocks:
        if isinstance(block, ListItem):
            levels = counts.setdefault(block.list_id, {})
            for deeper in [level for level in levels if level > block.level]:
                del levels[deeper]
            levels[block.level] = levels.get(block.level, 0) + 1
            yield Item(block.content[0].text, block.level + 1, levels[block.level] if block.is_ordered else None)


kinds_of_levels = st.lists(st.booleans(), min_size=5, max_size=5)
rows_of = st.lists(st.none() | st.tuples(st.integers(0, 4), st.sampled_from("ab")), max_size=10)
lists = st.builds(items_of, rows_of, st.fixed_dictionaries({"a": kinds_of_levels, "b": kinds_of_levels}))


@st.composite
def lists_without_gaps(draw):
    """The items of one list, each one level deeper than the one before at most."""
    levels = [0]
    for _ in range(draw(st.integers(0, 9))):
        levels.append(draw(st.integers(0, min(levels[-1] + 1, 4))))
    return items_of([(level, "a") for level in levels], {"a": draw(kinds_of_levels)})


@pytest.mark.parametrize("items_in", [html_items, docx_items])
@thorough
@given(lists)
def test_items_stand_as_deep_and_have_the_numbers_that_they_have_in_the_model(items_in, blocks):
    assert items_in(Document(blocks)) == list(expected_items(blocks))


@thorough
@given(lists_without_gaps())
def test_items_of_a_list_in_parsx_have_the_depth_and_the_place_that_they_have_in_the_model(blocks):
    assert parsx_items(Document(blocks)) == list(expected_items(blocks))


@st.composite
def headings(draw):
    """Numbered headings without a gap between levels, and others without a number."""
    blocks = []
    deepest = 0
    for _ in range(draw(st.integers(0, 8))):
        level = draw(st.integers(0, deepest))
        is_numbered = draw(st.booleans())
        restarts = is_numbered and draw(st.booleans())
        blocks.append(Heading((Run("heading"),), level, is_numbered, restarts))
        deepest = min(level + 1, 5) if is_numbered else deepest
    return tuple(blocks)


def expected_numbers(blocks):
    counts = []
    for heading in blocks:
        if heading.is_numbered:
            counts = counts[: heading.level + 1] + [0] * (heading.level + 1 - len(counts))
            counts[-1] = 1 if heading.restarts else counts[-1] + 1
        yield ".".join(map(str, counts)) if heading.is_numbered else ""


@pytest.mark.parametrize("numbers_in", [html_heading_numbers, parsx_heading_numbers])
@thorough
@given(headings())
def test_headings_show_the_numbers_that_follow_from_their_levels(numbers_in, blocks):
    assert numbers_in(Document(blocks)) == list(expected_numbers(blocks))


@thorough
@given(headings())
def test_word_counts_headings_as_the_model_does(blocks):
    assert docx_heading_numbers(Document(blocks)) == list(filter(None, expected_numbers(blocks)))
