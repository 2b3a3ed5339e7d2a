"""`sdconvert api`: a command for each call of the Partner API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

import click

from sdconvert.cli.browser import show
from sdconvert.cli.columns import Column, columns
from sdconvert.cli.connection import (
    Connection,
    connection_options,
    document_options,
    echo_json,
    person_options,
    read_ids,
)
from sdconvert.cli.download import Export, export_options, parse_word_settings
from sdconvert.partner import (
    Access,
    DocumentInfo,
    GroupCounts,
    Metadata,
    NewDocument,
    PartnerClient,
    Role,
    UnseenCounts,
)

_LAYOUT = (
    Column("ID"),
    Column("TITLE", least=12, is_cut=True),
    Column("STATUS"),
    Column("GROUP", least=8, is_cut=True),
    Column("CREATOR", least=8, is_cut=True),
    Column("CREATED"),
    Column("NOTES"),
)
_LEAST_WIDTH = 100
_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def api() -> None:
    """Make a call of the Partner API.

    Exit codes: 0 done, 2 refused, failed or unreachable.
    """


@api.command()
@_json_option
@connection_options
@document_options
def create(connection: Connection, described: Callable[[str], NewDocument], as_json: bool) -> None:
    """Create an empty document; give its --title."""
    with connection.client() as client:
        _show_access(client.create(described("")), as_json)


@api.command(name="open")
@click.argument("id")
@click.option("--role", type=click.Choice([str(role) for role in Role]), help="Default: editor.")
@click.option("--section-history/--no-section-history", default=True, help="Whether the user sees the history.")
@click.option("--browser", is_flag=True, help="Show the document in the browser.")
@_json_option
@connection_options
def open_document(
    connection: Connection,
    id: str,
    role: str | None,
    section_history: bool,
    browser: bool,
    as_json: bool,
    **person: str | None,
) -> None:
    """Get a link into a document; it works once, for one minute."""
    user = connection.profile.user(**person)
    chosen = role or connection.profile.role or Role.EDITOR
    with connection.client() as client:
        access = client.open(id, user, chosen, section_history=section_history)
    if not browser:
        _show_access(access, as_json)
    elif not show(access.link):
        raise click.ClickException("No browser followed the link.")


for _option in person_options():
    open_document = _option(open_document)


@api.command()
@click.argument("id")
@click.option("--for", "user", metavar="ID", help="Whose unseen changes are told.")
@_json_option
@connection_options
def info(connection: Connection, id: str, user: str | None, as_json: bool) -> None:
    """Show what is known of a document."""
    with connection.client() as client:
        found = client.info(id, user)
    if as_json:
        echo_json(found.as_json())
    else:
        click.echo("\n".join(f"{name:<29} {value}" for name, value in found.as_json().items()))


@api.command(name="list")
@click.option("--group", "group_id", metavar="ID", help="A group: its documents in review.")
@click.option("--user", "user", metavar="ID", help="A user: the own drafts. With --group: both.")
@click.option("--user-sd", "user_sd", metavar="ID", help="A user by the service's own id.")
@_json_option
@connection_options
def list_documents(
    connection: Connection, group_id: str | None, user: str | None, user_sd: str | None, as_json: bool
) -> None:
    """List documents: of a group, of a user, or both. Without any, those of the acting user."""
    if not (group_id or user or user_sd):
        user = connection.profile.user_id or None
    with connection.client() as client:
        _show_documents(client.list_documents(group_id=group_id, user_id=user, user_id_sd=user_sd), as_json)


@api.command()
@click.option("--user", "user", metavar="ID", help="Default: the acting user.")
@click.option("--count", is_flag=True, help="Only how many, in all and for each group.")
@_json_option
@connection_options
def unseen(connection: Connection, user: str | None, count: bool, as_json: bool) -> None:
    """List the documents with changes that a user has not seen."""
    whose = user or connection.profile.user_id
    with connection.client() as client:
        if count:
            _show_counts(client, whose, as_json)
        else:
            _show_documents(client.unseen_list(whose), as_json)


def _show_counts(client: PartnerClient, user: str, as_json: bool) -> None:
    counts = client.unseen_count(user)
    rows: list[tuple[str, UnseenCounts | GroupCounts]] = [
        ("all", counts),
        *[(group.group_id, group) for group in counts.groups],
    ]
    if as_json:
        names = ("numWithAnyChange", "numWithConversationChange", "numWithSectionChange")
        values = [
            dict(zip(names, (one.any_change, one.conversation_change, one.section_change), strict=True))
            for _, one in rows
        ]
        groups = [{**value, "groupId": name} for (name, _), value in zip(rows[1:], values[1:], strict=True)]
        echo_json({**values[0], "groups": groups})
    else:
        layout = (Column("GROUP"), *(Column(title, is_number=True) for title in ("ANY", "CONVERSATIONS", "SECTIONS")))
        texts = [
            [name, str(one.any_change), str(one.conversation_change), str(one.section_change)] for name, one in rows
        ]
        click.echo("\n".join(columns(layout, texts, _width())))


@api.command()
@click.argument("id")
@click.option("--title")
@click.option("--description")
@click.option("--subtitle")
@click.option("--filename")
@click.option("--footer")
@click.option("--supplemental", help="Replaces the fingerprint of the import as well.")
@click.option("--tag", "tags", multiple=True, help="May be repeated; all tags are replaced.")
@connection_options
def metadata(connection: Connection, id: str, tags: tuple[str, ...], **changes: Any) -> None:
    """Change some of a document's metadata."""
    with connection.client() as client:
        client.update_metadata(id, Metadata(tags=tags or None, **changes))


