"""`sdconvert sandbox`: a local server that behaves as the Partner API does."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sdconvert.cli.output import echo
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option
from sdconvert.sandbox.faults import parse_fault_words
from sdconvert.sandbox.hosts import is_loopback
from sdconvert.sandbox.options import API_VERSION, LOOPBACK, STANDARD_TEMPLATE, SandboxOptions, WordTemplate
from sdconvert.sandbox.parameters import LANGUAGES
from sdconvert.sandbox.routes import CALL_NAMES
from sdconvert.sandbox.server import Foreground

_FOLDER = ".sdconvert-sandbox"
_PORT = 8642


@click.command(cls=SharedCommand)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    default=_PORT,
    show_default=True,
    help="0 takes a free one.",
)
@click.option(
    "--host", metavar="HOST", default=LOOPBACK, show_default=True, help="Another address lets other machines in."
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=f"The folder of the state [{_FOLDER}].",
)
@click.option("--ephemeral", is_flag=True, help="Keep nothing when it stops.")
@click.option("--seed", type=int, metavar="N", help="Make ids, credentials and faults repeatable.")
@click.option("--strict", is_flag=True, help="Refuse what the API's guide does not settle.")
@click.option("--lenient", is_flag=True, help="Accept a missing company, and settings typed as strings.")
@click.option("--literal-403", is_flag=True, help="Answer 403 where the guide prints it for 404 and 413.")
@click.option("--link-base", metavar="URL", help="The start of access links, such as https://partner.example.org.")
@click.option(
    "--upload-limit",
    type=click.IntRange(0),
    default=512_000_000,
    show_default=True,
    metavar="BYTES",
    help="Refuse a larger upload.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="That of all users, for the captions of HTML exports.")
@click.option("--rate-limit", type=click.IntRange(0), metavar="CALLS", help="How many a minute; any number by default.")
@click.option("--payment-required", is_flag=True, help="Answer 402 to every call that makes a document.")
@click.option(
    "--iat-leeway",
    type=click.IntRange(0),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="How far the clock of a token may be off.",
)
@click.option("--check-issuer", is_flag=True, help="Let a token export for its issuer only.")
@click.option("--unique-jti", is_flag=True, help="Refuse a token that was used before.")
@click.option(
    "--api-version",
    metavar="VERSION",
    default=API_VERSION,
    show_default=True,
    help="The header X-Api-Version; empty sends none.",
)
@click.option(
    "--template",
    "templates",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A further template of the word export, by its file; may be repeated.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="WORDS",
    help="A fault such as kind=status,status=429,retryAfter=2,call=create,count=3; may be repeated.",
)
@json_option("`url`, `clientId`, `clientSecret`, `apiKey`, `email` and `password`")
def sandbox(
    port: int,
    host: str,
    data: Path | None,
    ephemeral: bool,
    seed: int | None,
    strict: bool,
    lenient: bool,
    literal_403: bool,
    link_base: str | None,
    upload_limit: int,
    language: str | None,
    rate_limit: int | None,
    payment_required: bool,
    iat_leeway: int,
    check_issuer: bool,
    unique_jti: bool,
    api_version: str,
    templates: tuple[Path, ...],
    faults: tuple[str, ...],
    as_json: bool,
) -> None:
    """Run a local server that behaves as the Partner API does, to rehearse an integration without an account.

    The page at its address shows the documents and what every request ended with. It needs the extra
    sdconvert[sandbox].

    Exit code: 0 it was stopped, 2 it could not begin.

    \b
    sdconvert sandbox
    sdconvert sandbox --port 0 --ephemeral --json
    """
    if ephemeral and data is not None:
        raise click.UsageError("Give --data or --ephemeral, not both.")
    options = SandboxOptions(
        data=None if ephemeral else data or Path(_FOLDER),
        seed=seed,
        strict=strict,
        lenient=lenient,
        literal_403=literal_403,
        link_base=link_base,
        upload_limit=upload_limit,
        language=language,
        rate_limit=rate_limit,
        payment_required=payment_required,
        api_version=api_version or None,
        iat_leeway=iat_leeway,
        check_issuer=check_issuer,
        unique_jti=unique_jti,
        templates=(STANDARD_TEMPLATE, *(WordTemplate(path.stem, f"From {path.name}", path) for path in templates)),
    )
    wanted = [parse_fault_words(words, CALL_NAMES) for words in faults]
    running = Foreground(port, options, host)
    for fault in wanted:
        running.service.faults.add(fault)
    _introduce(running, options, as_json)
    if not is_loopback(host):
        echo(f"Other machines can reach it by {host}, and everybody its pages: they ask for no password.", err=True)
    running.run()


def _introduce(running: Foreground, options: SandboxOptions, as_json: bool) -> None:
    """Print what a client has to know, ready to copy."""
    credentials, url = running.service.credentials, running.service.url
    if as_json:
        pairs = {
            "url": url,
            "clientId": credentials.client_id,
            "clientSecret": credentials.client_secret,
            "apiKey": credentials.api_key,
            "email": credentials.email,
            "password": credentials.password,
        }
        echo(json.dumps(pairs))  # on one line, for who reads lines while it runs
        return
    place = "gone when it stops" if options.data is None else f"in {options.data}"
    echo(f"Sandbox of the Partner API at {url}, its state {place}. Ctrl+C stops it.", "")
    echo(f"export SDCONVERT_URL={url}")
    echo(f"export SDCONVERT_CLIENT_ID={credentials.client_id}")
    echo(f"export SDCONVERT_CLIENT_SECRET={credentials.client_secret}", "")
    echo(f"Legacy sign-in: api key {credentials.api_key}")
    echo(f"  e-mail {credentials.email}, password {credentials.password}")
