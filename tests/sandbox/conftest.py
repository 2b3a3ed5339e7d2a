"""A sandbox in memory for all tests of a process, emptied before each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from docx_builder import build_docx
from sandbox_calls import Caller

from sdconvert.pipeline import convert
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import Sandbox, start


@pytest.fixture(scope="session")
def running() -> Iterator[Sandbox]:
    with start() as sandbox:
        yield sandbox


@pytest.fixture
def call(running: Sandbox) -> Caller:
    """Calls an empty sandbox."""
    running.service.reset()
    return Caller(running)


@pytest.fixture
def caller_of() -> Iterator[Callable[..., Caller]]:
    """Makes callers of sandboxes with options of their own."""
    sandboxes: list[Sandbox] = []

    def make(**options: object) -> Caller:
        sandboxes.append(start(options=SandboxOptions(**options)))  # type: ignore[arg-type]
        return Caller(sandboxes[-1])

    yield make
    for sandbox in sandboxes:
        sandbox.stop()


@pytest.fixture(scope="session")
def docx() -> bytes:
    """A paragraph in the style `Clause`."""
    styles = '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Clause"/></w:style>'
    paragraph = '<w:p><w:pPr><w:pStyle w:val="C"/></w:pPr><w:r><w:t>Hello Welt</w:t></w:r></w:p>'
    return build_docx(paragraph, styles=styles)


@pytest.fixture(scope="session")
def package(docx: bytes) -> bytes:
    """An SDXML package."""
    return convert(docx).value
