"""What is asked of the pictures that are kept: which there are, and what is to be made and kept then."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sdconvert.pictures.cache import PictureCache, key_of, open_cache
from sdconvert.pictures.outcomes import PictureOutcome, PictureUnconvertible
from sdconvert.pictures.work import Work

OfficeCall = Sequence[tuple[bytes, bool, float | None]]


def open_kept() -> KeptPictures | None:
    """The pictures that were made before, where the environment says that they are kept."""
    cache = open_cache()
    return None if cache is None else KeptPictures(cache)


class KeptPictures:
    """The pictures of a cache by what they are made of."""

    __slots__ = ("_cache",)

    def __init__(self, cache: PictureCache) -> None:
        self._cache = cache

    def own(self, picture: bytes, asked: object, make: Callable[[], Work]) -> Work:
        """What this program made of a picture that was asked for in this way, or makes now."""
        from sdconvert.pictures.circumstances import of_own_drawing

        made_with = of_own_drawing()
        if made_with is None:
            return make()
        key = key_of(picture, made_with, asked)
        work = self._cache.find(key)
        if work is None:
            work = make()
            self._cache.keep(key, work)
        return work

    def of_office(
        self, asked: OfficeCall, make: Callable[[OfficeCall], Sequence[PictureOutcome]]
    ) -> Sequence[PictureOutcome]:
        """What LibreOffice drew, or draws now; it is called for what is missing."""
        from sdconvert.pictures.circumstances import of_office_drawing
        from sdconvert.pictures.program import LARGEST_CALL

        made_with = of_office_drawing()
        if made_with is None or sum(len(data) for data, _, _ in asked) > LARGEST_CALL:
            return make(asked)
        keys = [key_of(data, made_with, is_emf, width) for data, is_emf, width in asked]
        found = {key: work.outcome for key in keys if (work := self._cache.find(key)) is not None}
        missing = [(key, one) for key, one in zip(keys, asked, strict=True) if key not in found]
        made = make([one for _, one in missing]) if missing else []
        for (key, _), outcome in zip(missing, made, strict=True):
            found[key] = outcome
            self._cache.keep(key, Work(outcome, is_lasting=not isinstance(outcome, PictureUnconvertible)))
        return [found[key] for key in keys]
