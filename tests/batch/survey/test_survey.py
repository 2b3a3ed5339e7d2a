import json
from dataclasses import replace
from pathlib import Path

import pytest
from docx_documents import deleted, p
from survey_kit import LOST, OWN_HEADING, STYLES, docx, heading, own, portray_or_end

from sdconvert.batch.processes import WorkerLimits
from sdconvert.batch.sources import discover
from sdconvert.batch.survey import survey as module
from sdconvert.batch.survey.jobs import survey_jobs
from sdconvert.batch.survey.survey import Survey, as_dict, survey
from sdconvert.findings import Severity
from sdconvert.ledger import Kind
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import convert
from sdconvert.proposing import style_mapping
from sdconvert.stylemap.proposal import Confidence

_HERE = 0


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    docx(folder / "a.docx", heading("First"), "Words.", own("Mine."), own("Again."))
    docx(folder / "b.docx", heading("Second"), own("A heading"), p(LOST), p(deleted("Gone")), styles=OWN_HEADING)
    docx(folder / "sub" / "c.docx", "Text.", p(LOST), p(LOST))
    (folder / "broken.docx").write_bytes(b"nothing")
    return folder


def _survey(folder: Path, options: ConversionOptions | None = None) -> Survey:
    return survey(discover([str(folder)], (".docx",)).items, options, workers=_HERE)


def test_styles_of_all_files_give_one_mapping_with_examples_and_confidence(corpus: Path):
    found = as_dict(_survey(corpus))
    styles = {row["style"]: row for row in found["styles"]}
    assert styles["Own"] == {
        "style": "Own",
        "own": True,
        "count": 3,
        "files": 2,
        "example": "Mine.",
        "example_file": "a.docx",
        "maps_to": "paragraph 0",
        "ground": "body text",
        "reason": "plain text by its definition",
        "confidence": "medium",
        "agreement": 0.6667,
        "changes": [{"what": "makes text of 1 heading of 1 file", "files": ["b.docx"]}],
    }
    assert (styles["heading 1"]["confidence"], styles["heading 1"]["agreement"]) == ("high", 1.0)
    assert [finding["code"] for finding in found["mapping_findings"]] == ["MAP-011", "MAP-015"]


def test_the_mapping_is_the_one_that_all_files_give_at_once(corpus: Path):
    readable = [corpus / "a.docx", corpus / "b.docx", corpus / "sub" / "c.docx"]
    together = style_mapping(readable).value
    assert [replace(row, example_file=0) for row in _survey(corpus).proposal.rows] == [
        replace(row, example_file=0) for row in together.rows
    ]


def test_an_unreadable_file_is_named_with_the_reason_and_stops_no_other(corpus: Path):
    found = _survey(corpus)
    assert [name for name, _ in found.unreadable] == ["broken.docx"]
    assert "not an intact zip" in found.unreadable[0][1]
    assert len(found.names) == 4


def test_contents_and_findings_are_those_of_the_conversions(corpus: Path):
    found = _survey(corpus)
    results = [convert(path) for path in sorted(corpus.rglob("*.docx")) if path.stem != "broken"]
    characters = found.contents[Kind.CHARACTERS]
    totals = [result.ledger.total(Kind.CHARACTERS) for result in results]
    assert characters.files == 3
    booked = (characters.read, characters.kept, characters.changed, characters.lost)
    assert booked == tuple(map(sum, zip(*totals, strict=True)))
    assert characters.losing == 2
    assert characters.dropped["DOCX-R034"] == 3 * len("Unseen")
    lost = found.codes["DOCX-R034"]
    assert (lost.severity, lost.count, lost.files) == (Severity.ERROR, 3, 2)
    assert found.names[lost.example_file] == "b.docx"
    assert "“Unseen”" in lost.example
    findings = [finding.code.id for result in results for finding in result.findings]
    assert {id: code.count for id, code in found.codes.items()} == {id: findings.count(id) for id in set(findings)}


def test_the_files_that_lose_most_come_first(corpus: Path):
    found = _survey(corpus)
    assert [(found.names[one.number], one.losses) for one in found.worst] == [("sub/c.docx", 2), ("b.docx", 1)]
    assert found.losing == 2


def test_of_many_files_only_the_worst_are_kept(tmp_path: Path):
    for number in range(25):
        docx(tmp_path / f"{number:02}.docx", *[p(LOST)] * (1 + number % 5))
    found = _survey(tmp_path)
    assert (len(found.worst), found.losing) == (20, 25)
    assert [one.losses for one in found.worst] == [5] * 5 + [4] * 5 + [3] * 5 + [2] * 5
    assert [found.names[one.number] for one in found.worst[:2]] == ["04.docx", "09.docx"]


def test_the_order_in_which_files_end_makes_no_difference(corpus: Path, monkeypatch: pytest.MonkeyPatch):
    expected = json.dumps(as_dict(_survey(corpus)))
    monkeypatch.setattr(module, "survey_jobs", lambda items, told: reversed(list(survey_jobs(items, told))))
    assert json.dumps(as_dict(_survey(corpus))) == expected


def test_a_mapping_and_revisions_are_heeded(corpus: Path):
    mapping = {"Own": {"textType": "heading", "level": 0}}
    codes = _survey(corpus, ConversionOptions.parse(mapping=mapping, revisions="reject")).codes
    assert codes["MAP-013"].count == 2
    assert "DOCX-R010" in _survey(corpus).codes
    assert "DOCX-R010" not in codes


def test_candidates_are_mapped_when_asked_for(tmp_path: Path):
    large = '<w:rPr><w:b/><w:sz w:val="48"/></w:rPr>'
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults>'
    styles = defaults + STYLES.replace('<w:name w:val="Own"/>', f'<w:name w:val="Big"/>{large}')
    docx(tmp_path / "a.docx", own("Title"), "Text. " * 30, styles=styles)
    found = _survey(tmp_path)
    assert [(row.style, row.confidence) for row in found.proposal.candidates] == [("Big", Confidence.LOW)]
    assert as_dict(found)["mapping"]["Big"] == {"textType": "paragraph", "level": 0}
    assert as_dict(found, with_candidates=True)["mapping"]["Big"] == {"textType": "heading", "level": 0}


def test_workers_that_end_are_reasons_and_the_rest_is_as_without_them(corpus: Path, monkeypatch: pytest.MonkeyPatch):
    expected = as_dict(_survey(corpus))
    for name in ("dies", "hangs", "eats", "faulty"):
        docx(corpus / f"{name}.docx", "Words.")
    monkeypatch.setattr(module, "portray", portray_or_end)
    told: list[int] = []
    items = discover([str(corpus)], (".docx",)).items
    found = as_dict(survey(items, workers=2, limits=WorkerLimits(seconds=4, memory=1_000), on_result=told.append))
    reasons = {one["file"]: one["error"] for one in found.pop("unreadable")}
    assert reasons.keys() == {"broken.docx", "dies.docx", "eats.docx", "faulty.docx", "hangs.docx"}
    assert reasons["hangs.docx"] == "Tried twice: it took longer than a document may take."
    assert reasons["eats.docx"] == "Tried twice: it needed more memory than a worker has."
    assert reasons["dies.docx"].startswith("Tried twice: its worker died")
    assert reasons["faulty.docx"].startswith("A fault of sdconvert (KeyError")
    del expected["unreadable"]
    assert (found.pop("files"), expected.pop("files")) == (8, 4)
    assert found == expected
    assert told == list(range(1, 9))
