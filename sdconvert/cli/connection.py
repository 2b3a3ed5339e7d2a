"""The options that say which server is called, by whom, and for which new document."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from sdconvert.errors import UnreadableInput
from sdconvert.exchange import refusals
from sdconvert.http.secret import redact
from sdconvert.http.transport import Answer, Request, Timeouts
from sdconvert.partner import (
    MultipartBody,
    NewDocument,
    PartnerClient,
    Profile,
    RetryPolicy,
    Role,
    Status,
    load_profile,
)

F = TypeVar("F", bound=Callable[..., Any])

_HIDDEN_HEADERS = frozenset({"authorization", "x-api-key"})
_SETTINGS = (
    "profile",
    "config",
    "url",
    "client_id",
    "user_id",
    "ca",
    "insecure",
    "read_timeout",
    "attempts",
    "dry_run",
)
_DOCUMENT = (
    *("title", "description", "group_id", "role", "status", "supplemental"),
    *("email", "firstname", "lastname", "company", "section_history"),
)


@dataclass(frozen=True, slots=True)
class Connection:
    """Who calls, and how. With `is_dry`, requests are shown and not sent."""

    profile: Profile
    options: Mapping[str, Any]
    is_dry: bool = False

    @contextmanager
    def client(self) -> Iterator[PartnerClient]:
        """The client. A dry run ends with the first request that would change something or give an answer."""
        transport = {"transport": ShownRequests()} if self.is_dry else {}
        with self.profile.client(check=refusals, **self.options, **transport) as client:
            try:
                yield client
            except Shown:
                sys.exit(0)


def connection_options(command: F) -> F:
    """Adds the options of a connection to a command, which gets a `Connection`."""

    @wraps(command)
    def with_connection(*arguments: Any, **values: Any) -> Any:
        chosen = {name: values.pop(name) for name in _SETTINGS}
        return command(*arguments, connection=_connection(**chosen), **values)

    options = (
        click.option("--profile", metavar="NAME", help="A profile of the configuration file, such as live or sandbox."),
        click.option(
            "--config", type=click.Path(dir_okay=False, path_type=Path), help="The configuration file with profiles."
        ),
        click.option("--url", metavar="URL", help="The address of the server.  [env: SDCONVERT_URL]"),
        click.option("--client-id", metavar="ID", help="The client id.  [env: SDCONVERT_CLIENT_ID]"),
        click.option("--user-id", metavar="ID", help="The acting user's id.  [env: SDCONVERT_USER_ID]"),
        click.option("--ca", metavar="FILE", help="CA certificates to trust, or `system` for the operating system's."),
        click.option("--insecure", is_flag=True, help="Trust any certificate. Anybody can read along."),
        click.option(
            "--read-timeout",
            type=click.FloatRange(0.1),
            default=60.0,
            show_default=True,
            help="Seconds without a byte.",
        ),
        click.option(
            "--attempts", type=click.IntRange(1), default=5, show_default=True, help="How often a call is tried."
        ),
        click.option("--dry-run", is_flag=True, help="Show the request without its secrets, and send nothing."),
    )
    return _with(options, with_connection)  # type: ignore[return-value]


def _connection(
    profile: str | None,
    config: Path | None,
    url: str | None,
    client_id: str | None,
    user_id: str | None,
    ca: str | None,
    insecure: bool,
    read_timeout: float,
    attempts: int,
    dry_run: bool,
) -> Connection:
    loaded = load_profile(profile, file=config, url=url, client_id=client_id, user_id=user_id, certificates=ca)
    options = {
        "insecure": insecure,
        "timeouts": replace(Timeouts(), read=read_timeout, work=max(read_timeout, Timeouts().work)),
        "retries": RetryPolicy(attempts=attempts),
    }
    return Connection(loaded, options, dry_run)


def document_options(command: F) -> F:
    """Adds the options of a new document to a command below `connection_options`, which gets a function `described`
    that makes a `NewDocument` of a title."""

    @wraps(command)
    def with_document(*arguments: Any, connection: Connection, **values: Any) -> Any:
        chosen = {name: values.pop(name) for name in _DOCUMENT}

        def described(title: str) -> NewDocument:
            return _document(connection.profile, title, chosen)

        return command(*arguments, connection=connection, described=described, **values)

    options = (
        click.option("--title", help="The title. Default: the name of the file without its suffix."),
        click.option("--description", default="", help="The description."),
        click.option("--group", "group_id", metavar="ID", help="The group.  [env: SDCONVERT_GROUP_ID]"),
        click.option("--role", type=click.Choice([str(role) for role in Role]), help="Default: editor."),
        click.option(
            "--status", type=click.Choice([str(s) for s in Status]), default=str(Status.DRAFT), show_default=True
        ),
        click.option("--supplemental", help="A text of your own that is kept with the document."),
        *person_options(),
        click.option("--section-history/--no-section-history", default=True, help="Whether the user sees the history."),
    )
    return _with(options, with_document)  # type: ignore[return-value]


def person_options() -> tuple[Callable[[F], F], ...]:
    """The options of a user, for commands that overwrite what the service knows of them."""
    return tuple(
        click.option(f"--{name}", help=f"Of the acting user.  [env: SDCONVERT_{name.upper()}]")
        for name in ("email", "firstname", "lastname", "company")
    )


def _document(profile: Profile, usual_title: str, chosen: Mapping[str, Any]) -> NewDocument:
    person = {name: chosen[name] for name in ("email", "firstname", "lastname", "company")}
    return NewDocument(
        profile.user(**person),
        chosen["title"] or usual_title,
        chosen["group_id"] or profile.group_id,
        chosen["role"] or profile.role or Role.EDITOR,
        chosen["description"],
        chosen["section_history"],
        chosen["supplemental"],
        chosen["status"],
    )


def _with(options: tuple[Callable[..., Any], ...], command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(options):
        command = option(command)
    return command


class Shown(Exception):
    """A request was shown instead of sent."""


class _NothingListed:
    """The answer to a list in a dry run."""

    status = 200
    headers: Mapping[str, str] = {}

    def chunks(self) -> Iterator[bytes]:
        yield b"[]"

    def close(self) -> None:
        """Nothing is open."""


class ShownRequests:
    """The transport of a dry run: it prints requests without their secrets. A list that an upload asks for is shown and
    taken to be empty."""

    def send(self, request: Request) -> Answer:
        """Raises: Shown."""
        click.echo(shown(request))
        if "/partner/documents/list" in request.url and "userId=" in request.url and "groupId=" in request.url:
            return _NothingListed()
        raise Shown

    def close(self) -> None:
        """Nothing is open."""


def shown(request: Request) -> str:
    """A request as text, its secrets left out."""
    headers = [
        f"{name}: {'•••' if name in _HIDDEN_HEADERS else value}" for name, value in sorted(request.headers.items())
    ]
    body = request.body
    if body is None:
        text = ""
    elif isinstance(body, bytes):
        text = json.dumps(json.loads(body), ensure_ascii=False, indent=2)
        text = re.sub(r'("password": )".*"', r'\1"•••"', text)
    else:
        assert isinstance(body, MultipartBody)
        headers.append(f"content-length: {len(body)}")
        text = f"data: {body.data}\nfile: {body.path.name}, {body.path.stat().st_size} bytes"
    return redact("\n".join([f"{request.method} {request.url}", *headers, "", text]).rstrip() + "\n")


def read_ids(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The ids that the arguments name; `-` stands for those in standard input: the JSON of a list, or one on a line.

    Raises: UnreadableInput.
    """
    return tuple(id for argument in arguments for id in (_ids_of_stdin() if argument == "-" else [argument]))


def _ids_of_stdin() -> list[str]:
    text = sys.stdin.read()
    if not text.lstrip().startswith(("[", "{")):
        return text.split()
    try:
        value = json.loads(text)
        return [str(item["id"]) for item in (value if isinstance(value, list) else [value])]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableInput("Standard input is no list of documents.") from error


def echo_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
