"""`sdconvert fetch`: lines, files that are there whole or not at all, going on after an interruption."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from source_servers import EMAIL, KEY, TOKEN, Asked, Local, Told, both_served, in_turn, served, smartsettle_answer

from sdconvert.cli.main import cli
from sdconvert.sources import recordfile

Run = Callable[..., Result]
NEGOTIATIONS = ("smartsettle", "negotiations")


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Run]:
    """Runs the command against both servers."""
    with both_served() as settings:
        yield runner({**settings, "XDG_CONFIG_HOME": str(tmp_path)})


def runner(settings: dict[str, str]) -> Run:
    def run(*arguments: str, **more: str) -> Result:
        return CliRunner().invoke(cli, ["fetch", *arguments], env={**settings, **more})

    return run


def settle(local: Local) -> dict[str, str]:
    return {
        "SDCONVERT_SMARTSETTLE_URL": f"{local.url}/api",
        "SDCONVERT_SMARTSETTLE_EMAIL": EMAIL,
        "SDCONVERT_SMARTSETTLE_TOKEN": KEY,
        "XDG_CONFIG_HOME": "/nonexistent",
    }


def page(*numbers: int) -> Told:
    return Told({"data": [{"type": "negotiation", "id": str(number)} for number in numbers]})


def ids(text: str) -> list[Any]:
    return [json.loads(line)["id"] for line in text.splitlines()]


def test_records_are_lines_on_standard_output(both: Run) -> None:
    done = both(*NEGOTIATIONS, "--per-page", "2", "--ordering", "-id")
    assert (done.exit_code, done.stderr) == (0, "")
    assert ids(done.stdout) == ["5", "4", "3", "2", "1"]
    assert json.loads(done.stdout.splitlines()[0])["facilitator"]["name"] == "Ada Facilitator"


def test_every_filter_is_an_option(both: Run) -> None:
    shown = both(
        *("smoothschedule", "services", "--dry-run", "--search", "a", "--name", "b", "--no-variable-pricing"),
        *("--price", "1", "--price-lt", "2", "--price-lte", "3", "--price-gt", "4", "--price-gte", "5"),
        *("--duration", "1", "--duration-lt", "2", "--duration-lte", "3", "--duration-gt", "4", "--duration-gte", "5"),
        *("--requires-manual-scheduling", "--ordering", "-price"),
    )
    assert shown.output.splitlines()[0].partition("?")[2] == (
        "search=a&name=b&price=1&price__lt=2&price__lte=3&price__gt=4&price__gte=5"
        "&duration=1&duration__lt=2&duration__lte=3&duration__gt=4&duration__gte=5"
        "&variable_pricing=false&requires_manual_scheduling=true&ordering=-price"
    )
    shown = both(
        *("smoothschedule", "bookings", "--dry-run", "--start-date", "2025-01-01", "--end-date", "2025-01-31"),
        *("--start-datetime", "2025-01-01T00:00:00Z", "--end-datetime", "2025-01-02T00:00:00+01:00"),
        *("--status", "CONFIRMED", "--service-id", "1", "--customer-id", "2", "--resource-id", "3"),
        *("--ordering", "-start_time"),
    )
    assert shown.output.splitlines()[0].partition("?")[2] == (
        "start_date=2025-01-01&end_date=2025-01-31&start_datetime=2025-01-01T00%3A00%3A00%2B00%3A00"
        "&end_datetime=2025-01-02T00%3A00%3A00%2B01%3A00&status=CONFIRMED&service_id=1&customer_id=2&resource_id=3"
        "&ordering=-start_time"
    )
    shown = both(*NEGOTIATIONS, "--dry-run", "--search", "x", "--facilitating", "--per-page", "7", "--ordering", "name")
    assert "?page=1&per_page=7&ordering=name&search=x&facilitating=true\n" in shown.output


@pytest.mark.parametrize("name", ["services", "bookings", "customers", "resources", "business"])
def test_every_readable_resource_is_a_command(both: Run, name: str) -> None:
    shown = both("smoothschedule", name, "--dry-run")
    assert shown.exit_code == 0
    assert f"/tenant-api/v1/{name}/\n" in shown.output
    assert f"{name}:read" in both("smoothschedule", name, "--help").output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--start-date", "1.1.2025"), "no date such as 2025-01-31"),
        (("--start-datetime", "noon"), "no time such as"),
        (("--start-datetime", "2025-01-01T00:00:00"), "a time with its time zone"),
        (("--status", "LATE"), "SCHEDULED"),
        (("--service-id", "-1"), "service-id"),
        (("--ordering", "price"), "start_time"),
        (("--limit", "0"), "limit"),
    ],
)
def test_what_cannot_be_asked_for_is_said(both: Run, arguments: tuple[str, ...], words: str) -> None:
    done = both("smoothschedule", "bookings", *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stdout == ""


def test_a_dry_run_shows_the_request_without_secrets_and_sends_nothing(tmp_path: Path) -> None:
    rest = tmp_path / "all.jsonl.part"
    rest.write_text("of an interrupted run")
    with served(smartsettle_answer) as local:
        done = runner(settle(local))(*NEGOTIATIONS, "--dry-run", "-o", str(tmp_path / "all.jsonl"))
        assert local.asked == []
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        f"GET {local.url}/api/negotiations?page=1&per_page=20",
        "accept: application/vnd.api+json, */*;q=0.1",
        "user-agent: sdconvert",
        f"x-user-email: {EMAIL}",
        "x-user-token: •••",
    ]
    assert list(tmp_path.iterdir()) == [rest]
    assert rest.read_text() == "of an interrupted run"


def test_a_dry_run_refuses_a_live_token_unless_it_may(both: Run) -> None:
    live = {"SDCONVERT_SMOOTHSCHEDULE_TOKEN": "ss_live_xxxxxxxxx"}
    assert both("smoothschedule", "services", "--dry-run", **live).exit_code == 2
    shown = both("smoothschedule", "services", "--dry-run", "--any-token", **live)
    assert shown.exit_code == 0
    assert "authorization: •••" in shown.output
    assert "ss_live" not in shown.output
    refused = both("smoothschedule", "services", "--test-only", **live)
    assert (refused.exit_code, "only test data" in refused.stderr) == (2, True)


def test_a_refusal_is_told_without_the_token(both: Run) -> None:
    done = both("smoothschedule", "services", SDCONVERT_SMOOTHSCHEDULE_TOKEN="ss_test_wrong")
    assert done.exit_code == 2
    assert done.stderr.startswith("sdconvert: error: Listing services: the server answered 401.")
    assert "ss_test_wrong" not in done.stderr


def test_a_file_is_there_when_all_have_come(both: Run, tmp_path: Path) -> None:
    target = tmp_path / "sub" / "bookings.jsonl"
    done = both("smoothschedule", "bookings", "-o", str(target))
    assert (done.exit_code, done.stderr) == (0, f"7 records -> {target}\n")
    assert ids(target.read_text("ascii")) == [1, 2, 3, 4, 5, 6, 7]
    assert [one.name for one in target.parent.iterdir()] == ["bookings.jsonl"]


def test_no_records_are_an_empty_file(both: Run, tmp_path: Path) -> None:
    target = tmp_path / "none.jsonl"
    assert both("smoothschedule", "customers", "--search", "nobody", "-o", str(target)).exit_code == 0
    assert target.read_bytes() == b""
    assert list(tmp_path.iterdir()) == [target]


def test_a_limit_ends_within_a_page_and_asks_for_no_more(tmp_path: Path) -> None:
    with served(smartsettle_answer) as local:
        run = runner(settle(local))
        assert ids(run(*NEGOTIATIONS, "--per-page", "2", "--ordering", "id", "--limit", "3").stdout) == ["1", "2", "3"]
        assert len(local.asked) == 2
        target = tmp_path / "few.jsonl"
        done = run(*NEGOTIATIONS, "--per-page", "2", "--ordering", "id", "--limit", "3", "-o", str(target))
        assert done.stderr == f"3 records -> {target}\n"
        assert ids(target.read_text()) == ["1", "2", "3"]
        assert len(local.asked) == 4


def test_what_was_printed_before_a_failure_is_said() -> None:
    with served(in_turn(page(1, 2), Told({}, 403))) as local:
        done = runner(settle(local))(*NEGOTIATIONS, "--per-page", "2")
    assert done.exit_code == 2
    assert ids(done.stdout) == ["1", "2"]
    assert done.stderr.startswith("sdconvert: 2 records were printed before this; the others are missing.\n")


def interrupted(run: Run, target: Path, *arguments: str) -> Result:
    return run(*NEGOTIATIONS, "--per-page", "2", "--attempts", "1", "-o", str(target), *arguments)


def test_an_interrupted_fetch_goes_on_at_its_page(tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    part = tmp_path / "all.jsonl.part"
    with served(in_turn(page(1, 2), page(3, 4), Told({}, 500), page(5, 6), page(7))) as local:
        run = runner(settle(local))
        done = interrupted(run, target)
        assert done.exit_code == 2
        assert f"4 records are in {part}; --resume goes on there." in done.stderr
        assert not target.exists()
        done = interrupted(run, target, "--resume")
        assert [asked.query["page"] for asked in local.asked] == ["1", "2", "3", "3", "4"]
    assert (done.exit_code, done.stderr) == (0, f"7 records -> {target}\n")
    assert ids(target.read_text()) == ["1", "2", "3", "4", "5", "6", "7"]
    assert list(tmp_path.iterdir()) == [target]


def test_a_torn_line_is_cut_off_and_a_moved_record_comes_once(tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    part = tmp_path / "all.jsonl.part"
    with served(in_turn(page(1, 2), Told({}, 500), page(2, 3), page())) as local:
        run = runner(settle(local))
        interrupted(run, target)
        with part.open("ab") as opened:
            opened.write(b'{"id": "9", "type": "negotiation"}\n{"id": "tor')
        assert interrupted(run, target, "--resume").exit_code == 0
    assert ids(target.read_text()) == ["1", "2", "3"]


def test_resuming_without_a_rest_begins_at_the_beginning(both: Run, tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    (tmp_path / "all.jsonl.part").write_text("left over\n")
    assert both("smoothschedule", "services", "--resume", "-o", str(target)).exit_code == 0
    assert ids(target.read_text()) == [1, 2, 3]


def test_without_resume_a_rest_is_begun_anew(tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    with served(in_turn(page(1, 2), Told({}, 500), page(1, 2), page())) as local:
        run = runner(settle(local))
        interrupted(run, target)
        assert interrupted(run, target).exit_code == 0
        assert local.asked[2].query["page"] == "1"
    assert ids(target.read_text()) == ["1", "2"]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda part, state: state.write_text(state.read_text().replace('"query": "', '"query": "x')), "another query"),
        (lambda part, state: state.write_text("{"), "cannot be understood"),
        (
            lambda part, state: state.write_text(state.read_text().replace('"version": 1', '"version": 2')),
            "cannot be understood",
        ),
        (lambda part, state: state.write_text('{"version": 1}'), "cannot be understood"),
        (lambda part, state: part.unlink(), "is gone"),
        (lambda part, state: part.write_text(""), "was changed"),
        (lambda part, state: part.write_bytes(b"x" * part.stat().st_size), "was changed"),
    ],
)
def test_a_rest_that_does_not_fit_is_refused(tmp_path: Path, damage: Callable[..., Any], words: str) -> None:
    target = tmp_path / "all.jsonl"
    part, state = tmp_path / "all.jsonl.part", tmp_path / "all.jsonl.part.state"
    with served(in_turn(page(1, 2), Told({}, 500))) as local:
        run = runner(settle(local))
        interrupted(run, target)
        damage(part, state)
        done = interrupted(run, target, "--resume")
        assert len(local.asked) == 2
    assert done.exit_code == 2
    assert words in done.stderr
    assert "anew without --resume" in done.stderr


def test_another_query_does_not_go_on_in_the_same_file(tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    with served(in_turn(page(1, 2), Told({}, 500))) as local:
        run = runner(settle(local))
        interrupted(run, target)
        for other in (("--search", "x"), ("--ordering", "id"), ("--limit", "9"), ("--email", "other@example.com")):
            done = interrupted(run, target, "--resume", *other)
            assert "is of another query" in done.stderr
        assert len(local.asked) == 2


def test_live_data_does_not_go_on_in_a_file_of_test_data(tmp_path: Path) -> None:
    listed = Told({"results": [{"id": 1}], "next": "/tenant-api/v1/services/?p=2"})
    target = str(tmp_path / "all.jsonl")
    with served(in_turn(listed, Told({}, 404))) as local:
        run = runner({"SDCONVERT_SMOOTHSCHEDULE_URL": f"{local.url}/tenant-api/v1", "XDG_CONFIG_HOME": "/nonexistent"})
        run("smoothschedule", "services", "-o", target, SDCONVERT_SMOOTHSCHEDULE_TOKEN=TOKEN)
        live = "ss_live_xxxxxxxxx"
        done = run("smoothschedule", "services", "-o", target, "--resume", SDCONVERT_SMOOTHSCHEDULE_TOKEN=live)
        assert len(local.asked) == 2
    assert "is of another query" in done.stderr


def test_resuming_without_a_file_is_a_mistake(both: Run) -> None:
    done = both("smoothschedule", "services", "--resume")
    assert (done.exit_code, "name it with -o" in done.stderr) == (2, True)


def test_a_state_that_names_another_server_gets_no_credentials(tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    state = tmp_path / "all.jsonl.part.state"
    with served(in_turn(page(1, 2), Told({}, 500))) as local, served(in_turn(page(9))) as other:
        run = runner(settle(local))
        interrupted(run, target)
        state.write_text(state.read_text().replace(local.url, other.url))
        done = interrupted(run, target, "--resume")
        assert other.asked == []
    assert done.exit_code == 2
    assert "where the credentials belong" in done.stderr


def test_nothing_is_left_of_a_fetch_without_a_page(tmp_path: Path) -> None:
    with served(in_turn(Told({}, 401))) as local:
        done = interrupted(runner(settle(local)), tmp_path / "all.jsonl")
    assert done.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_an_error(both: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = both("smoothschedule", "services", "-o", str(tmp_path / "file" / "x.jsonl"))
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


def test_a_full_disk_is_an_error_and_the_pages_before_it_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def full(_number: int) -> None:
        calls.append(1)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(recordfile.os, "fsync", full)
    target = tmp_path / "all.jsonl"
    with served(in_turn(page(1, 2), page(3, 4), page(3, 4), page())) as local:
        run = runner(settle(local))
        done = interrupted(run, target)
        assert (done.exit_code, "No space left" in done.stderr) == (2, True)
        assert "2 records are in" in done.stderr
        monkeypatch.undo()
        assert interrupted(run, target, "--resume").exit_code == 0
    assert ids(target.read_text()) == ["1", "2", "3", "4"]


def test_lines_are_lines_whatever_the_records_hold(tmp_path: Path) -> None:
    text = "\x00\x1b[31m\r\n\u2028\u0085\u202e\ud800" + "x" * 1_000_000
    record = {"type": "negotiation", "id": "1", "attributes": {"name": text}}
    target = tmp_path / "all.jsonl"
    with served(in_turn(Told({"data": [record]}))) as local:
        run = runner(settle(local))
        assert run(*NEGOTIATIONS, "-o", str(target)).exit_code == 0
        printed = run(*NEGOTIATIONS).stdout
    lines = target.read_text("ascii")
    assert lines == printed
    assert len(lines.splitlines()) == 1
    assert json.loads(lines)["name"] == text


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
def test_a_process_that_is_stopped_while_it_waits_goes_on_where_it_was(
    tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    target = tmp_path / "all.jsonl"
    asked_third, may_answer = threading.Event(), threading.Event()

    def answer(asked: Asked) -> Told:
        number = int(asked.query["page"])
        if number == 3 and not may_answer.is_set():
            asked_third.set()
            may_answer.wait(20)
        return page(*range(2 * number - 1, 2 * number + 1)) if number < 5 else page()

    with served(answer) as local:
        settings = {**os.environ, **settle(local)}
        command = [sys.executable, "-m", "sdconvert", "fetch", *NEGOTIATIONS, "--per-page", "2", "-o", str(target)]
        with subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True) as process:
            assert asked_third.wait(20)
            process.send_signal(sent)
            _, said = process.communicate(timeout=20)
            may_answer.set()
        assert process.returncode == code
        assert ("4 records are in" in said) == (sent == signal.SIGINT)
        assert "Traceback" not in said
        assert not target.exists()
        done = subprocess.run([*command, "--resume"], env=settings, capture_output=True, text=True, check=False)
        assert [asked.query["page"] for asked in local.asked] == ["1", "2", "3", "3", "4", "5"]
    assert (done.returncode, done.stderr) == (0, f"8 records -> {target}\n")
    assert ids(target.read_text()) == [str(number) for number in range(1, 9)]


def test_two_runs_do_not_write_one_file_at_a_time(tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    asked_second, may_answer = threading.Event(), threading.Event()

    def answer(asked: Asked) -> Told:
        if asked.query["page"] == "2":
            asked_second.set()
            may_answer.wait(20)
        return page(1, 2) if asked.query["page"] == "1" else page()

    with served(answer) as local:
        command = [sys.executable, "-m", "sdconvert", "fetch", *NEGOTIATIONS, "--per-page", "2", "-o", str(target)]
        with subprocess.Popen(command, env={**os.environ, **settle(local)}) as first:
            assert asked_second.wait(20)
            for more in ((), ("--resume",)):
                done = interrupted(runner(settle(local)), target, *more)
                assert (done.exit_code, "all.jsonl.part is being written by another run" in done.stderr) == (2, True)
            assert len(local.asked) == 2
            may_answer.set()
        assert first.returncode == 0
        assert ids(target.read_text()) == ["1", "2"]
        assert interrupted(runner(settle(local)), target).exit_code == 0
    assert list(tmp_path.iterdir()) == [target]


def test_the_token_is_no_argument_and_shows_in_no_help(both: Run) -> None:
    for name in ("smartsettle", "smoothschedule"):
        assert "--token" not in both(name, "--help").output
    done = both(*NEGOTIATIONS, "--token", TOKEN)
    assert done.exit_code == 2


# ----------------------------------------------------------------------------------------- lists that change meanwhile


def booking_page(count: int, following: int | None, *numbers: int) -> Told:
    address = None if following is None else f"/tenant-api/v1/bookings/?page={following}"
    return Told({"count": count, "next": address, "results": [{"id": number} for number in numbers]})


def schedule(local: Local) -> Run:
    settings = {"URL": f"{local.url}/tenant-api/v1", "TOKEN": TOKEN}
    given = {f"SDCONVERT_SMOOTHSCHEDULE_{name}": value for name, value in settings.items()}
    return runner({**given, "XDG_CONFIG_HOME": "/nonexistent"})


def test_records_that_may_be_missing_are_a_warning_and_an_exit_code(tmp_path: Path) -> None:
    target = tmp_path / "bookings.jsonl"
    with served(in_turn(booking_page(9, None, 1, 2))) as local:
        done = schedule(local)("smoothschedule", "bookings", "-o", str(target))
        printed = schedule(local)("smoothschedule", "bookings")
        few = schedule(local)("smoothschedule", "bookings", "--limit", "1")
    warning = "sdconvert: warning: Listing bookings: records may be missing: 2 came of the 9 that the server counts.\n"
    saved = f"2 records -> {target}\n"
    assert [one.stderr for one in (done, printed, few)] == [saved + warning, warning, ""]
    assert [one.exit_code for one in (done, printed, few)] == [1, 1, 0]
    assert ids(target.read_text()) == ids(printed.stdout) == [1, 2]


def test_a_total_that_fell_during_an_interruption_is_noticed(tmp_path: Path) -> None:
    target = tmp_path / "bookings.jsonl"
    run = ("smoothschedule", "bookings", "-o", str(target), "--resume")
    last = booking_page(4, None, 4, 5)
    with served(in_turn(booking_page(5, 2, 1, 2), Told({}, 400), last, booking_page(4, 2, 2, 3), last)) as local:
        assert schedule(local)(*run).exit_code == 2
        done = schedule(local)(*run)
    assert (done.exit_code, done.stderr) == (0, f"5 records -> {target}\n")
    assert ids(target.read_text()) == [1, 2, 4, 5, 3]


def test_one_page_of_negotiations_is_fetched_by_its_number(both: Run) -> None:
    done = both(*NEGOTIATIONS, "--per-page", "2", "--ordering", "id", "--page", "2")
    assert (done.exit_code, ids(done.stdout)) == (0, ["3", "4"])
    assert both(*NEGOTIATIONS, "--page", "0").exit_code == 2
    assert "--page" not in both("smoothschedule", "bookings", "--help").output


@pytest.mark.parametrize("command", [("smoothschedule", "bookings"), NEGOTIATIONS])
def test_help_names_values_in_words_of_the_user(both: Run, command: tuple[str, ...]) -> None:
    shown = both(*command, "--help").output
    assert "_AS_" not in shown
    assert "INTEGER" not in shown
    if "bookings" in command:
        assert "--start-date DATE" in shown
        assert "--start-datetime TIME" in shown
