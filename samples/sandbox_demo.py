"""Rehearse the whole integration without an account: start a sandbox, upload a sample, export it, stop the sandbox."""

from __future__ import annotations

import argparse
from pathlib import Path

from sdconvert.partner import NewDocument, PartnerClient, User
from sdconvert.sandbox.server import start

SAMPLE = Path(__file__).parent / "docx" / "contract-de.docx"


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    user = User("demo-1", "demo@example.org", "Dana", "Demo", "Example Ltd")
    with start() as sandbox:
        credentials = sandbox.credentials
        with PartnerClient(sandbox.url, credentials.client_id, credentials.client_secret, user_id="demo-1") as client:
            imported = client.upload(SAMPLE, NewDocument(user, "A contract", "demo"))
            print(f"{SAMPLE.name} is document {imported.document_id} of the sandbox")
            package = client.export_sdxml(imported.document_id, folder / "from-the-sandbox.zip")
            page = client.export_html(imported.document_id, folder / "from-the-sandbox-html.zip")
            template = client.word_templates()[0]
            word = client.export_word(imported.document_id, folder / "from-the-sandbox.docx", template.id)
        for path in (package, page, word):
            print(f"exported {path.name}: {path.stat().st_size:,} bytes")
    print("the sandbox is stopped")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Rehearse the Partner API on a sandbox: a sample up, and back.")
    parser.add_argument("folder", type=Path, help="where the exports are written")
    main(parser.parse_args().folder)
