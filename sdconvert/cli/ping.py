"""`sdconvert ping` and `sdconvert whoami`: whether the settings of a connection are right."""

from __future__ import annotations

import click

from sdconvert.cli.connection import PartnerConnection, connection_options
from sdconvert.cli.output import echo, echo_json
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option


@click.command(cls=SharedCommand)
@json_option("`url`, `apiVersion` and `seconds`")
@connection_options
def ping(connection: PartnerConnection, as_json: bool) -> None:
    """Check the address and the credentials of a server with a call that changes nothing.

    Exit code: 0 it answered, 2 it did not or refused.

    \b
    sdconvert ping --profile sandbox
    """
    with connection.client() as client:
        answer = client.ping()
    if as_json:
        echo_json(
            {"url": connection.profile.url, "apiVersion": answer.api_version, "seconds": round(answer.seconds, 3)}
        )
    else:
        version = f", API version {answer.api_version}" if answer.api_version else ""
        echo(f"{connection.profile.url} answered in {answer.seconds:.2f} s{version}.")


@click.command(cls=SharedCommand)
@json_option("`url`, `apiVersion`, `clientId`, `userId`, `groupId`, and the person by the API's names")
@connection_options
def whoami(connection: PartnerConnection, as_json: bool) -> None:
    """Show which server is called and by whom, after a call that shows that the server takes it.

    Exit code: 0 the server takes the credentials, 2 it does not.

    \b
    sdconvert whoami --profile sandbox --json
    """
    with connection.client() as client:
        answer = client.ping()
    profile = connection.profile
    facts = {
        "url": profile.url,
        "apiVersion": answer.api_version,
        "clientId": profile.client_id,
        "userId": profile.user_id,
        "groupId": profile.group_id,
        **profile.person,
    }
    if as_json:
        echo_json(facts)
    else:
        echo(*(f"{name:<11} {value}" for name, value in facts.items() if value))
