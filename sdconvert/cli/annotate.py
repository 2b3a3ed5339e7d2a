"""`sdconvert annotate`: findings as comments of the Word file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from sdconvert.annotation import annotate as annotate_file
from sdconvert.annotation import remove_annotations
from sdconvert.cli.conversion_options import conversion_options
from sdconvert.cli.output import echo
from sdconvert.codes import known_codes
from sdconvert.files import save
from sdconvert.findings import Severity, severity_counts
from sdconvert.options import ConversionOptions
from sdconvert.recognition import FormatName


def _check_codes(_ctx: click.Context, _parameter: click.Parameter, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Raises: click.BadParameter for a code that there is not."""
    wanted = tuple([code.upper() for code in codes])
    unknown = next((code for code in wanted if code not in known_codes()), None)
    if unknown is not None:
        raise click.BadParameter(f"there is no code {unknown}; `sdconvert explain --list` names all.")
    return wanted


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The Word file.")
@click.option("--remove", is_flag=True, help="Take the comments of an earlier call out of FILE instead.")
@click.option(
    "--severity",
    type=click.Choice([str(severity) for severity in Severity]),
    default=str(Severity.INFO),
    show_default=True,
    help="The lowest severity of a finding that becomes a comment.",
)
@click.option("--code", "codes", multiple=True, callback=_check_codes, help="Only findings of this code. Repeatable.")
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="The date of the comments. Default: none, so that the same file gives the same bytes.",
)
@conversion_options
def annotate(
    file: Path,
    output: Path,
    remove: bool,
    severity: str,
    codes: tuple[str, ...],
    date: datetime | None,
    options: ConversionOptions,
    to: FormatName | None,
) -> None:
    """Copy a Word FILE with each finding of its conversion as a comment at its place, for its author to mend it.

    The code of a finding stands for the author, the first comment sums up. Where Word allows no comment, such as in a
    header, it is at the nearest paragraph and says so. Nothing else in the file changes, and --remove takes exactly
    these comments out again. The options of `sdconvert convert` say what is converted how.

    Exit code: 0 done, 2 usage or a file that cannot be read.

    \b
    sdconvert annotate contract.docx -o contract-findings.docx --severity warning
    sdconvert annotate contract-findings.docx -o contract-mended.docx --remove
    """
    if remove:
        save(output, remove_annotations(file, options.limits).value)
        echo(f"{file} -> {output}: without our comments", err=True)
        return
    result = annotate_file(file, severity=severity, codes=codes, date=date, options=options)
    save(output, result.value)
    echo(f"{file} -> {output}: {severity_counts(result.findings)} as comments", err=True)
