"""How a sandbox behaves, and who may call it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from sdconvert.frozen import dataclass

API_VERSION = "2.6.1.1"
LOOPBACK = "127.0.0.1"
LATEST = 32_503_680_000
"""The year 3000, in seconds: no time of a sandbox lies beyond it."""


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A template of the word export; without a path, the one that our Word writer brings along."""

    name: str
    description: str = ""
    path: Path | None = None

    @property
    def id(self) -> str:
        return str(uuid5(NAMESPACE_URL, f"sdconvert:template:{self.name}"))


STANDARD_TEMPLATE = WordTemplate("Standard", "Standard word template")


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """The decisions that the description of the API leaves open, and the switches for rehearsals.

    `data` is the folder of the state, None for a temporary one that is gone when the sandbox stops. `seed` makes
    ids, credentials and faults repeatable. `strict` refuses what the description does not settle: a list without
    any filter, a second review, empty documents in review and duplicate, and takes a document as opened only once its
    access link was used. `lenient` accepts a missing company, and settings of the word export typed as strings.
    `literal_403` sends the 403 that the guide prints for 404 and 413. `link_base` is the start of access links, None
    for the address of the sandbox itself, so that they can be followed; links are honoured whatever their start.
    `language` is that of all users, `de_DE` or `en_EN`, in which HTML exports have their captions, None for that of
    each document: no call of the API tells a user's. `rate_limit` is how many calls a minute may have, None for any
    number.
    """

    data: Path | None = None
    seed: int | None = None
    strict: bool = False
    lenient: bool = False
    literal_403: bool = False
    link_base: str | None = None
    link_seconds: int = 60
    upload_limit: int = 512_000_000
    payment_required: bool = False
    api_version: str | None = API_VERSION
    iat_leeway: int = 300
    language: str | None = None
    rate_limit: int | None = None
    check_issuer: bool = False
    unique_jti: bool = False
    client_id: str | None = None
    client_secret: str | None = None
    templates: tuple[WordTemplate, ...] = (STANDARD_TEMPLATE,)
    clock: Callable[[], float] = time.time


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a partner signs in with. The first two are for JWT, the others for the legacy scheme."""

    client_id: str
    client_secret: str = field(repr=False)
    api_key: str = field(repr=False)
    email: str
    password: str = field(repr=False)


class MovableClock:
    """The time of the sandbox, which can be moved; `real` stays where it is, for the age of tokens."""

    def __init__(self, real: Callable[[], float]) -> None:
        self.real = real
        self.offset = 0.0

    def __call__(self) -> float:
        return self.real() + self.offset


class Ids:
    """New ids and tokens: random, or with a seed always the same ones in the same order."""

    def __init__(self, seed: int | None, start: int = 0) -> None:
        self._random = random.SystemRandom() if seed is None else random.Random(f"{seed}:{start}")  # noqa: S311

    def uuid(self) -> str:
        """A lower-case, hyphenated UUID version 4."""
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def token(self) -> str:
        """64 hexadecimal digits."""
        return f"{self._random.getrandbits(256):064x}"
