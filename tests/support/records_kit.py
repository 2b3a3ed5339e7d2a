"""The whole way from records to documents on this machine: both record servers, the command line and a sandbox."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from lxml import html
from source_servers import both_served

from sdconvert.archive import read_archive
from sdconvert.cli.main import cli
from sdconvert.partner import DocumentInfo, PartnerClient
from sdconvert.sandbox.server import start

SAMPLES = Path(__file__).parents[2] / "samples" / "merge"
PERSON = {"USER_ID": "u-1", "EMAIL": "a@b.c", "FIRSTNAME": "Ann", "LASTNAME": "Ö", "COMPANY": "Co", "GROUP_ID": "all"}
BATCH = ("--steps", "validate,convert,upload", "--progress", "none", "--jobs", "1")


@dataclass
class Way:
    """Commands in an environment that names the servers, and what the sandbox has after them."""

    environment: dict[str, str]
    client: PartnerClient
    folder: Path

    def __call__(self, *arguments: str | Path) -> Result:
        """Runs a command that has to succeed."""
        result = self.tried(*arguments)
        assert result.exit_code == 0, (result.output, result.exception)
        return result

    def tried(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(cli, [str(one) for one in arguments], env=self.environment, prog_name="sdconvert")

    def batch(self, documents: Path, *more: str | Path) -> Result:
        """Uploads what `merge` made, with its list."""
        listed = documents / "documents.jsonl"
        return self("batch", "run", documents, "-o", self.folder / "packages", "--documents", listed, *BATCH, *more)

    def documents(self) -> dict[str, DocumentInfo]:
        """The drafts in the sandbox by their titles, which have to differ."""
        listed = self.client.list_documents(user_id="u-1")
        found = {info.title: info for info in listed}
        assert len(found) == len(listed)
        return found

    def text(self, document_id: str) -> str:
        """The whole text of the exported HTML."""
        path = self.client.export_html(document_id, self.folder / "exported.zip")
        page = html.fromstring(read_archive(path.read_bytes())["index.html"])
        return "".join(page.find("body").itertext())


@contextmanager
def whole_way(folder: Path) -> Iterator[Way]:
    """Servers and a sandbox; the command line has no settings but theirs."""
    with both_served() as settings, start() as sandbox:
        credentials = sandbox.credentials
        of_sandbox = {
            "URL": sandbox.url,
            "CLIENT_ID": credentials.client_id,
            "CLIENT_SECRET": credentials.client_secret,
            **PERSON,
        }
        environment = {
            "XDG_CONFIG_HOME": str(folder / "no-settings"),
            **settings,
            **{f"SDCONVERT_{name}": value for name, value in of_sandbox.items()},
        }
        with PartnerClient(sandbox.url, credentials.client_id, credentials.client_secret, user_id="u-1") as client:
            yield Way(environment, client, folder)


def rows(folder: Path) -> list[dict[str, Any]]:
    """What `merge` lists of the documents of a folder."""
    return [json.loads(line) for line in (folder / "documents.jsonl").read_text("utf-8").splitlines()]
