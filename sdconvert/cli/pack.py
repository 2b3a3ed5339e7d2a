"""`sdconvert pack`: a folder made into a package."""

from __future__ import annotations

from pathlib import Path

import click

from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.messages import tell
from sdconvert.cli.output import echo
from sdconvert.cli.render import FileOutcome, exit_code, show_one
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import fail_on_option, force_option, json_option, output_option
from sdconvert.cli.stdio import DASH, check_stdout, check_terminal, name_of_output, write_result
from sdconvert.findings import Severity
from sdconvert.packages import pack as pack_folder


@click.command(cls=SharedCommand)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@output_option("The package to write; - is standard output.", is_required=True)
@force_option("Replace a file that sdconvert did not make.")
@click.option(
    "--validate/--no-validate",
    default=True,
    show_default=True,
    help="Write nothing that has errors, or pack without a look.",
)
@fail_on_option(more=" Nothing is written then.")
@limit_options
@json_option("`files` with `file`, `output`, `error` and `findings`; `summary`")
@click.pass_context
def pack(
    ctx: click.Context,
    folder: Path,
    output: Path,
    force: bool,
    validate: bool,
    fail_on: Severity | None,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    as_json: bool,
) -> None:
    """Pack the folder DIR, as `sdconvert unpack` makes it, into a package: SDXML, HTML, parsX or a Word file.

    It is checked first: SDXML as `sdconvert validate` does, others for their pictures.

    Exit code: 0 fine, 1 findings at or above --fail-on and nothing was written, 2 the folder cannot be read or the file
    not be written.

    \b
    sdconvert pack folder -o package.zip
    sdconvert pack folder -o - --no-validate > package.zip
    """
    check_stdout(output, as_json=as_json)
    check_terminal(output)
    if output != DASH and output.resolve().is_relative_to(folder.resolve()):
        raise click.UsageError(f"{output} lies in the folder that is packed; name another place with -o.")
    result = pack_folder(folder, validate, limits_from(max_size, max_ratio, max_members))
    outcome = FileOutcome(str(folder), result.findings)
    is_held_back = outcome.fails_at(fail_on)
    show_one(outcome, None if is_held_back else output, as_json=as_json, err=output == DASH and not is_held_back)
    if is_held_back:
        echo(f"{output} was not written; --no-validate packs the folder as it is.", err=True)
    else:
        write_result(output, result.output, is_forced=force)
        tell(f"{folder} -> {name_of_output(output)}")
    ctx.exit(exit_code([outcome], fail_on))
