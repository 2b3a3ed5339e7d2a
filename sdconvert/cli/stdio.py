"""Standard input as a source, and standard output as the place of a result."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from sdconvert.archive import DEFAULT_LIMITS, Limits
from sdconvert.cli.output import echo, echo_result, unstyled
from sdconvert.errors import UnsafeInput
from sdconvert.files import Output, Source, pieces_of, save, save_by, with_name
from sdconvert.overwriting import check_replaceable

FORCE_GIVEN = "sdconvert.force"
DASH = Path("-")
"""What stands for standard input and standard output."""
STDIN, STDOUT = "standard input", "standard output"


def source_at(path: Path, limits: Limits = DEFAULT_LIMITS) -> Source:
    """What a path names, or standard input, which is read at once. Raises: UnsafeInput."""
    if path != DASH:
        return path
    data = sys.stdin.buffer.read(limits.total_size + 1)
    if len(data) > limits.total_size:
        raise UnsafeInput(f"Standard input has more than the {limits.total_size:,} bytes allowed.")
    return with_name(data, STDIN)


def name_of_source(path: Path) -> str:
    """What to call an input."""
    return STDIN if path == DASH else str(path)


def name_of_output(path: Path) -> str:
    """What to call an output."""
    return STDOUT if path == DASH else str(path)


def check_stdin(*paths: Path | str) -> None:
    """Raises: click.UsageError when standard input is named more than once."""
    if sum(str(path) == str(DASH) for path in paths) > 1:
        raise click.UsageError("Standard input (-) can be read once only.")


def check_stdout(*outputs: Path | None, as_json: bool = False) -> None:
    """Raises: click.UsageError when two results would go to standard output."""
    if sum(output == DASH for output in outputs) + as_json > 1:
        raise click.UsageError("Only one thing can go to standard output: name a file for the other.")


def write_result(output: Path | None, data: bytes | Output, *, is_forced: bool | None = None) -> None:
    """Write a result to a file, or to standard output for `-` and for None. `is_forced` is what `--force` says, where
    another process asks.

    Raises: OutputRefused, also for a file that a result may not replace; UnreadableInput for one with pictures of a
        file that was changed.
    """
    if output is None or output == DASH:
        for piece in pieces_of(data):
            echo_result(piece)
        return
    if not (is_force_given() if is_forced is None else is_forced):
        check_replaceable(output, data)
    save(output, data)


def write_json_by(output: Path, produce: Callable[[Callable[[str], object]], object]) -> None:
    """Write JSON that comes in pieces, in ASCII, to a file, or to standard output for `-`: `produce` is given what
    takes a piece. It is never in memory as a whole.

    Raises: OutputRefused, also for a file that a result may not replace.
    """
    if output == DASH:
        produce(echo_result)
        return
    if not is_force_given():
        check_replaceable(output, b"{")

    def write(place: Path) -> None:
        with place.open("w", encoding="ascii", newline="\n") as file:
            produce(file.write)

    save_by(output, write)


def write_lines(output: Path | None, lines: Iterable[str]) -> None:
    """Write lines as text to a file, without colours, or print them for `-` and for None. Raises: OutputRefused."""
    if output is None or output == DASH:
        echo(*lines)
    else:
        write_result(output, "".join(f"{unstyled(line)}\n" for line in lines).encode())


def is_force_given() -> bool:
    """Whether the command that runs was told `--force`."""
    ctx = click.get_current_context(silent=True)
    return ctx is not None and bool(ctx.params.get("force") or ctx.meta.get(FORCE_GIVEN))


def check_terminal(output: Path | None) -> None:
    """Raises: click.UsageError when bytes that are no text would go to a terminal."""
    if output == DASH and sys.stdout.isatty():
        raise click.UsageError("Standard output is a terminal; redirect it into a file, or name one with -o.")
