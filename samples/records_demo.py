"""Rehearse the way from records to documents without an account: `python samples/records_demo.py FOLDER`.

A stand-in of both record systems and a sandbox are started, records fetched, merged and uploaded, all of it twice, the
documents downloaded as HTML, and everything is stopped. Needs sdconvert[merge,batch,sandbox].
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sdconvert.sandbox.server import start

TEMPLATES = Path(__file__).parent / "merge"
RECORDS = {
    "/api/negotiations": {
        "data": [
            {
                "type": "negotiation",
                "id": "17",
                "attributes": {
                    "name": "Use of the shared driveway",
                    "description": "Right of way over plot 17 <front part>, maintenance & snow clearing.",
                    "your_role": "Owner of plot 16",
                    "other_party": "Owner of plot 17",
                    "party_waiting_on": None,
                    "session_number": 2,
                    "status": "agreed",
                    "last_update": "2026-11-18T14:22:31Z",
                },
            }
        ],
        "links": {"next": None},
    },
    "/tenant-api/v1/services/": [
        {"id": 7, "name": "Deep tissue massage", "duration": 60, "price": 9500},
        {"id": 9, "name": "Posture assessment", "duration": 45, "price": 120000},
    ],
    "/tenant-api/v1/customers/": [
        {"id": 42, "first_name": "Nora", "last_name": "Castellanos"},
        {"id": 57, "first_name": "Tomasz", "last_name": "Wójcik"},
    ],
    "/tenant-api/v1/bookings/": [
        {
            "id": 501,
            "status": "CONFIRMED",
            "start_time": "2026-12-07T10:00:00-05:00",
            "end_time": "2026-12-07T11:00:00-05:00",
            "created_at": "2026-11-20T09:12:44Z",
            "updated_at": "2026-11-21T17:03:10Z",
            "customer_id": 42,
            "service_id": 7,
        },
        {
            "id": 502,
            "status": "CANCELLED",
            "start_time": "2026-12-08T14:15:00-05:00",
            "end_time": "2026-12-08T15:00:00-05:00",
            "created_at": "2026-11-22T11:40:02Z",
            "updated_at": "2026-11-22T11:40:02Z",
            "customer_id": 57,
            "service_id": 9,
        },
    ],
}
COMMANDS = f"""
fetch smartsettle negotiations --ordering id -o negotiations.jsonl
fetch smoothschedule bookings --ordering start_time -o bookings.jsonl
fetch smoothschedule customers -o customers.jsonl
fetch smoothschedule services -o services.jsonl
merge {shlex.quote(str(TEMPLATES / "settlement-agreement.docx"))} --records negotiations.jsonl -o agreements \
    --missing error --name '{{id}}' --title 'Agreement: {{name}}' --description '{{description}}' --group legal \
    --supplemental 'negotiation {{id}}'
merge {shlex.quote(str(TEMPLATES / "booking-confirmation.docx"))} --records bookings.jsonl -o bookings --missing error \
    --join customer_id:customer=customers.jsonl --join 'service_id:services[]=services.jsonl' \
    --locale en_US --timezone America/New_York --currency USD \
    --name '{{id}}' --title 'Booking {{id}}' --supplemental 'booking {{id}}'
batch run agreements -o packages/agreements --steps validate,convert,upload --documents agreements/documents.jsonl
batch run bookings -o packages/bookings --steps validate,convert,upload --documents bookings/documents.jsonl
api list --user records
"""


class StandIn(BaseHTTPRequestHandler):
    """Answers with the records above; it looks at no token and knows no filter."""

    def do_GET(self) -> None:
        body = RECORDS.get(self.path.partition("?")[0])
        data = json.dumps(body if body is not None else {"error": "not_found"}).encode()
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: object) -> None:
        """Nothing is printed."""


@contextmanager
def record_systems() -> Iterator[dict[str, str]]:
    """Both record systems on this machine, and the settings that name them."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield {
            "SDCONVERT_SMARTSETTLE_URL": f"{url}/api",
            "SDCONVERT_SMARTSETTLE_EMAIL": "demo@example.org",
            "SDCONVERT_SMARTSETTLE_TOKEN": "demonstration",
            "SDCONVERT_SMOOTHSCHEDULE_URL": f"{url}/tenant-api/v1",
            "SDCONVERT_SMOOTHSCHEDULE_TOKEN": "ss_test_demonstration",
        }
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def sandbox() -> Iterator[dict[str, str]]:
    """A sandbox, and the settings that name it and the user that acts."""
    with start() as running:
        yield {
            "SDCONVERT_URL": running.url,
            "SDCONVERT_CLIENT_ID": running.credentials.client_id,
            "SDCONVERT_CLIENT_SECRET": running.credentials.client_secret,
            "SDCONVERT_USER_ID": "records",
            "SDCONVERT_EMAIL": "demo@example.org",
            "SDCONVERT_FIRSTNAME": "Dana",
            "SDCONVERT_LASTNAME": "Demo",
            "SDCONVERT_COMPANY": "Example Ltd",
            "SDCONVERT_GROUP_ID": "bookings",
        }


def sdconvert(command: list[str], folder: Path, settings: dict[str, str], shows: bool = True) -> str:
    """Run a command in the folder, and show it with what it says."""
    if shows:
        print(f"\n$ sdconvert {shlex.join(command)}", flush=True)
    others = {name: value for name, value in os.environ.items() if not name.startswith("SDCONVERT_")}
    environment = {**others, "XDG_CONFIG_HOME": str(folder / "no-settings"), **settings}
    whole = [sys.executable, "-m", "sdconvert", *command]
    done = subprocess.run(
        whole, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if shows or done.returncode:
        print(done.stdout, end="", flush=True)
    if done.returncode:
        sys.exit(f"It ended with {done.returncode}.")
    return done.stdout


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with record_systems() as of_records, sandbox() as of_sandbox:
        settings = {**of_records, **of_sandbox}
        for words in ("First", "The same again: nothing comes twice"):
            print(f"\n== {words} ==", flush=True)
            for line in COMMANDS.strip().replace("\\\n", " ").splitlines():
                sdconvert(shlex.split(line), folder, settings)
        listed = json.loads(sdconvert(["api", "list", "--user", "records", "--json"], folder, settings, shows=False))
        ids = [document["id"] for document in listed["documents"]]
        sdconvert(["download", "--format", "html", "--unpack", "-o", "pages", *ids], folder, settings)
    print("\nThe stand-in and the sandbox are stopped.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Rehearse the way from records to documents without an account.")
    parser.add_argument("folder", type=Path, help="where all of it is written")
    main(parser.parse_args().folder)
