"""`sdconvert report-bug`: a fault as a package to look at and to send by hand."""

from __future__ import annotations

from pathlib import Path

import click

from sdconvert.cli.conversion_options import conversion_options
from sdconvert.cli.keep_options import keep_options, parse_keep, shrunk_as_dict, with_progress
from sdconvert.cli.messages import tell
from sdconvert.cli.output import echo_error, echo_json
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option, output_option, progress_option
from sdconvert.cli.stdio import check_stdout, check_terminal, name_of_output, name_of_source, source_at, write_result
from sdconvert.options import ConversionOptions
from sdconvert.recognition import FormatName
from sdconvert.sharing import NotShown, WordsLeft, WordsNeeded
from sdconvert.sharing import report_bug as make_report

_DEFAULT = Path("bug-report.zip")


@click.command("report-bug", cls=SharedCommand)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@output_option(f"The report; - is standard output.  [default: {_DEFAULT}]")
@keep_options
@progress_option
@conversion_options
@json_option("`file`, `output`, `fault`, `blocks`, `blocks_before`, `size`, `size_before`, `tries`, `is_smallest`")
@click.pass_context
def report_bug(
    ctx: click.Context,
    file: Path,
    output: Path | None,
    keep: str | None,
    keep_error: bool,
    time_limit: float,
    try_limit: float,
    progress: str,
    options: ConversionOptions,
    to: FormatName | None,
    as_json: bool,
) -> None:
    """Bundle what it takes to see a fault of a Word FILE or an SDXML package, or - for standard input, without its
    words: the smallest file that shows it with stand-ins for everything, its findings, the versions of what takes part,
    and the command.

    Nothing is sent: look at the zip, and send it by hand to whom you want. It holds no path, no name of a person or a
    machine and no value of an option that you wrote. What is kept is the error of the conversion or its most severe
    finding, or what --keep says.

    Exit code: 0 done, 1 FILE does not show it, or only with its words: nothing is written; 2 usage or a file that
    cannot be read.

    \b
    sdconvert report-bug contract.docx
    sdconvert report-bug contract.docx --keep DOCX-R030 --to html -o report.zip
    """
    target = output or _DEFAULT
    check_stdout(target, as_json=as_json)
    check_terminal(target)
    kept = parse_keep(keep, keep_error, try_limit, options, file)
    source = source_at(file, options.limits)
    try:
        report = with_progress(
            progress,
            lambda tell_progress: make_report(
                source, kept, options=options, time_limit=time_limit, on_progress=tell_progress
            ),
        )
    except (NotShown, WordsNeeded, WordsLeft) as error:
        echo_error(error)
        ctx.exit(1)
    write_result(target, report.data)
    if as_json:
        told = {"file": name_of_source(file), "output": str(target), "fault": report.fault}
        echo_json({**told, **shrunk_as_dict(report.shrunk)})
    tell(
        f"{name_of_source(file)} -> {name_of_output(target)}: {report.fault} in {report.shrunk.blocks} of "
        f"{report.shrunk.blocks_before} blocks, without words. Look at it before you send it; nothing was sent"
    )
