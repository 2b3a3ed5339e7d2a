"""What a text reads like: a heading names something, a clause says something."""

from __future__ import annotations

from sdconvert.patterns import compile_late

LONGEST_HEADING = 200
"""Characters; a longer text is no heading."""
LEAST_WORDS_OF_A_CLAUSE = 12
"""Words of a text that ends like a sentence, from which on it is no heading."""
LEAST_SIGNS_OF_A_CLAUSE = 40
"""The same for scripts without spaces, in characters."""
_SHORTEST_CLAUSE = 2 * LEAST_WORDS_OF_A_CLAUSE - 1
"""Characters of as many words, of one letter each."""

_SENTENCE_ENDS = (".", ";", ",", ":", "。", "；", "，", "：")
_NEXT_SENTENCE = compile_late(r"\w{4}[.!?]\s+(\w)|[。；](\w)")
_UNSPACED = compile_late(r"[\u3040-\u30ff\u3400-\u9fff]")


def reads_like_a_clause(text: str) -> bool:
    """Whether a text is none that somebody would set as a heading: it is very long, or it is more than a few words and
    ends like a sentence or is several."""
    if len(text) > LONGEST_HEADING:
        return True
    return _is_long(text) and (text.endswith(_SENTENCE_ENDS) or _has_several_sentences(text))


def _has_several_sentences(text: str) -> bool:
    """Whether a sentence follows one; what goes on with a small letter follows an abbreviation."""
    return any(not (found[1] or found[2]).islower() for found in _NEXT_SENTENCE.finditer(text))


def _is_long(text: str) -> bool:
    if len(text) < _SHORTEST_CLAUSE:
        return False
    if len(text.split()) >= LEAST_WORDS_OF_A_CLAUSE:
        return True
    return not text.isascii() and len(_UNSPACED.findall(text)) >= LEAST_SIGNS_OF_A_CLAUSE
