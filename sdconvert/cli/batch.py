"""`sdconvert batch`: thousands of documents as one command."""

from __future__ import annotations

import click

from sdconvert.cli.lazy import Entry, LazyGroup

_COMMANDS = {
    "run": Entry("sdconvert.cli.batch_run:run", "Bring documents through their steps; go on where a run stopped."),
    "plan": Entry("sdconvert.cli.batch_run:plan", "Show what a run would do and do nothing."),
    "retry": Entry("sdconvert.cli.batch_run:retry", "Do again what the last run did not bring to its end."),
    "status": Entry("sdconvert.cli.batch_journal:status", "Show what came of the runs into a destination."),
    "why": Entry("sdconvert.cli.batch_journal:why", "Show what is known of one document and what came of it."),
    "report": Entry(
        "sdconvert.cli.batch_journal:report", "Write the report of a run as HTML or JSON or JUnit or SARIF."
    ),
    "compare": Entry("sdconvert.cli.batch_compare:compare", "Show what changed from one run to another."),
    "survey": Entry("sdconvert.cli.survey:survey", "Survey styles and contents and predicted losses of documents."),
}


@click.group(cls=LazyGroup, entries=_COMMANDS)
def batch() -> None:
    """Bring thousands of documents through validate, convert and upload, on all processors or on a cluster.

    A run can be stopped, killed and started again: what is done is in a journal beside the destination, and nothing is
    done twice. One bad file never stops the others.

    \b
    sdconvert batch plan contracts/ -o packages
    sdconvert batch run contracts/ -o packages
    sdconvert batch run contracts/ -o packages --steps validate,convert,upload --profile live
    sdconvert batch status packages
    sdconvert batch retry packages
    sdconvert batch why packages 2024/contract.docx
    """
