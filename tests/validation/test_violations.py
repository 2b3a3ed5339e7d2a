import time
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sdconvert.findings import CODES
from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.validation import check
from sdconvert.validation.models import read_models
from sdconvert.validation.nouns import _NOUNS, noun
from sdconvert.validation.violations import Breach, find_violations

MODELS = read_models(grammar())
NAMES = [*MODELS, "strong"]


def breaches(text: str, dtd: str) -> list[Breach]:
    return [found.breach for found in find_violations(etree.XML(text), etree.DTD(StringIO(dtd)))]


@st.composite
def attributes(draw: st.DrawFn, name: str) -> dict[str, str]:
    declared = MODELS[name].attributes if name in MODELS else {}
    chosen = {
        attribute.name: draw(st.sampled_from([*attribute.values, attribute.fixed or "x", "x"]))
        for attribute in declared.values()
        if attribute.is_required or draw(st.integers(0, 9)) == 0
    }
    return chosen | ({"odd": "1"} if draw(st.integers(0, 19)) == 0 else {})


@st.composite
def trees(draw: st.DrawFn, name: str = "smashdoc", depth: int = 5) -> etree._Element:
    """Trees near the grammar: mostly children that it names, now and then one that it does not."""
    element = etree.Element(name, draw(attributes(name)))
    allowed = list(MODELS[name].children) if name in MODELS else NAMES
    if draw(st.integers(0, 9)) == 0:
        element.text = draw(st.sampled_from(["text", " \n", "\u00a0"]))
    if depth and name == "meta":
        chosen = [step.name for step in MODELS[name].steps if step.is_required]
    elif depth and allowed:
        chosen = draw(st.lists(st.sampled_from(allowed), max_size=4))
    else:
        chosen = []
    if draw(st.integers(0, 19)) == 0:
        chosen.append(draw(st.sampled_from(NAMES)))
    for child in chosen:
        element.append(draw(trees(child, depth - 1)) if depth else etree.Element(child))
    return element


@settings(max_examples=200, deadline=None)
@given(trees())
def test_there_are_violations_exactly_when_libxml2_finds_the_tree_invalid(root: etree._Element) -> None:
    found = find_violations(root, grammar())
    assert bool(found) != grammar().validate(root)
    assert not [violation for violation in found if violation.breach is Breach.OTHER]


@settings(max_examples=100, deadline=None)
@given(trees())
def test_every_message_has_all_its_details(root: etree._Element) -> None:
    for finding in check(etree.tostring(root)):
        assert "?" not in finding.message.replace("“?”", "")
        assert finding.code.id in CODES
        assert finding.location is not None
        if finding.location.path:
            assert len(root.xpath(finding.location.path)) == 1


def test_every_element_of_the_grammar_has_a_noun() -> None:
    assert set(_NOUNS) == set(MODELS)


@pytest.mark.parametrize(("name", "words"), [("br", "a line break (br)"), ("heading", "a heading")])
def test_a_noun_has_the_name_in_brackets_when_the_words_do_not_hold_it(name: str, words: str) -> None:
    assert noun(name) == words


def test_a_breach_that_no_rule_names_is_told_in_the_words_of_libxml2() -> None:
    dtd = "<!ELEMENT r (e,e)><!ELEMENT e EMPTY><!ATTLIST e k ID #REQUIRED>"
    assert breaches('<r><e k="a"/><e k="a"/></r>', dtd) == [Breach.OTHER]
    assert CODES["SDXML-V050"].message.format(reason="ID a already defined").endswith("ID a already defined")


def test_a_fixed_order_tells_missing_repeated_and_misplaced_children_apart() -> None:
    dtd = "<!ELEMENT r (a,b?,c*)><!ELEMENT a EMPTY><!ELEMENT b EMPTY><!ELEMENT c EMPTY>"
    assert breaches("<r><b/></r>", dtd) == [Breach.CHILD_MISSING]
    assert breaches("<r><a/><b/><b/></r>", dtd) == [Breach.CHILD_REPEATED]
    assert breaches("<r><b/><a/></r>", dtd) == [Breach.CHILD_OUT_OF_ORDER]
    assert breaches("<r><a/><c/><c/></r>", dtd) == []


def test_a_choice_of_groups_in_which_the_order_counts_is_no_free_mix() -> None:
    dtd = "<!ELEMENT r ((a,b)|c)*><!ELEMENT a EMPTY><!ELEMENT b EMPTY><!ELEMENT c EMPTY>"
    assert breaches("<r><a/><b/><c/><a/><b/></r>", dtd) == []
    assert breaches("<r><b/><a/></r>", dtd) == [Breach.CHILD_MISSING]


def test_many_breaches_take_time_in_proportion() -> None:
    body = "".join(f'<heading level="0">{n}</heading><paragraph indent="0">a<br/>b</paragraph>' for n in range(5000))
    root = etree.XML(f'<smashdoc version="2.6"><document>{body}</document></smashdoc>')
    start = time.process_time()
    assert len(find_violations(root, grammar())) == 5000
    assert time.process_time() - start < 1  # libxml2 alone takes longer: it walks the siblings for each
