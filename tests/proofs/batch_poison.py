"""A batch of which one file in twenty crashes, hangs or exhausts its worker, with real malformed files besides.

    python tests/proofs/batch_poison.py FOLDER

The run has to end, every other document has to be done as it is without them, and the reports have to name each.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path
from unittest.mock import patch

from poisonous import KINDS, work

from sdconvert.batch import runner, storage
from sdconvert.batch.journal import Journal
from sdconvert.batch.outcome import State
from sdconvert.batch.planning import plan
from sdconvert.batch.processes import WorkerLimits
from sdconvert.batch.report.html_report import write_page
from sdconvert.batch.report.json_report import write_json
from sdconvert.batch.report.totals import exit_code, last_line

SHARE = 20


def main(corpus: Path) -> None:
    files = sorted(corpus.glob("*.docx"))
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary, "source")
        source.mkdir()
        poison = set()
        for number, path in enumerate(files):
            shutil.copyfile(path, source / path.name)
            if number % (SHARE - 1) == 0:
                kind = KINDS[number // (SHARE - 1) % len(KINDS)]
                poison.add(f"{number:04}-{kind}.docx")
                shutil.copyfile(path, source / f"{number:04}-{kind}.docx")
        planned = plan([str(source)], f"{temporary}/out")
        settings = runner.RunSettings(limits=WorkerLimits(seconds=60.0, memory=1_000))
        with patch.object(runner, "work", work):
            outcomes = {outcome.name: outcome for outcome in runner.run(planned, settings=settings)}
        plain = {outcome.name: outcome for outcome in runner.run(plan([str(corpus)], f"{temporary}/plain"))}

        print(f"{len(outcomes)} documents, {len(poison)} of them poison: {Counter(o.state for o in outcomes.values())}")
        for reason, count in Counter(outcomes[name].error for name in outcomes if outcomes[name].error).items():
            print(f"  {count} x {reason}")
        assert {name for name, outcome in outcomes.items() if outcome.state is State.POISON} == poison
        for name, outcome in plain.items():
            assert outcomes[name].state is outcome.state, name
            assert [step.output_hash for step in outcomes[name].steps] == [step.output_hash for step in outcome.steps]

        folder = storage.state_folder(planned.destination)
        journal = Journal(folder)
        info = journal.runs()[-1]
        pieces: list[str] = []
        write_page(info, partial(journal.outcomes, info.number), folder / "report.html")
        totals = write_json(info, journal.outcomes(info.number), pieces.append)
        report = json.loads("".join(pieces))
        page = (folder / "report.html").read_text("utf-8")
        told = {document["name"] for document in report["documents"] if document["state"] == "poison"}
        assert told == poison
        assert all(name in page for name in poison)
        assert exit_code(info, totals) == 1
        print(last_line(info, totals))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
