"""A batch from a plain script: a plan, a run, and what to do with each outcome as it comes.

    python batch_script.py IN OUT [dask://host:port]

Stop it, kill it, start it again: what is done is not done twice. The journal is in OUT.batch.
"""

import argparse
import sys
from collections import Counter
from contextlib import ExitStack

from sdconvert.batch import Outcome, RunSettings, executor_at, plan, run


def tell(outcome: Outcome) -> None:
    """One line for each document that needs somebody's eyes."""
    if not outcome.state.is_good:
        print(f"{outcome.name}: {outcome.state}: {outcome.error}", file=sys.stderr)


def main(source: str, destination: str, cluster: str = "") -> int:
    with ExitStack() as opened:
        found = opened.enter_context(executor_at(cluster)) if cluster else None
        executor, settings = (None, RunSettings()) if found is None else (found.executor, RunSettings(found.jobs))
        outcomes = run(plan([source], destination), executor=executor, settings=settings, on_result=tell)
        states = Counter(outcome.state for outcome in outcomes)
    print(", ".join(f"{count} {state}" for state, count in sorted(states.items())))
    return int(not all(state.is_good for state in states))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Convert a folder of documents in a batch that goes on where it was.")
    parser.add_argument("source", help="a folder, file, pattern or URL")
    parser.add_argument("destination", help="the folder of the packages")
    parser.add_argument("cluster", nargs="?", default="", help="dask://host:port")
    sys.exit(main(**vars(parser.parse_args())))
