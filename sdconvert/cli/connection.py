"""The options that say which server is called, by whom, and for which new document."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from sdconvert.cli.completers import complete_profiles
from sdconvert.cli.dry_run import DryTransport, RequestShown
from sdconvert.cli.lists import read_lists
from sdconvert.cli.option_groups import Command, with_options
from sdconvert.cli.output import echo
from sdconvert.cli.shared_options import dry_run_option
from sdconvert.cli.stdio import DASH, check_stdin
from sdconvert.errors import BadConfiguration, UnreadableInput
from sdconvert.exchange import check_import
from sdconvert.frozen import dataclass
from sdconvert.http.pace import Pace
from sdconvert.partner import (
    Algorithm,
    NewDocument,
    PartnerClient,
    Profile,
    Role,
    Status,
    load_profile,
)
from sdconvert.partner.types import ROLE_WORDS

F = TypeVar("F", bound=Callable[..., Any])

_STATED = (
    *("url", "client_id", "user_id", "algorithm", "certificates"),
    *("read_timeout", "total_time", "attempts", "least_version"),
)
_DOCUMENT = (
    *("description", "group_id", "role", "status", "supplemental"),
    *("email", "firstname", "lastname", "company", "section_history"),
)
_PERSON = {"email": "e-mail address", "firstname": "first name", "lastname": "last name", "company": "company"}
_LOUD = "everybody's certificate is trusted: anybody can read along."
_TOLD_ELSEWHERE = ("The server's certificate is not verified", "Unverified HTTPS request", "The HMAC key is")
"""Warnings of libraries: of --insecure, which the command warns of, and of a short secret, which is as it is."""
_SIGNED_IN = {"/partner/authenticate": {"adminAccessToken": "not-asked-for"}}


@dataclass(frozen=True, slots=True)
class PartnerConnection:
    """Who calls, and how. With `is_dry`, requests are shown and not sent."""

    profile: Profile
    is_insecure: bool = False
    is_dry: bool = False

    @contextmanager
    def client(self, assumed: Mapping[str, Any] | None = None, *, pace: Pace | None = None) -> Iterator[PartnerClient]:
        """The client. A dry run ends with the first request whose answer is not `assumed`: JSON by path."""
        if self.is_insecure:
            echo(f"sdconvert: warning: {_LOUD}", err=True)
        transport = {"transport": DryTransport({**_SIGNED_IN, **(assumed or {})})} if self.is_dry else {}
        with warnings.catch_warnings():
            for words in _TOLD_ELSEWHERE:
                warnings.filterwarnings("ignore", message=words)
            with self.profile.client(check=check_import, insecure=self.is_insecure, pace=pace, **transport) as client:
                try:
                    yield client
                except RequestShown:
                    sys.exit(0)


def connection_options(command: Command) -> Command:
    """Adds the options of a connection to a command, which gets a `PartnerConnection`."""

    @wraps(command)
    def with_connection(*arguments: Any, **values: Any) -> Any:
        stated = {name: values.pop(name) for name in _STATED}
        profile = load_profile(values.pop("profile"), file=values.pop("config"), **stated)
        connection = PartnerConnection(profile, values.pop("insecure"), values.pop("dry_run"))
        return command(*arguments, connection=connection, **values)

    options = (
        click.option(
            "--profile",
            metavar="NAME",
            envvar="SDCONVERT_PROFILE",
            shell_complete=complete_profiles,
            help="A profile of the configuration file, such as live or sandbox.  [env: SDCONVERT_PROFILE]",
        ),
        click.option(
            "--config",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="The configuration file with profiles.  [env: SDCONVERT_CONFIG]",
        ),
        click.option("--url", metavar="URL", help="The address of the server.  [env: SDCONVERT_URL]"),
        click.option("--client-id", metavar="ID", help="The client id.  [env: SDCONVERT_CLIENT_ID]"),
        click.option("--user-id", metavar="ID", help="The acting user's id.  [env: SDCONVERT_USER_ID]"),
        click.option(
            "--algorithm",
            type=click.Choice([str(one) for one in Algorithm]),
            help="How tokens are signed.  [env: SDCONVERT_ALGORITHM; default: HS256]",
        ),
        click.option(
            "--ca",
            "certificates",
            metavar="FILE",
            help="CA certificates to trust, or `system` for the operating system's.  [env: SDCONVERT_CERTIFICATES]",
        ),
        click.option("--insecure", is_flag=True, help="Trust any certificate. Anybody can read along."),
        click.option(
            "--read-timeout",
            type=click.FloatRange(0.1),
            metavar="SECONDS",
            help="How long a byte is waited for.  [env: SDCONVERT_READ_TIMEOUT; default: 60]",
        ),
        click.option(
            "--total-time",
            type=click.FloatRange(0.1),
            metavar="SECONDS",
            help="How long a call that fails is made again.  [env: SDCONVERT_TOTAL_TIME; default: 180]",
        ),
        click.option(
            "--attempts",
            type=click.IntRange(1),
            metavar="N",
            help="How often a call is tried at most.  [env: SDCONVERT_ATTEMPTS; default: 5]",
        ),
        click.option(
            "--least-version",
            metavar="VERSION",
            help="Refuse a server with an older API.  [env: SDCONVERT_LEAST_VERSION; default: 2.6.0.0]",
        ),
        dry_run_option,
    )
    return with_options(with_connection, options)


ROLE_HELP = "What the user may do.  [env: SDCONVERT_ROLE; default: editor]"


section_history_option = click.option(
    "--section-history/--no-section-history",
    default=True,
    show_default=True,
    help="Whether the user sees the history.",
)


def document_options(command: Command) -> Command:
    """Adds the options of a new document, but for `--title`, to a command below `connection_options`, which gets a
    function `describe` that makes a `NewDocument` of a title, and of a group where the document has one of its own."""

    @wraps(command)
    def with_document(*arguments: Any, connection: PartnerConnection, **values: Any) -> Any:
        chosen = {name: values.pop(name) for name in _DOCUMENT}

        def describe(title: str, group_id: str | None = None) -> NewDocument:
            return _document(connection.profile, title, chosen, group_id)

        return command(*arguments, connection=connection, describe=describe, **values)

    options = (
        click.option("--description", default="", help="The description, at most 400 characters."),
        click.option(
            "--group",
            "group_id",
            metavar="ID",
            envvar="SDCONVERT_GROUP_ID",
            help="The group.  [env: SDCONVERT_GROUP_ID]",
        ),
        click.option("--role", type=click.Choice(ROLE_WORDS), envvar="SDCONVERT_ROLE", help=ROLE_HELP),
        click.option(
            "--status",
            type=click.Choice([str(s) for s in Status]),
            default=str(Status.DRAFT),
            show_default=True,
            help="A draft is seen by its creator only.",
        ),
        click.option("--supplemental", help="A text of your own that is kept with the document."),
        *person_options(),
        section_history_option,
    )
    return with_options(with_document, options)


def person_options() -> tuple[Callable[[F], F], ...]:
    """The options of a user, for commands that overwrite what the service knows of them."""
    return tuple(
        click.option(
            f"--{name}",
            envvar=f"SDCONVERT_{name.upper()}",
            help=f"The acting user's {words}.  [env: SDCONVERT_{name.upper()}]",
        )
        for name, words in _PERSON.items()
    )


def _document(profile: Profile, title: str, chosen: Mapping[str, Any], own_group: str | None) -> NewDocument:
    user = profile.user(**{name: chosen[name] for name in _PERSON})
    group = own_group or chosen["group_id"] or profile.group_id
    if not group:
        raise BadConfiguration("The group of the document is not known. Name it by --group, or set SDCONVERT_GROUP_ID.")
    return NewDocument(
        user,
        title,
        group,
        chosen["role"] or profile.role or Role.EDITOR,
        chosen["description"],
        chosen["section_history"],
        chosen["supplemental"],
        chosen["status"],
    )


def read_ids(arguments: tuple[str, ...], lists: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The ids that the arguments and lists name, each once; `-` stands for those in standard input. A list is the JSON
    of `api list` or of an upload, or has one on a line.

    Raises: UnreadableInput; click.UsageError when none is named, or standard input twice.
    """
    check_stdin(*arguments, *lists)
    if not arguments and not lists:
        raise click.UsageError("Name documents: ID, or a list with --from-file.")
    named = [id for one in arguments for id in (_ids_in(sys.stdin.read()) if one == str(DASH) else [one])]
    listed = [id for name in lists for id in _ids_in("\n".join(read_lists([name])))]
    return tuple(dict.fromkeys([*named, *listed]))


def _ids_in(text: str) -> list[str]:
    if not text.lstrip().startswith(("[", "{")):
        return text.split()
    try:
        value = json.loads(text)
        rows = value if isinstance(value, list) else value.get("documents", value.get("files", [value]))
        return [str(row["id"] if "id" in row else row["documentId"]) for row in rows if not row.get("error")]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableInput("What should be a list of documents is none.") from error