@api.command()
@click.argument("id")
@click.option("--title", required=True)
@click.option("--description", default="")
@click.option("--creator", metavar="ID", help="Whose draft the copy becomes. Default: the acting user.")
@_json_option
@connection_options
def duplicate(
    connection: Connection, id: str, title: str, description: str, creator: str | None, as_json: bool
) -> None:
    """Copy a document; the copy is a draft."""
    with connection.client() as client:
        copy = client.duplicate(id, title, creator or connection.profile.user_id, description)
    if as_json:
        echo_json({"documentId": copy})
    else:
        click.echo(copy)


def _for_each(action: Callable[[PartnerClient, str], None]) -> Callable[..., None]:
    def run(connection: Connection, ids: tuple[str, ...]) -> None:
        with connection.client() as client:
            for id in read_ids(ids):
                action(client, id)

    return run


def _state_command(name: str, help: str, action: Callable[[PartnerClient, str], None]) -> None:
    argument = click.argument("ids", nargs=-1, required=True, metavar="ID...")
    api.command(name=name, help=f"{help} `-` takes ids from standard input.")(
        argument(connection_options(_for_each(action)))
    )


_state_command("review", "Put documents into review; there is no way back.", PartnerClient.review)
_state_command("archive", "Archive documents: they cannot be opened.", PartnerClient.archive)
_state_command("unarchive", "Bring archived documents back.", PartnerClient.unarchive)
_state_command("delete", "Delete drafts.", PartnerClient.delete)


@api.command()
@_json_option
@connection_options
def templates(connection: Connection, as_json: bool) -> None:
    """List the templates for Word exports."""
    with connection.client() as client:
        found = client.word_templates()
    if as_json:
        echo_json([{"id": one.id, "name": one.name, "description": one.description} for one in found])
    else:
        layout = (Column("ID"), Column("NAME"), Column("DESCRIPTION", least=20))
        click.echo("\n".join(columns(layout, [[one.id, one.name, one.description] for one in found], _width())))


@api.command()
@click.argument("id")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@export_options
@connection_options
def export(connection: Connection, id: str, target: Path, settings: Path | None, **options: Any) -> None:
    """Export one document to the file TARGET."""
    wanted = Export(settings=parse_word_settings(settings), **options)
    with connection.client() as client:
        click.echo(f"{id} -> {wanted.save(client, id, target)}", err=True)


def _show_access(access: Access, as_json: bool) -> None:
    if as_json:
        echo_json({"documentId": access.document_id, "userIdSD": access.user_id_sd, "documentAccessLink": access.link})
    else:
        click.echo(f"{access.document_id}\nopen within a minute: {access.link}")


def _show_documents(documents: Sequence[DocumentInfo], as_json: bool) -> None:
    if as_json:
        echo_json([document.as_json() for document in documents])
    else:
        click.echo("\n".join(columns(_LAYOUT, [_row(document) for document in documents], _width())))


def _row(document: DocumentInfo) -> list[str]:
    notes = [
        words
        for words, is_so in (
            ("archived", document.is_archived),
            ("unread", document.has_unread_section_changes or document.has_unread_conversation_changes),
        )
        if is_so
    ]
    created = datetime.fromtimestamp(document.created, UTC).strftime("%Y-%m-%d") if document.created else ""
    return [
        document.id,
        document.title,
        document.status,
        document.group_id,
        document.creator_id,
        created,
        ", ".join(notes),
    ]


def _width() -> int:
    return max(_LEAST_WIDTH, get_terminal_size().columns)
