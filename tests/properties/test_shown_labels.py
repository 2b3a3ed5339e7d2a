"""In every mode and every format no label or reference reads otherwise than in Word without a warning that names both:
Word's side by a second account of ECMA-376, the result's by its bytes."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numbered_documents import make_referring
from shown_lines import BULLET, LINES, Line
from word_labels import paragraphs_of

from sdconvert import convert
from sdconvert.choices import Labels
from sdconvert.findings import Finding

_AROUND = " \t\u00a0.:;,()[]"
_TELLING = {"LABEL-001", "LABEL-003"}


@pytest.mark.parametrize("labels", list(Labels))
@pytest.mark.parametrize("form", LINES)
@settings(max_examples=12)
@given(seed=st.integers(0, 2**32))
def test_labels_and_references_read_as_in_word_or_are_told(form: str, labels: Labels, seed: int) -> None:
    package = make_referring(Random(seed))
    result = convert(package, to=form, labels=labels)
    told = [finding for finding in result.findings if finding.code.id in _TELLING]
    others = []
    for source, line in zip(paragraphs_of(package), LINES[form](result.value), strict=True):
        if source.text.startswith("see "):
            assert line == Line("", source.text)
            continue
        assert line.text.endswith(source.text)
        shown = _bare(f"{line.label} {line.text.removesuffix(source.text)}")
        if _bare(source.label) != shown:
            others.append((_bare(source.label), shown))
    assert len(others) <= sum(int(str(finding.details["count"])) for finding in told)
    assert set(others[:1]) <= {_both(finding) for finding in told}
    if labels is Labels.AUTO:
        assert "LABEL-001" not in {finding.code.id for finding in told}


def _bare(label: str) -> str:
    """What is cited of a label; a bullet that says nothing is one."""
    bare = label.strip(_AROUND)
    return BULLET if bare == "–" else bare


def _both(finding: Finding) -> tuple[str, str]:
    return _bare(str(finding.details["label"])), _bare(str(finding.details["shown"]).replace("no label", ""))
