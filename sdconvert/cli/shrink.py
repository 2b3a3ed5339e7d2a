"""`sdconvert shrink`: the smallest file that still shows a fault."""

from __future__ import annotations

from pathlib import Path

import click

from sdconvert.cli.conversion_options import conversion_options
from sdconvert.cli.keep_options import keep_options, parse_keep, shrunk_as_dict, with_progress
from sdconvert.cli.messages import tell
from sdconvert.cli.output import echo_error, echo_json
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option, output_option, progress_option
from sdconvert.cli.stdio import (
    DASH,
    check_stdout,
    check_terminal,
    name_of_output,
    name_of_source,
    source_at,
    write_result,
)
from sdconvert.options import ConversionOptions
from sdconvert.recognition import FormatName
from sdconvert.sharing import NotShown, WordsLeft, WordsNeeded, anonymise_keeping
from sdconvert.sharing import shrink as shrink_file


@click.command(cls=SharedCommand)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@output_option("The smaller file; - is standard output.  [default: FILE-shrunk beside FILE]")
@keep_options
@click.option("--anonymise", is_flag=True, help="Put stand-ins for its words and pictures into the smaller file, too.")
@progress_option
@conversion_options
@json_option("`file`, `output`, `kept`, `blocks`, `blocks_before`, `size`, `size_before`, `tries`, `is_smallest`")
@click.pass_context
def shrink(
    ctx: click.Context,
    file: Path,
    output: Path | None,
    keep: str | None,
    keep_error: bool,
    time_limit: float,
    try_limit: float,
    anonymise: bool,
    progress: str,
    options: ConversionOptions,
    to: FormatName | None,
    as_json: bool,
) -> None:
    """Make the smallest file of a Word FILE or an SDXML package, or - for standard input, that still gives a finding,
    an error, or the exit code of a command.

    Paragraphs, parts, rows, runs, styles, properties and texts are taken out, many at once first, as long as what is
    kept is there; every file that is tried is a whole one that opens. The options of `sdconvert convert` say what is
    converted how. Nothing of FILE changes.

    Exit code: 0 done, 1 FILE does not show it, or only with its words where --anonymise was given: nothing is written;
    2 usage or a file that cannot be read.

    \b
    sdconvert shrink contract.docx --keep DOCX-R030
    sdconvert shrink contract.docx --keep-error -o small.docx --anonymise
    sdconvert shrink contract.docx --keep 'python check.py {}' --time-limit 300
    """
    target = _output(file, output)
    check_stdout(target, as_json=as_json)
    check_terminal(target)
    kept = parse_keep(keep, keep_error, try_limit, options, file)
    if kept is None:
        raise click.UsageError(
            "Say what the smaller file has to show: --keep CODE, --keep 'COMMAND {}' or --keep-error."
        )
    source = source_at(file, options.limits)
    try:
        shrunk = with_progress(
            progress,
            lambda tell_progress: shrink_file(
                source, kept, time_limit=time_limit, limits=options.limits, on_progress=tell_progress
            ),
        )
        data = anonymise_keeping(shrunk.data, kept, options=options) if anonymise else shrunk.data
    except (NotShown, WordsNeeded, WordsLeft) as error:
        echo_error(error)
        ctx.exit(1)
    write_result(target, data)
    if as_json:
        told = {"file": name_of_source(file), "output": str(target), "kept": kept.description}
        echo_json({**told, **shrunk_as_dict(shrunk), "size": len(data)})
    end = "" if shrunk.is_smallest else "; the time was over, more may go"
    tell(
        f"{name_of_source(file)} -> {name_of_output(target)}: {shrunk.blocks} of {shrunk.blocks_before} blocks, "
        f"{len(data):,} of {shrunk.size_before:,} bytes, with {kept.description} ({shrunk.tries} tries{end})"
    )


def _output(file: Path, output: Path | None) -> Path:
    """Raises: click.UsageError for standard input without a place for the result."""
    if output is not None:
        return output
    if file == DASH:
        raise click.UsageError("Name a file for the result of standard input with -o.")
    return file.with_name(f"{file.stem}-shrunk{file.suffix}")
