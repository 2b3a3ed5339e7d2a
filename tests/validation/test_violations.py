import time
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from thoroughness import examples

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
        chosen = [step.name for step in MODELS[name].particles if step.is_required]
    elif depth and allowed:
        chosen = draw(st.lists(st.sampled_from(allowed), max_size=4))
    else:
        chosen = []
    if draw(st.integers(0, 19)) == 0:
        chosen.append(draw(st.sampled_from(NAMES)))
    for child in chosen:
        element.append(draw(trees(child, depth - 1)) if depth else etree.Element(child))
    return element


@settings(max_examples=examples(200), deadline=None)
@given(trees())
def test_there_are_violations_exactly_when_libxml2_finds_the_tree_invalid(root: etree._Element) -> None:
    found = find_violations(root, grammar())
    assert bool(found) != grammar().validate(root)
    assert not [violation for violation in found if violation.breach is Breach.OTHER]


@settings(max_examples=examples(100), deadline=None)
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


@pytest.mark.parametrize(
    ("name", "words"),
    [("br", "a line break (br)"), ("heading", "a heading"), ("s", "strikethrough (s)"), ("x", "an element x")],
)
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


def details(text: str, dtd: str) -> list[tuple[Breach, dict[str, object]]]:
    return [(found.breach, dict(found.details)) for found in find_violations(etree.XML(text), etree.DTD(StringIO(dtd)))]


def test_repeated_steps_and_those_that_come_too_early_name_the_one_before_which_they_belong() -> None:
    dtd = "<!ELEMENT r (a,b*,c?,d+)><!ELEMENT a EMPTY><!ELEMENT b EMPTY><!ELEMENT c EMPTY><!ELEMENT d EMPTY>"
    assert breaches("<r><a/><b/><b/><c/><d/><d/></r>", dtd) == []
    found = details("<r><a/><d/><b/><c/><b/></r>", dtd)
    assert [(breach, each["child"], each["before"]) for breach, each in found] == [
        (Breach.CHILD_OUT_OF_ORDER, "b", "d"),
        (Breach.CHILD_OUT_OF_ORDER, "c", "d"),
        (Breach.CHILD_OUT_OF_ORDER, "b", "d"),
    ]
    assert [each["missing"] for _, each in details("<r><b/></r>", dtd)] == ["a", "d"]


def test_an_element_that_needs_one_of_some_names_them() -> None:
    found = details("<r/>", "<!ELEMENT r (a|b)+><!ELEMENT a EMPTY><!ELEMENT b EMPTY>")
    assert [(breach, each["missing"]) for breach, each in found] == [(Breach.CHILD_MISSING, "a or b")]


def test_an_order_that_begins_with_a_choice_is_judged_as_a_whole() -> None:
    dtd = "<!ELEMENT r ((a|b),c)><!ELEMENT a EMPTY><!ELEMENT b EMPTY><!ELEMENT c EMPTY>"
    assert breaches("<r><b/><c/></r>", dtd) == []
    assert breaches("<r><c/></r>", dtd) == breaches("<r><a/></r>", dtd) == [Breach.CHILD_MISSING]


def test_what_is_to_be_empty_holds_neither_text_nor_elements() -> None:
    dtd = "<!ELEMENT r (e*)><!ELEMENT e EMPTY>"
    for inside in ("text", " ", "<e/>"):
        assert Breach.NOT_EMPTY in breaches(f"<r><e>{inside}</e></r>", dtd)
    assert breaches("<r><e/></r>", dtd) == []


def test_text_is_told_wherever_it_stands_among_children() -> None:
    dtd = "<!ELEMENT r (e*)><!ELEMENT e EMPTY>"
    found = details("<r>one<e/>two<e/> \n\t</r>", dtd)
    assert [(breach, each["text"]) for breach, each in found] == [(Breach.TEXT, "one"), (Breach.TEXT, "two")]


