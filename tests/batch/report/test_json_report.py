"""`run.json` and the log: whole, streamed, and the same for the same run."""

import json
import tracemalloc
from dataclasses import replace
from itertools import repeat

import pytest
from batch_outcomes import hostile, outcomes, run_info

from sdconvert.batch.journal import Journal
from sdconvert.batch.outcome import State, as_dict
from sdconvert.batch.report.json_report import log_line, write_json


def written(documents, **changes):
    pieces = []
    write_json(run_info(len(documents), **changes), iter(documents), pieces.append)
    return "".join(pieces)


@pytest.mark.parametrize("documents", [[], list(outcomes(1)), list(outcomes(60)), hostile()], ids=len)
def test_every_document_is_in_the_run_with_all_that_is_known_of_it(documents):
    read = json.loads(written(documents))
    assert read["documents"] == [json.loads(json.dumps(as_dict(document))) for document in documents]
    assert read["totals"]["documents"] == len(documents)
    assert read["totals"]["last_line"].startswith(("Nothing", f"{read['totals']['states'].get('done', 0)}", "0", "5"))


def test_findings_counts_and_steps_are_complete():
    documents = list(outcomes(60))
    for document, read in zip(documents, json.loads(written(documents))["documents"], strict=True):
        assert read["name"] == document.name
        assert [step["step"] for step in read["steps"]] == [step.step for step in document.steps]
        assert [len(step["findings"]) for step in read["steps"]] == [len(step.findings) for step in document.steps]
        assert [step["counts"] for step in read["steps"]] == [step.counts for step in document.steps]


def test_the_run_is_told():
    run = json.loads(written(list(outcomes(3))))["run"]
    assert run["started"] == "2026-11-18T11:06:40Z"
    assert run["ended"] == "2026-11-18T11:19:14Z"
    assert run["options"]["jobs"] == "2"
    assert json.loads(written([], ended=False))["run"]["ended"] is None


def test_it_is_never_in_memory_as_a_whole():
    document = next(iter(outcomes(1)))
    large = replace(document, version="x" * 100_000)
    pieces = []
    tracemalloc.start()
    try:
        write_json(run_info(400), repeat(large, 400), lambda piece: pieces.append(len(piece)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(pieces) > 40_000_000
    assert peak < 35_000_000


def test_findings_of_a_journal_are_written_as_those_of_a_worker(tmp_path):
    documents = [*outcomes(40), *hostile()]
    documents = sorted((one for one in documents if one.name.isprintable()), key=lambda one: one.name)
    with Journal(tmp_path) as journal:
        run = journal.begin_run(run_info(40)).number
        for document in documents:
            journal.record(run, document, {}, 5.0)
        kept = [as_dict(one) for one in journal.outcomes(run)]
    as_unchanged = [one["name"] for one in kept if one["state"] == "unchanged"]
    assert [one for one in kept if one["name"] not in as_unchanged] == [
        as_dict(one) for one in documents if one.name not in as_unchanged and one.state is not State.UNCHANGED
    ]


def test_the_same_run_gives_the_same_bytes():
    assert written(list(outcomes(40))) == written(list(outcomes(40)))


@pytest.mark.parametrize("document", hostile(), ids=lambda document: ascii(document.name[:20]))
def test_a_line_of_the_log_is_one_line_of_ascii(document):
    line = log_line(document)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["name"] == document.name
    assert json.loads(line)["steps"][1]["error"] == document.error
