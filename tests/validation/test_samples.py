from pathlib import Path

import pytest

from sdconvert.findings import worst
from sdconvert.validation import check
from sdconvert.validation.rule import RULES

SAMPLES = Path(__file__).parents[2] / "samples" / "sdxml"
SHOWN_WITH_MORE_THAN_A_BARE_FILE = {  # in test_members.py, test_media.py and test_violations.py
    "main_part_in_a_folder",
    "stray_member",
    "image_in_a_subfolder",
    "leftover_of_an_operating_system",
    "image_missing",
    "image_unused",
    "image_content_of_another_kind",
    "image_unreadable",
    "other_breach",
}


def expected_findings() -> dict[str, list[str]]:
    lines = (SAMPLES / "expected.txt").read_text(encoding="utf-8").splitlines()
    return {name: ids.split() for name, ids in (line.split(": ") for line in lines)}


EXPECTED = expected_findings()
NAMES = sorted(path.name for path in SAMPLES.glob("*.xml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_has_exactly_the_findings_expected_of_it(name: str) -> None:
    assert [finding.code.id for finding in check(SAMPLES / name)] == EXPECTED.get(name, [])


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_named_by_the_worst_that_is_found(name: str) -> None:
    severity = worst(check(SAMPLES / name))
    kind = name.removesuffix(".xml").rpartition("-")[2]
    assert kind == {"error": "error", "warning": "warning", "info": "warning", "None": "valid"}[str(severity)]


def test_every_expectation_has_its_sample() -> None:
    assert set(EXPECTED) <= set(NAMES)


RULES_BY_NAME = {rule.check.__name__: rule for rule in RULES}


@pytest.mark.parametrize("name", sorted(RULES_BY_NAME.keys() - SHOWN_WITH_MORE_THAN_A_BARE_FILE))
def test_every_rule_has_a_sample_that_breaks_it_and_one_that_just_does_not(name: str) -> None:
    own = [sample for sample in NAMES if sample.startswith(name.replace("_", "-") + "-")]
    assert any(RULES_BY_NAME[name].code.id in EXPECTED.get(sample, []) for sample in own)
    assert any(sample.endswith("-valid.xml") for sample in own)


def test_a_finding_of_the_grammar_names_place_heading_and_words() -> None:
    data = (
        b'<smashdoc version="2.6"><document><heading level="0">Purpose</heading><paragraph indent="0">one</paragraph>'
        b'<paragraph indent="0">two<br/>three</paragraph></document></smashdoc>'
    )
    (finding,) = [finding for finding in check(data) if finding.code.id == "SDXML-V032"]
    assert finding.location is not None
    assert finding.location.part == "sd.xml"
    assert finding.location.path == "/smashdoc/document/paragraph[2]/br"
    assert finding.location.heading == "Purpose"
    assert finding.location.words == "twothree"
    assert finding.details["child"] == "br"
    assert finding.details["parent"] == "paragraph"
    assert finding.message.startswith("A line break (br) cannot stand directly in a paragraph; it can inside bold")
