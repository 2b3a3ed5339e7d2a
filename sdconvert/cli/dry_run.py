"""What a dry run does with requests: they are describe_request without their secrets, and not sent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from sdconvert.cli.output import echo_text
from sdconvert.frozen import dataclass
from sdconvert.http.secret import redact
from sdconvert.http.transport import Request, Response
from sdconvert.partner import MultipartBody

_HIDDEN_HEADERS = frozenset({"authorization", "x-api-key"})


class RequestShown(BaseException):
    """A request was shown instead of sent: the end of a dry run, which is no fault."""


@dataclass(frozen=True, slots=True)
class _AssumedAnswer:
    """The answer to a request of a dry run after which another one is shown."""

    value: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def chunks(self) -> Iterator[bytes]:
        yield json.dumps(self.value).encode("ascii")

    def close(self) -> None:
        """Nothing is open."""


class DryTransport:
    """The transport of a dry run: it prints requests without their secrets. Those to the paths of `assumed` are
    answered, so that what follows them is shown as well."""

    def __init__(self, assumed: Mapping[str, Any]) -> None:
        self._assumed = assumed

    def send(self, request: Request) -> Response:
        """Raises: RequestShown."""
        echo_text(describe_request(request))
        for path, value in self._assumed.items():
            if request.url.partition("?")[0].endswith(path):
                return _AssumedAnswer(value)
        raise RequestShown

    def close(self) -> None:
        """Nothing is open."""


def describe_request(request: Request) -> str:
    """A request as text, its secrets left out."""
    headers = [
        f"{name}: {'•••' if name in _HIDDEN_HEADERS else value}" for name, value in sorted(request.headers.items())
    ]
    body = request.body
    if body is None:
        text = ""
    elif isinstance(body, bytes):
        text = json.dumps(json.loads(body), ensure_ascii=False, indent=2)
        text = re.sub(r'("password": )".*"', r'\1"•••"', text)
    else:
        assert isinstance(body, MultipartBody)
        headers.append(f"content-length: {len(body)}")
        text = f"data: {body.data}\nfile: {body.file.name}, {body.file_size} bytes"
    return redact("\n".join([f"{request.method} {request.url}", *headers, "", text]).rstrip() + "\n")
