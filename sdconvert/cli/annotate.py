"""`sdconvert annotate`: findings as comments of the Word file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from sdconvert.annotation import annotate as annotate_file
from sdconvert.annotation import remove_annotations
from sdconvert.cli.completers import complete_codes
from sdconvert.cli.conversion_options import conversion_options
from sdconvert.cli.messages import is_verbose, tell
from sdconvert.cli.output import echo_json
from sdconvert.cli.render import FileOutcome, as_dict, as_text, exit_code, totals
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import fail_on_option, json_option, output_option
from sdconvert.cli.stdio import check_stdout, check_terminal, name_of_output, name_of_source, source_at, write_result
from sdconvert.codes import known_codes
from sdconvert.findings import Finding, Severity, severity_counts
from sdconvert.options import ConversionOptions
from sdconvert.recognition import FormatName
from sdconvert.suggestions import did_you_mean


def _check_codes(_ctx: click.Context, _parameter: click.Parameter, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Raises: click.BadParameter for a code that there is not."""
    wanted = tuple([code.upper() for code in codes])
    unknown = next((code for code in wanted if code not in known_codes()), None)
    if unknown is not None:
        raise click.BadParameter(f"there is no code {unknown!r}.{did_you_mean(unknown, known_codes())}")
    return wanted


@click.command(cls=SharedCommand)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@output_option("The Word file with the comments; - is standard output.", is_required=True)
@click.option("--remove", is_flag=True, help="Take the comments of an earlier call out of FILE instead.")
@click.option(
    "--severity",
    type=click.Choice([str(severity) for severity in Severity]),
    default=str(Severity.INFO),
    show_default=True,
    help="The lowest severity of a finding that becomes a comment.",
)
@click.option(
    "--code",
    "codes",
    multiple=True,
    metavar="CODE",
    callback=_check_codes,
    shell_complete=complete_codes,
    help="Only findings of this code. May be repeated.",
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    metavar="DATE",
    help="The date of the comments. Default: none, so that the same file gives the same bytes.",
)
@conversion_options
@fail_on_option(None)
@json_option("`files` with `file`, `output`, `error` and `findings`; `summary`")
@click.pass_context
def annotate(
    ctx: click.Context,
    file: Path,
    output: Path,
    remove: bool,
    severity: str,
    codes: tuple[str, ...],
    date: datetime | None,
    options: ConversionOptions,
    to: FormatName | None,
    fail_on: Severity | None,
    as_json: bool,
) -> None:
    """Copy a Word FILE, or - for standard input, with each finding of its conversion as a comment at its place, for its
    author to mend it.

    The code of a finding stands for the author, the first comment sums up. Where Word allows no comment, such as in a
    header, it is at the nearest paragraph and says so. Nothing else in the file changes, and --remove takes exactly
    these comments out again. The options of `sdconvert convert` say what is converted how.

    Exit code: 0 done, 1 findings at or above --fail-on, 2 usage or a file that cannot be read.

    \b
    sdconvert annotate contract.docx -o contract-findings.docx --severity warning
    sdconvert annotate contract-findings.docx -o contract-mended.docx --remove
    """
    check_stdout(output, as_json=as_json)
    check_terminal(output)
    source, findings = source_at(file, options.limits), tuple[Finding, ...]()
    if remove:
        write_result(output, remove_annotations(source, options.limits).value)
        told = "without our comments"
    else:
        result = annotate_file(source, severity=severity, codes=codes, date=date, options=options)
        write_result(output, result.value)
        findings, told = result.findings, f"{severity_counts(result.findings)} as comments"
    outcome = FileOutcome(name_of_source(file), findings)
    if as_json:
        echo_json({"files": [as_dict(outcome, output=str(output))], "summary": totals([outcome])})
    tell(f"{outcome.name} -> {name_of_output(output)}: {told}")
    if is_verbose():
        tell(*as_text([outcome]))
    ctx.exit(exit_code([outcome], fail_on))