def test_attributes_are_told_with_those_that_are_known_and_the_values_that_are_allowed() -> None:
    dtd = '<!ELEMENT r EMPTY><!ATTLIST r k (0|1) #IMPLIED l (0|1|2|3) #IMPLIED f CDATA #FIXED "x" n CDATA #REQUIRED>'
    found = details('<r k="2" l="4" f="y" o=""/>', dtd)
    assert [(breach, each["attribute"]) for breach, each in found] == [
        (Breach.VALUE_NOT_ALLOWED, "k"),
        (Breach.VALUE_NOT_ALLOWED, "l"),
        (Breach.VALUE_FIXED, "f"),
        (Breach.ATTRIBUTE_UNKNOWN, "o"),
        (Breach.ATTRIBUTE_MISSING, "n"),
    ]
    assert [each["allowed"] for _, each in found[:3]] == ["0 or 1", "a whole number from 0 to 3", "x"]
    assert found[3][1]["known"] == "f, k, l and n"
    assert details('<r o=""/>', "<!ELEMENT r EMPTY>")[0][1]["known"] == "none"


@pytest.mark.parametrize(
    ("parent", "child", "breach"),
    [
        ("paragraph", "table", Breach.NESTED_TABLE),
        ("p", "table", Breach.NESTED_TABLE),
        ("td", "table", Breach.NESTED_TABLE),
        ("th", "heading", Breach.NOT_FOR_A_CELL),
        ("td", "br", Breach.NOT_FOR_A_CELL),
        ("ol-li", "br", Breach.BREAK_IN_BLOCK),
        ("a", "footnote", Breach.OBJECT_IN_MARK),
        ("kbd", "index", Breach.OBJECT_IN_MARK),
        ("img", "xref", Breach.OBJECT_IN_NOTE),
        ("sidenote", "footnote", Breach.OBJECT_IN_NOTE),
        ("footnote", "footnote", Breach.OBJECT_IN_NOTE),
        ("a", "a", Breach.MARK_IN_ITSELF),
        ("paragraph", "paragraph", Breach.MISPLACED),
        ("p", "index", Breach.NOT_FOR_A_CELL_PARAGRAPH),
        ("p", "sidenote", Breach.NOT_FOR_A_CELL_PARAGRAPH),
        ("sub", "sup", Breach.MISPLACED),
        ("p", "strong", Breach.UNKNOWN_ELEMENT),
    ],
)
def test_what_stands_in_the_wrong_parent_is_told_by_what_the_two_are(parent: str, child: str, breach: Breach) -> None:
    found = [each.breach for each in find_violations(etree.XML(f"<{parent}><{child}/></{parent}>"), grammar())]
    assert [each for each in found if each not in (Breach.ATTRIBUTE_MISSING, Breach.EMPTY_TABLE)] == [breach]


def test_a_namespace_is_told_where_it_is_declared_and_not_where_it_is_used() -> None:
    root = etree.XML('<r xmlns:x="u:x"><x:e/><e xmlns:y="u:y"><y:f/></e></r>')
    found = [each.details["element"] for each in find_violations(root, grammar()) if each.breach is Breach.NAMESPACE]
    assert found == ["r", "e"]


def test_a_choice_of_groups_in_which_the_order_counts_is_no_free_mix() -> None:
    dtd = "<!ELEMENT r ((a,b)|c)*><!ELEMENT a EMPTY><!ELEMENT b EMPTY><!ELEMENT c EMPTY>"
    assert breaches("<r><a/><b/><c/><a/><b/></r>", dtd) == []
    assert breaches("<r><b/><a/></r>", dtd) == [Breach.CHILD_MISSING]


def test_many_breaches_take_time_in_proportion() -> None:
    body = "".join(f'<heading level="0">{n}</heading><paragraph indent="0">a<br/>b</paragraph>' for n in range(5000))
    root = etree.XML(f'<smashdoc version="2.6"><document>{body}</document></smashdoc>')
    assert len(find_violations(root, grammar())) == 5000
    # libxml2 alone takes longer: it walks the siblings for each. Three times, as others use the machine too
    assert any(_seconds(root) < 1 for _ in range(3))


def _seconds(root: etree._Element) -> float:
    start = time.process_time()
    find_violations(root, grammar())
    return time.process_time() - start
