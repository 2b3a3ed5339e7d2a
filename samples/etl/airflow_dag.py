"""Apache Airflow 3: one mapped task for each document, TaskFlow style.

Put this file and conversion.py into the folder of the DAGs, sdconvert into the environment of the workers, and set the
folders below. `python airflow_dag.py` runs it once without a scheduler.
"""

import json
import os
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import dag, task
from conversion import convert_file

SOURCES = os.environ.get("SDCONVERT_SOURCES", "/data/in")
OUT = os.environ.get("SDCONVERT_OUT", "/data/out")


@dag(schedule=None, catchup=False, tags=["sdconvert"])
def convert_documents() -> None:
    @task
    def documents() -> list[str]:
        """Places, never bytes: what a task returns goes through the database."""
        return sorted(str(path) for path in Path(SOURCES).glob("*.docx") if path.is_file())

    @task(retries=3, retry_delay=timedelta(seconds=30), execution_timeout=timedelta(minutes=5))
    def convert_one(source: str) -> dict[str, Any]:
        """A bad document is a row and is not tried again; a disk that is away raises, and is."""
        done = convert_file(source, OUT)
        findings = Path(OUT, f"{done['file']}.findings.json")
        beside = findings.with_suffix(".part")
        beside.write_text(json.dumps(done["findings"], ensure_ascii=False), encoding="utf-8")
        beside.replace(findings)
        return {"output": done["output"], "findings": len(done["findings"])}

    @task
    def report(outcomes: list[dict[str, Any]]) -> str:
        counts = Counter(bool(outcome["output"]) for outcome in outcomes)
        findings = sum(outcome["findings"] for outcome in outcomes)
        line = f"{counts.total()} documents: {counts[True]} converted, {counts[False]} failed; {findings} findings"
        print(line)
        return line

    report(convert_one.expand(source=documents()))


example = convert_documents()

if __name__ == "__main__":
    example.test()
