"""What the commands share that go through many documents: which, how many at once, and how far they are."""

from __future__ import annotations

import os

import click

from sdconvert.batch.worker_limits import WorkerLimits

MANY = 500
"""From so many documents on, reading their styles is worth the start of processes."""

timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(0.1),
    default=WorkerLimits().seconds,
    show_default=True,
    metavar="SECONDS",
    help="How long one document may take. A process of this machine is ended then; a cluster ends the document first.",
)

memory_option = click.option(
    "--memory",
    type=click.IntRange(200),
    default=WorkerLimits().memory,
    show_default=True,
    metavar="MB",
    help="How much memory a worker may have.",
)

sources_argument = click.argument("sources", nargs=-1, type=click.Path(readable=False), metavar="[SOURCE]...")
"""Its type lets the shell complete names of files; patterns and URLs pass it as they are."""


def processors() -> int:
    """How many documents can be worked on at once."""
    return os.cpu_count() or 1


def workers_for(jobs: int | None, documents: int) -> int:
    """How many processes to read so many documents with, 0 for this one: as told, or else one for each processor where
    there are many documents."""
    wanted = jobs or (processors() if documents >= MANY else 1)
    return 0 if wanted == 1 else wanted
