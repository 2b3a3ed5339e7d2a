"""Each example of a finding has it, and the one beside it has not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from docx_builder import Relation, build_docx
from site_examples import Example, Side, read_examples

import sdconvert
from sdconvert.codes import known_codes
from sdconvert.validation import check

EXAMPLES = read_examples()
WRITTEN = 140
"""So many there are at least."""


def read_word(parts: dict[str, Any], options: dict[str, Any]) -> list[str]:
    """`links` is the address of the relation `link`."""
    relations = [Relation("link", "hyperlink", parts["links"], is_external=True)] if "links" in parts else []
    others = {name: content for name, content in parts.items() if name not in ("body", "links")}
    return codes(sdconvert.convert(build_docx(parts["body"], relations=relations, **others), **options).findings)


def read_package(parts: dict[str, Any], _options: dict[str, Any]) -> list[str]:
    return codes(check(parts["sd.xml"]))


READERS: dict[str, Callable[[dict[str, Any], dict[str, Any]], list[str]]] = {"word": read_word, "package": read_package}


def codes(findings: tuple[sdconvert.Finding, ...]) -> list[str]:
    return [finding.code.id for finding in findings]


def found(example: Example, side: Side) -> set[str]:
    return set(READERS[example.kind](side.parts, example.options))


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))
def test_the_bad_one_has_the_finding_and_the_good_one_has_nothing_that_the_bad_one_has_not(example: Example) -> None:
    bad, good = found(example, example.bad), found(example, example.good)
    assert example.code in bad
    assert good <= bad - {example.code}


def test_examples_are_of_codes_that_there_are() -> None:
    assert set(EXAMPLES) <= set(known_codes())
    assert len(EXAMPLES) >= WRITTEN
