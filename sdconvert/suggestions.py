"""What somebody meant who wrote a word that there is not."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.patterns import compile_late

_MOST = 3
_CUTOFF = 0.6
_ZEROS = compile_late(r"(?<![0-9])0+(?=[0-9])")


def near(word: str, known: Iterable[str]) -> list[str]:
    """The known words that are like it but for a few letters, whatever their case; the likest first. What differs in
    leading zeros alone, as DOCX-R14 does, is meant."""
    from difflib import get_close_matches

    folded = {one.casefold(): one for one in known}
    same = [one for name, one in folded.items() if _ZEROS.sub("", name) == _ZEROS.sub("", word.casefold())]
    return same or [folded[one] for one in get_close_matches(word.casefold(), folded, _MOST, _CUTOFF)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?`, to stand behind a sentence; empty where nothing known is like it."""
    found = [repr(str(one)) for one in near(word, known)]
    return f" Did you mean {' or '.join(filter(None, [', '.join(found[:-1]), found[-1]]))}?" if found else ""
