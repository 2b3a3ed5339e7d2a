"""Large packages both ways: neither an upload nor an export is held in memory."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

LARGE = 300_000_000
MOST = 40_000_000

STREAM = """
import http.server, resource, shutil, sys, threading
from pathlib import Path
from sdconvert.partner import NewDocument, PartnerClient, RetryPolicy, User

ID = "8e6875cb-5cd2-4178-8ad4-d77b92173bf9"
large = Path(sys.argv[2])

class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.reply(b"[]")

    def do_POST(self):
        left = int(self.headers["content-length"])
        while left:
            left -= len(self.rfile.read(min(left, 65_536)))
        if self.path.endswith("/export/sdxml"):
            self.begin(large.stat().st_size)
            with large.open("rb") as file:
                shutil.copyfileobj(file, self.wfile, 65_536)
        else:
            self.reply(b'{"documentId": "d", "documentAccessLink": "l"}')

    def begin(self, size):
        self.send_response(200)
        self.send_header("content-length", str(size))
        self.end_headers()

    def reply(self, body):
        self.begin(len(body))
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

server = http.server.HTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"
document = NewDocument(User("u", "e", "f", "l", "c"), "t", "g")
with PartnerClient(url, "c", "s" * 64, user_id="u", retries=RetryPolicy(attempts=1)) as client:
    client.list_documents(group_id="g")
    before = peak()
    if sys.argv[1] == "up":
        client.import_word(large, document)
    else:
        client.export_sdxml(ID, large.with_name("export.zip"))
print(peak() - before)
"""


def growth(way: str, file: Path) -> int:
    """The bytes by which the peak of a process grows that streams a file. The server in it streams as well."""
    command = [sys.executable, "-c", STREAM, way, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return int(done.stdout)


def test_a_large_file_is_not_held_in_memory(tmp_path: Path) -> None:
    file = tmp_path / "large.docx"
    with file.open("wb") as opened:
        opened.truncate(LARGE)
    assert growth("up", file) < MOST


def test_a_large_export_is_not_held_in_memory(tmp_path: Path) -> None:
    file = tmp_path / "large.zip"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("sd.xml", "<smashdoc/>")
        for number in range(6):
            with package.open(f"images/{number}.png", "w") as picture:
                for _ in range(50):
                    picture.write(bytes(LARGE // 300))
    try:
        assert growth("down", file) < MOST
        assert (tmp_path / "export.zip").stat().st_size == file.stat().st_size
    finally:
        for large in tmp_path.iterdir():
            large.unlink()
