"""What libxml2 is asked beforehand, against what a look at each element finds."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from thoroughness import examples

from sdconvert.findings import Finding
from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.validation import check, dtd, ids, tables, validity, violations
from sdconvert.validation.validity import is_valid

OWN_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
OTHER_ID = "0f8fad5b-d9cb-469f-a165-70867728950f"
VALUES = {
    "id": [OWN_ID, OWN_ID, OTHER_ID, OTHER_ID.upper(), OTHER_ID[:-1], "", "x", f"{OWN_ID}&#10;{OTHER_ID}", "ä"],
    "origin_ids": [OWN_ID, f"{OWN_ID}, {OTHER_ID}", "x"],
    "href": [OWN_ID, OTHER_ID, "x", ""],
    "data-id": [OWN_ID, OTHER_ID],
    "colspan": ["1", "2", "3", "0", "x"],
    "rowspan": ["1", "2", "3", "-1"],
    "font-size": ["9.75pt", "9.75"],
    "min-height": ["6.35mm", "6.35"],
    "background-color": ["#ffffff", "white"],
    "border-color": ["#ffffff", "#fff"],
    "stylename": ["a"],
}
DEPTH = 4
MARKS = ("b", "i", "a", "u", "inline")


@st.composite
def starts(draw: st.DrawFn, name: str, *optional: str, **always: str) -> str:
    chosen = {key: draw(st.sampled_from(VALUES[key])) for key in optional if draw(st.integers(0, 3)) == 0}
    return "<" + " ".join([name, *[f'{key}="{value}"' for key, value in (always | chosen).items()]]) + ">"


@st.composite
def texts(draw: st.DrawFn, depth: int = DEPTH) -> str:
    if not depth:
        return "text"
    objects = ("xref", "index", "footnote") if depth == DEPTH or not draw(st.integers(0, 9)) else ()
    held = draw(st.lists(st.sampled_from([*MARKS, *objects, ""]), max_size=2))
    return "".join([draw(_held(name, depth)) for name in held])


@st.composite
def _held(draw: st.DrawFn, name: str, depth: int) -> str:
    if not name:
        return "text"
    if name in ("xref", "index"):
        key = "href" if name == "xref" else "data-id"
        shown = {"data-num-enabled": "1", "data-content-enabled": "0"} if name == "xref" else {}
        return draw(starts(name, **shown, **{key: draw(st.sampled_from(VALUES[key]))})).replace(">", "/>")
    always = {"a": {"href": "http://x"}, "inline": {"stylename": "s"}}.get(name, {})
    return f"{draw(starts(name, **always))}{draw(texts(depth - 1))}</{name}>"


@st.composite
def blocks(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(["paragraph", "paragraph", "heading", "ul-li", "table", "table"] * 5 + ["odd"]))
    if name == "table":
        return f"{draw(starts('table', 'id', 'border-color'))}{''.join(draw(st.lists(rows(), max_size=3)))}</table>"
    always = {"paragraph": {"indent": "0"}, "heading": {"level": "0"}, "ul-li": {"indent": "0"}}.get(name, {})
    return f"{draw(starts(name, 'id', 'origin_ids', **always))}{draw(texts())}</{name}>"


@st.composite
def rows(draw: st.DrawFn) -> str:
    cells = [
        f"{draw(starts(name, 'colspan', 'rowspan', 'font-size', 'background-color'))}<p>{draw(texts())}</p></{name}>"
        for name in draw(st.lists(st.sampled_from(["td", "td", "th"]), max_size=3))
    ]
    return f"{draw(starts('tr', 'min-height'))}{''.join(cells)}</tr>"


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    root = draw(st.sampled_from(['<smashdoc version="2.6">'] * 9 + ['<smashdoc version="2.6" xmlns:x="u">']))
    body = "".join(draw(st.lists(blocks(), max_size=5)))
    return f"{root}<document>{body}</document></smashdoc>".encode()


def by_a_look_at_each_element(source: bytes) -> tuple[Finding, ...]:
    """The findings without what libxml2 is asked beforehand."""
    ways: list[tuple[object, str, object]] = [
        (violations, "is_valid", lambda *_: False),
        (ids, "_are_uuids", lambda _: False),
        (ids, "_ids", lambda _: ["twice", "twice"]),
        (dtd, "_may_hold_marks_further_in", lambda _: True),
        (tables, "_lay_out_valid", tables._lay_out),
        (tables, "_values", lambda *_: {"of another form"}),
    ]
    with pytest.MonkeyPatch.context() as patch:
        for module, name, way in ways:
            patch.setattr(module, name, way)
        return check(source)


@settings(max_examples=examples(150), deadline=None)
@given(documents())
@example(b"<smashdoc><document><b>one <i>two <b>three</b></i></b></document></smashdoc>")
@example(b'<smashdoc><document><table><tr><td rowspan="2"><p/></td></tr></table></document></smashdoc>')
def test_what_is_asked_of_libxml2_beforehand_changes_no_finding(source: bytes) -> None:
    assert check(source) == by_a_look_at_each_element(source)


@settings(max_examples=examples(60), deadline=None)
@given(documents(), st.integers(0, 12))
def test_a_tree_is_valid_in_parts_exactly_when_it_is_as_a_whole(source: bytes, at_once: int) -> None:
    root = etree.fromstring(source)
    models = violations._models_of_grammar()
    found = is_valid(root, lambda element: violations._is_valid_itself(element, models), at_once)
    assert found == grammar().validate(root)


DOCUMENT = '<smashdoc version="2.6" id="{}"><document>{}</document><indexes>{}</indexes></smashdoc>'
BLOCK = '<paragraph id="{}" origin_ids="{}" indent="0"/>'
NODE = '<index-node id="{}" title="a">{}</index-node>'
CELL = '<table><tr><td><ul-li id="{}" origin_ids="{}">a</ul-li></td></tr></table>'


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        (DOCUMENT.format(OWN_ID, BLOCK.format(OTHER_ID, OTHER_ID), ""), []),
        (DOCUMENT.format(OWN_ID, BLOCK.format(OWN_ID, OTHER_ID), ""), ["SDXML-V020"]),
        (DOCUMENT.format("x", BLOCK.format(OTHER_ID, OTHER_ID), ""), ["SDXML-V024"]),
        (DOCUMENT.format(OWN_ID, CELL.format(OWN_ID, OTHER_ID), ""), ["SDXML-V020"]),
        (DOCUMENT.format(OWN_ID, CELL.format(OTHER_ID, "x"), ""), ["SDXML-V024"]),
        (DOCUMENT.format(OTHER_ID, "", NODE.format(OWN_ID, NODE.format("x", ""))), ["SDXML-V024"]),
        (DOCUMENT.format(OTHER_ID, "", NODE.format(OWN_ID, NODE.format(OWN_ID, ""))), ["SDXML-V020"]),
    ],
)
def test_every_place_is_asked_where_an_id_may_stand(source: str, codes: list[str]) -> None:
    found = check(source.encode())
    assert [finding.code.id for finding in found if finding.code.id in ("SDXML-V020", "SDXML-V024")] == codes
    assert found == by_a_look_at_each_element(source.encode())


def test_ids_stand_nowhere_else_by_the_grammar() -> None:
    ours: dict[str, set[str]] = {"id": set(), "origin_ids": set()}
    for element in grammar().iterelements():
        for attribute in element.iterattributes():
            if attribute.name in ours:
                ours[attribute.name].add(element.name)
    blocks = {"heading", "paragraph", "ol-li", "ul-li", "image", "table"}
    assert ours == {"id": {*blocks, "smashdoc", "index-node"}, "origin_ids": blocks}


CROWD = " ".join([f"a{n}='1'" for n in range(30)])
BODY = '<smashdoc version="2.6"><document>{}</document></smashdoc>'


@pytest.mark.parametrize(
    ("body", "valid"),
    [
        ('<paragraph indent="0">a</paragraph>' * 50, True),
        ('<paragraph indent="0">a</paragraph>' * 50 + "text", False),
        ('<paragraph indent="0">a</paragraph>' * 50 + "<p>a</p>", False),
        ('<paragraph indent="0">a</paragraph>' * 50 + '<pagebreak x="1"/>', False),
        ('<paragraph indent="0" odd="1">a</paragraph>' * 50, False),
        ('<table><tr><td xmlns:x="u"><p>a</p></td></tr></table>' * 50, False),
    ],
)
def test_a_tree_that_is_too_large_is_judged_in_parts(body: str, valid: bool) -> None:
    asked: list[str] = []
    judged = _judging(asked)
    assert is_valid(etree.XML(BODY.format(body)), judged, 40) is valid
    assert {*asked} <= {"smashdoc", "document"}


@pytest.mark.parametrize(
    "source",
    [
        BODY.format('<paragraph indent="0">a</paragraph>' * 50),
        BODY.format('x<paragraph indent="0">a<b>c</b>d</paragraph>y' * 10 + '<odd xml:lang="de"/>z' * 40),
        BODY.format('<odd xmlns:x="u"/>' * 50).replace("<smashdoc", '<smashdoc xmlns:x="u"'),
        BODY.format('<table xmlns:x="u"><tr><td xmlns:x="u" x:y="1"><p>a</p></td></tr></table>' * 50),
        BODY.format('<paragraph indent="0">a</paragraph>' * 10 + f"<table>{'<tr><td><p/></td></tr>' * 50}</table>"),
    ],
)
def test_a_tree_that_was_judged_in_parts_is_as_it_was(source: str) -> None:
    root = etree.XML(source)
    is_valid(root, _judging([]), 40)
    assert etree.tostring(root, encoding="unicode") == source


def test_libxml2_is_not_asked_about_more_attributes_than_an_element_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validity, "_grammar_of_pieces", lambda: pytest.fail("libxml2 was asked"))
    assert not is_valid(etree.XML(BODY.format(f"<paragraph {CROWD}>a</paragraph>" * 50)), _judging([]), 40)


def _judging(asked: list[str]) -> Callable[[etree._Element], bool]:
    models = violations._models_of_grammar()

    def judge(element: etree._Element) -> bool:
        asked.append(str(element.tag))
        return violations._is_valid_itself(element, models)

    return judge
