"""`sdconvert api`: a command for each call of the Partner API."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sdconvert.cli.api_output import show_access, show_counts, show_documents, show_information, show_templates
from sdconvert.cli.browser import show
from sdconvert.cli.connection import (
    ROLE_HELP,
    PartnerConnection,
    connection_options,
    document_options,
    person_options,
    read_ids,
    section_history_option,
)
from sdconvert.cli.download import ASSUMED, ExportPaths, check_name, export_from, export_options, file_for
from sdconvert.cli.groups import Group
from sdconvert.cli.items import Done, process_each
from sdconvert.cli.option_groups import with_options
from sdconvert.cli.output import echo, echo_json
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option, list_option, output_option
from sdconvert.cli.stdio import DASH, check_stdout, check_terminal, write_result
from sdconvert.errors import PartnerError
from sdconvert.partner import MetadataChanges, NewDocument, PartnerClient, Role
from sdconvert.partner.types import ROLE_WORDS

_access_json = json_option("`documentId`, `documentAccessLink` and what else the server says of the way in")
_documents_json = json_option("`documents` with `id`, `title`, `status` and all else that the server says of each")


class _CallGroup(Group):
    command_class = SharedCommand


@click.group(cls=_CallGroup)
def api() -> None:
    """Make a call of the Partner API. Imports are made by `sdconvert upload`.

    Exit code: 0 done, 2 refused, failed or unreachable.
    """


@api.command()
@click.option("--title", required=True, help="The title, at most 200 characters.")
@_access_json
@connection_options
@document_options
def create(connection: PartnerConnection, describe: Callable[[str], NewDocument], title: str, as_json: bool) -> None:
    """Create an empty document, and get a link into it.

    \b
    sdconvert api create --title Contract --group ID
    """
    with connection.client() as client:
        show_access(client.create(describe(title)), as_json)


@api.command(name="open")
@click.argument("id")
@click.option("--role", type=click.Choice(ROLE_WORDS), help=ROLE_HELP)
@section_history_option
@click.option(
    "--browser/--no-browser",
    default=False,
    show_default=True,
    help="Show the document in the browser, or print the link.",
)
@_access_json
@connection_options
def open_document(
    connection: PartnerConnection,
    id: str,
    role: str | None,
    section_history: bool,
    browser: bool,
    as_json: bool,
    **person: str | None,
) -> None:
    """Get a link into a document; it works once, for one minute.

    \b
    sdconvert api open ID --browser
    """
    user = connection.profile.user(**person)
    chosen = role or connection.profile.role or Role.EDITOR
    with connection.client() as client:
        access = client.open(id, user, chosen, section_history=section_history)
    if not browser:
        show_access(access, as_json)
    elif not show(access.link):
        raise PartnerError("No browser followed the link; run the command without --browser to see it.")


for _option in person_options():
    open_document = _option(open_document)


@api.command()
@click.argument("id")
@click.option("--user", metavar="ID", help="Whose unseen changes are told.")
@json_option("what the server says of the document: `id`, `title`, `status`, `groupId` …")
@connection_options
def info(connection: PartnerConnection, id: str, user: str | None, as_json: bool) -> None:
    """Show what is known of a document.

    \b
    sdconvert api info ID
    """
    with connection.client() as client:
        found = client.info(id, user)
    show_information(found, as_json)


@api.command(name="list")
@click.option("--group", "group_id", metavar="ID", help="A group: its documents in review.")
@click.option("--user", "user", metavar="ID", help="A user: the own drafts. With --group: both.")
@click.option("--user-sd", "user_sd", metavar="ID", help="A user by the service's own id.")
@_documents_json
@connection_options
def list_documents(
    connection: PartnerConnection, group_id: str | None, user: str | None, user_sd: str | None, as_json: bool
) -> None:
    """List documents: of a group, of a user, or both. Without any, those of the acting user.

    \b
    sdconvert api list --group ID --user ID
    sdconvert api list --group ID --json | sdconvert api archive -
    """
    if not (group_id or user or user_sd):
        user = connection.profile.user_id or None
    with connection.client() as client:
        show_documents(client.list_documents(group_id=group_id, user_id=user, user_id_sd=user_sd), as_json)


@api.command()
@click.option("--user", "user", metavar="ID", help="Whose changes. Default: the acting user.")
@click.option("--count", is_flag=True, help="Only how many, in all and for each group.")
@json_option("`documents` as for `api list`; with --count, the counts, in all and for each group")
@connection_options
def unseen(connection: PartnerConnection, user: str | None, count: bool, as_json: bool) -> None:
    """List the documents with changes that a user has not seen.

    \b
    sdconvert api unseen --count
    """
    whose = user or connection.profile.user_id
    with connection.client() as client:
        if count:
            show_counts(client.unseen_count(whose), as_json)
        else:
            show_documents(client.unseen_list(whose), as_json)


@api.command()
@click.argument("id")
@click.option("--title", help="At most 200 characters.")
@click.option("--description", help="At most 400 characters; '' empties it, as it does the others.")
@click.option("--subtitle", help="The subtitle.")
@click.option("--filename", help="The file name.")
@click.option("--footer", help="The footer.")
@click.option("--supplemental", help="At most 400 characters. Replaces the fingerprint of the import as well.")
@click.option("--tag", "tags", multiple=True, help="May be repeated; all tags are replaced.")
@click.option("--no-tags", is_flag=True, help="Take all tags away.")
@json_option("`documentId`, and `changed` with what was sent")
@connection_options
def metadata(
    connection: PartnerConnection, id: str, tags: tuple[str, ...], no_tags: bool, as_json: bool, **changes: Any
) -> None:
    """Change some of a document's metadata; what is not named stays.

    \b
    sdconvert api metadata ID --title "A new title" --tag draft --tag 2026 --subtitle ''
    """
    if tags and no_tags:
        raise click.UsageError("Give --tag or --no-tags, not both.")
    wanted = MetadataChanges(tags=() if no_tags else tags or None, **changes)
    with connection.client() as client:
        client.update_metadata(id, wanted)
    if as_json:
        echo_json({"documentId": id, "changed": wanted.as_json()})
    else:
        echo(f"{id}: {', '.join(wanted.as_json())} changed")


@api.command()
@click.argument("id")
@click.option("--title", required=True, help="The title of the copy, at most 200 characters.")
@click.option("--description", default="", help="The description of the copy.")
@click.option("--creator", metavar="ID", help="Whose draft the copy becomes. Default: the acting user.")
@json_option("`documentId` of the copy")
@connection_options
def duplicate(
    connection: PartnerConnection, id: str, title: str, description: str, creator: str | None, as_json: bool
) -> None:
    """Copy a document; the copy is a draft.

    \b
    sdconvert api duplicate ID --title "A copy"
    """
    with connection.client() as client:
        copy = client.duplicate(id, title, creator or connection.profile.user_id, description)
    if as_json:
        echo_json({"documentId": copy})
    else:
        echo(copy)


def _for_each(action: Callable[[PartnerClient, str], None], state: str) -> Callable[..., None]:
    def run(connection: PartnerConnection, ids: tuple[str, ...], lists: tuple[str, ...], as_json: bool) -> None:
        wanted = read_ids(ids, lists)
        with connection.client() as client:

            def work(id: str) -> Done:
                action(client, id)
                return Done({"documentId": id, "done": state}, [f"{id} {state}"])

            errors = process_each(connection, "documentId", wanted, work, as_json)
        click.get_current_context().exit(2 if errors else 0)

    return run


def _state_command(name: str, help: str, action: Callable[[PartnerClient, str], None], state: str) -> None:
    options = (
        click.argument("ids", nargs=-1, metavar="[ID]..."),
        list_option,
        json_option("`documents` with `documentId`, `done` and `error`; `summary`"),
        connection_options,
    )
    words = f"{help} `-` takes ids from standard input; one that fails does not stop the others."
    examples = f"\b\nsdconvert api {name} ID\nsdconvert api list --group ID --json | sdconvert api {name} -"
    command = with_options(_for_each(action, state), options)
    api.command(name=name, help=f"{words}\n\n{examples}", short_help=help)(command)


_state_command("review", "Put documents into review; there is no way back.", PartnerClient.review, "in review")
_state_command("archive", "Archive documents: they cannot be opened.", PartnerClient.archive, "archived")
_state_command("unarchive", "Bring archived documents back.", PartnerClient.unarchive, "unarchived")
_state_command("delete", "Delete drafts.", PartnerClient.delete, "deleted")


@api.command()
@json_option("`templates` with `id`, `name` and `description`")
@connection_options
def templates(connection: PartnerConnection, as_json: bool) -> None:
    """List the templates for Word exports.

    \b
    sdconvert api templates
    """
    with connection.client() as client:
        found = client.word_templates()
    show_templates(found, as_json)


@api.command()
@click.argument("id")
@output_option("The file to write; - is standard output.", is_required=True)
@json_option("`documentId` and `output`")
@export_options
@connection_options
def export(connection: PartnerConnection, id: str, output: Path, force: bool, as_json: bool, **options: Any) -> None:
    """Export one document into a file.

    \b
    sdconvert api export ID -o contract.docx
    """
    wanted = export_from(**options)
    check_stdout(output, as_json=as_json)
    check_terminal(output)
    check_name(output, wanted.form)
    if output != DASH:
        ExportPaths(output).check(force or connection.is_dry)
    with connection.client(ASSUMED) as client, file_for(output, wanted.form) as target:
        wanted.save(client, id, target)
        if output == DASH:
            write_result(output, target.read_bytes())
    if as_json:
        echo_json({"documentId": id, "output": str(output)})
    elif output != DASH:
        echo(f"{id} -> {output}")
