"""Sources that ask servers on this machine, by a clock that only sleeping moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from partner_kit import Time
from source_servers import EMAIL, KEY, TOKEN, Asked, Local, Told, in_turn, served

from sdconvert.sources import Connection, RetryPolicy, Smartsettle, SmoothSchedule

Serve = Callable[..., Local]
Settle = Callable[..., Smartsettle]
Schedule = Callable[..., SmoothSchedule]


@pytest.fixture
def moved() -> Time:
    return Time()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def serve(stack: ExitStack) -> Serve:
    """Starts a server that gives these answers in turn, or what one function answers."""

    def start(*answers: Told | Callable[[Asked], Told]) -> Local:
        first = answers[0]
        answer = first if not isinstance(first, Told) else in_turn(*answers)  # type: ignore[arg-type]
        return stack.enter_context(served(answer))

    return start


@pytest.fixture
def settle(stack: ExitStack, moved: Time) -> Settle:
    """A Smartsettle that asks a server."""

    def opened(local: Local, **options: Any) -> Smartsettle:
        return stack.enter_context(Smartsettle(EMAIL, KEY, f"{local.url}/api", connection=connection(moved, **options)))

    return opened


@pytest.fixture
def schedule(stack: ExitStack, moved: Time) -> Schedule:
    """A SmoothSchedule that asks a server."""

    def opened(local: Local, token: str = TOKEN, **options: Any) -> SmoothSchedule:
        site = f"{local.url}/tenant-api/v1"
        return stack.enter_context(SmoothSchedule(site, token, connection=connection(moved, **options)))

    return opened


def connection(moved: Time, **options: Any) -> Connection:
    given = {"retries": RetryPolicy(attempts=3), **options}
    return Connection(now=moved, monotonic=moved, sleep=moved.sleep, random=lambda: 0.0, **given)
