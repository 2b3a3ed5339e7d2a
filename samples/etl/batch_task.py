"""The function of a task in an orchestrator (Airflow, Dagster, Prefect): a batch that may be tried again at any time.

It raises only for what another try may put right. Documents that cannot be converted are rows for a later task, and
what an earlier try has done is not done again: the journal beside the destination knows.
"""

import argparse
import json
from typing import Any

from sdconvert.batch import RunSettings, State, plan, run


def convert_folder(source: str, destination: str, most_at_once: int = 2) -> dict[str, Any]:
    """What a task returns: counts and the names of the documents that failed; small, and ready for JSON.

    Raises: SdconvertError when the run could not begin or lost its workers: try the task again.
    """
    counts = dict.fromkeys(map(str, State), 0)
    failed = []
    for outcome in run(plan([source], destination), settings=RunSettings(workers=most_at_once)):
        counts[outcome.state] += 1
        if not outcome.state.is_good:
            failed.append({"document": outcome.name, "why": outcome.error})
    return {"counts": counts, "failed": sorted(failed, key=lambda row: row["document"])}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Convert a folder, and print what an orchestrator would be told.")
    parser.add_argument("source", help="a folder, file, pattern or URL")
    parser.add_argument("destination", help="the folder of the packages")
    print(json.dumps(convert_folder(**vars(parser.parse_args())), ensure_ascii=False, indent=2))
