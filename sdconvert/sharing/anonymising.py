"""A Word file or an SDXML package -> the same with stand-ins for all that a person wrote."""

from __future__ import annotations

from sdconvert.archive import DEFAULT_LIMITS, Limits, read_archive, write_archive
from sdconvert.errors import SdconvertError, UnreadableInput
from sdconvert.files import Source, load, name_of
from sdconvert.findings import Result
from sdconvert.recognition import FormatName, recognise
from sdconvert.sharing.package import anonymise_parts
from sdconvert.sharing.scan import Leak, find_leaks, words_of
from sdconvert.sharing.words import StandIns, format_words

_MOST_ROUNDS = 12
_SHAREABLE = (FormatName.DOCX, FormatName.SDXML)


class WordsLeft(SdconvertError):
    """Words of the source are left in what was to have none of them; `leaks` names the parts and the words."""

    def __init__(self, what: str, leaks: tuple[Leak, ...]) -> None:
        told = "; ".join(
            f"{leak.part}: {', '.join(leak.words[:5])}{', …' * (len(leak.words) > 5)}" for leak in leaks[:5]
        )
        super().__init__(f"Words of {what} are left, so nothing is written. {told}.")
        self.leaks = leaks


def anonymise(source: Source, *, secret: bytes | None = None, limits: Limits = DEFAULT_LIMITS) -> Result[bytes]:
    """A Word file or an SDXML package in which every word, name, number, date, picture, property, author, path and
    address is a stand-in of the same shape: as long, of the same script and case. The same word has the same stand-in
    throughout. Structure, styles and numbering stay, and so do the words of the format itself: the names of Word's own
    styles, of fields, of fonts. Pictures are flat ones of their kind and size, embedded files and custom
    parts are empty.

    Stand-ins follow from `secret`, which is a new random one where none is given, and is kept nowhere. Whoever knows it
    can try words: give one in tests only.

    Raises: UnreadableInput, also for other formats; UnsafeInput; WordsLeft where a word of four letters or more of the
        source is in the result and not on the list of the formats' own words: a look of its own at all parts proves it.

    >>> from sdconvert import read_document
    >>> result = anonymise("samples/docx/minutes.docx")
    >>> read_document(result.value).value.metadata.language
    'en-US'
    """
    data, what = load(source, limits), name_of(source)
    _check_format(data, what, limits)
    parts = dict(read_archive(data, what, limits))
    taken, forbidden, leaks = words_of(parts, limits), set[str](), tuple[Leak, ...]()
    standins = StandIns(secret)
    for _ in range(_MOST_ROUNDS):
        standins = standins.anew(taken, forbidden)
        anonymised = anonymise_parts(parts, standins, limits)
        leaks = find_leaks(anonymised, taken, format_words(), limits)
        if not leaks:
            return Result(write_archive(anonymised))
        forbidden.update(word for leak in leaks for word in leak.words)
    raise WordsLeft(what, leaks)


def _check_format(data: bytes, what: str, limits: Limits) -> None:
    """Raises: UnreadableInput for a file of another format."""
    found = recognise(data, what, limits).format
    if found not in _SHAREABLE:
        raise UnreadableInput(
            f"{what} is of the format {found}; Word files and SDXML packages are anonymised. "
            "Make one of it: `sdconvert convert FILE --to docx`."
        )
