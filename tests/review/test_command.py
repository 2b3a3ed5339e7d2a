"""The command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from survey_kit import docx, heading

from sdconvert.cli.main import cli
from sdconvert.review.server import ReviewServer


def test_the_command_prints_an_address_with_a_token_and_serves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[ReviewServer] = []
    monkeypatch.setattr(ReviewServer, "run", lambda server: served.append(server))
    source = docx(tmp_path / "a.docx", heading("One"))
    result = CliRunner().invoke(cli, ["review", str(source), "--no-browser", "--no-office", "-o", "x.toml"])
    (server,) = served
    server.close()
    assert result.exit_code == 0
    assert f"1 document(s) at {server.url}\n" in result.output
    assert len(server.url.split("/")[3]) == 32
    assert (server.session.is_folder, server.session.office, server.session.output) == (False, None, Path("x.toml"))


def test_a_mapping_to_begin_with_is_written_back_on_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[ReviewServer] = []
    monkeypatch.setattr(ReviewServer, "run", lambda server: served.append(server))
    source, mapping = docx(tmp_path / "a.docx", heading("One")), tmp_path / "mapping.json"
    mapping.write_text('{"heading 1": {"textType": "heading-ol", "level": 0}}')
    CliRunner().invoke(cli, ["review", str(source), "--no-browser", "--no-office", "--mapping", str(mapping)])
    session = served[0].session
    assert list(session.stylemap.rows) == ["heading 1"]
    assert session.save("json", replaces=False) == mapping
    served[0].close()


def test_what_is_not_there_is_an_error_before_anything_is_served() -> None:
    assert CliRunner().invoke(cli, ["review", "nowhere"]).exit_code == 2
