"""Whatever stands in a record changes nothing but text."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from merge_kit import filled, p, template, texts

from sdconvert.archive import read_archive
from sdconvert.merging import merge
from sdconvert.pipeline import convert
from sdconvert.xmlio import strip_illegal

HOSTILE = [
    "{{ 7*7 }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{# gone #}",
    "{_{ 7 }_} {_% x %_}",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "</w:t></w:r></w:p>",
    "&lt;b&gt; &amp; &#10; &nbsp;",
    "]]><!-- --><![CDATA[",
    '" onload="x" \' `',
    "\ufdd00\ufdd0 \ufdd0999999\ufdd0",
    "\\1 \\g<0> %s {0} $x",
    "  two  spaces at both ends  ",
    "\u202eabc\u202c \u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "\U0001f469\u200d\U0001f52c e\u0301 \u00e9 \u2028 \u0085",
    "",
]
BODY = p("a {{ value }} z") + p("{% if value %}{% endif %}{% set copy = value %}{{ copy|e }}") + p("{{ value ~ '' }}")


def expected(value: str) -> str:
    """Only what XML cannot hold is left out, and the ends of lines are of one kind."""
    return strip_illegal(value)[0].replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_comes_back_exactly(value: str) -> None:
    assert filled(BODY, {"value": value}) == [f"a {value} z", value, value]


SHARED = template(BODY)


@given(st.text())
@example("\r\n\r\t\n")
@example("\x0c\x07\x0b\ufffe")
def test_every_text_comes_back_exactly(value: str) -> None:
    text = expected(value)
    assert texts(merge(SHARED, {"value": value}).value) == [f"a {text} z", text, text]


TAGGED = st.lists(st.sampled_from([*HOSTILE, "{{", "}}", "{%", "%}", "value", "\n", "<", "\ufdd0", "0"])).map("".join)


@given(TAGGED)
def test_every_mixture_of_tags_and_markup_comes_back_exactly(value: str) -> None:
    assert texts(merge(SHARED, {"value": value}).value)[1] == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["value", "loop", "range", "record", "self", "", "\n"]) | st.text(), JSON))
def test_any_record_gives_a_document_whose_parts_are_those_of_the_template(record: dict[str, object]) -> None:
    merged = merge(SHARED, record)
    assert sorted(read_archive(merged.value)) == sorted(read_archive(merge(SHARED, {"value": "x"}).value))


def test_a_text_of_a_megabyte_comes_back_exactly() -> None:
    value = ("<w:t>{{ x }}\n\tñ" * 70_000)[:1_000_000]
    assert filled("{{ value }}", {"value": value}) == [value]


def test_a_value_in_an_attribute_stays_in_it() -> None:
    picture = '<wp:inline><wp:docPr id="1" name="x" descr="{{ value }}"/></wp:inline>'
    body = f"<w:p><w:r><w:drawing>{picture}</w:drawing></w:r></w:p>"
    merged = merge(template(body), {"value": '"/><evil a="\n'}).value
    assert b'descr="&quot;/&gt;&lt;evil a=&quot;&#10;"' in read_archive(merged)["word/document.xml"]


def test_a_record_is_never_rendered_a_second_time() -> None:
    record = {"a": "{{ b }}", "b": "{{ c }}", "c": "x"}
    merged = merge(template("{{ a }} {{ b }}"), record).value
    assert texts(merged) == ["{{ b }} {{ c }}"]
    again = merge(template("{{ a }}"), {"a": texts(merged)[0]}).value
    assert texts(again) == ["{{ b }} {{ c }}"]


def test_hostile_text_reaches_sdxml_as_text() -> None:
    value = "".join(HOSTILE)
    package = convert(merge(template("{{ value }}"), json.loads(json.dumps({"value": value}))).value)
    sd_xml = read_archive(package.value)["sd.xml"].decode()
    assert "{{ 7*7 }}" in sd_xml
    assert "&lt;w:p&gt;" in sd_xml
