"""Many items, one at a time: each is told of as soon as it is done, and one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sdconvert.cli.connection import PartnerConnection
from sdconvert.cli.dry_run import RequestShown
from sdconvert.cli.output import echo, echo_text, json_text
from sdconvert.errors import BadConfiguration, SdconvertError
from sdconvert.frozen import dataclass
from sdconvert.partner.errors import AuthenticationFailed, CallError, CertificateRefused, VersionTooOld

T = TypeVar("T")
Show = Callable[[Mapping[str, Any], Sequence[str]], None]
_LISTS = {"file": "files", "documentId": "documents"}

_HOPELESS = (AuthenticationFailed, BadConfiguration, CertificateRefused, VersionTooOld)
"""What would come of every other item as well."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one item: facts for machines, lines for people."""

    facts: Mapping[str, Any]
    lines: Sequence[str]


def process_each(
    connection: PartnerConnection, key: str, items: Sequence[T], work: Callable[[T], Done], as_json: bool
) -> tuple[SdconvertError, ...]:
    """The errors of those items that failed, after all were worked on. `key` names the item in JSON: an object with
    a list of all, which is complete also when the command is interrupted. A failure that every other item would meet
    ends the work."""
    errors: list[SdconvertError] = []
    with _open_output(_LISTS[key] if as_json and not connection.is_dry else "") as show:
        for at, item in enumerate(items):
            try:
                done = work(item)
            except RequestShown:
                continue
            except KeyboardInterrupt:
                echo(f"sdconvert: interrupted at {item}; {at} of {len(items)} were dealt with.", err=True)
                raise
            except SdconvertError as error:
                errors.append(error)
                _show_error(show, key, item, reason_of(error))
                if isinstance(error, _HOPELESS):
                    _show_rest(show, key, items[at + 1 :])
                    break
            else:
                show({**done.facts, "error": None}, done.lines)
    return tuple(errors)


def reason_of(error: SdconvertError) -> str:
    """The error's text without the name of the call, where the command and the item say it already."""
    text = str(error)
    return text.removeprefix(f"{error.operation}: ") if isinstance(error, CallError) else text


def _show_error(show: Show, key: str, item: object, reason: str) -> None:
    show({key: str(item), "error": reason}, ())
    echo(f"sdconvert: error: {item}: {reason}", err=True)


def _show_rest(show: Show, key: str, items: Sequence[object]) -> None:
    for item in items:
        show({key: str(item), "error": "not tried"}, ())
    if items:
        echo(f"sdconvert: error: not tried, since the same would come of it: {len(items)} more.", err=True)


def _show_lines(_: Mapping[str, Any], lines: Sequence[str]) -> None:
    for line in lines:
        echo(line)


@contextmanager
def _open_output(name: str) -> Iterator[Show]:
    """What shows an item: its lines, or where the list in JSON has a name, its facts, with the totals behind all."""
    if not name:
        yield _show_lines
        return
    failed: list[bool] = []

    def show(facts: Mapping[str, Any], _: Sequence[str]) -> None:
        echo_text(f"{',' if failed else ''}{json_text(facts)}")
        failed.append(facts["error"] is not None)

    echo(f'{{"{name}": [')
    try:
        yield show
    finally:
        echo_text(f'], "summary": {json_text({name: len(failed), "failed": sum(failed)})}}}')
