"""What the files say of each style, tallied: it grows with the styles, not with the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from sdconvert.frozen import dataclass, replace
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.builtin import style_key
from sdconvert.stylemap.choice import Choice, choose, depth_of_heading
from sdconvert.stylemap.forms import Form, FormCounts, changes_by
from sdconvert.stylemap.rows import MappingRow, TextType

NO_FORMS: Mapping[str, FormCounts] = MappingProxyType({})

Place = tuple[int, int]
"""The number of a file and the position of a style in it."""


class Supporters(NamedTuple):
    """How many paragraphs are for a choice; `outlined` of them have an outline level of their own."""

    paragraphs: int
    outlined: int
    first: Place


class Formatted(NamedTuple):
    """Lines that look like headings by their own formatting: how many in how many files, and where one is."""

    lines: int = 0
    files: int = 0
    example: tuple[tuple[Place, str], ...] = ()


class Holders(NamedTuple):
    """How many paragraphs have a form, and in which files: a bit for each, by its number."""

    paragraphs: int
    files: int

    def first_files(self, most: int) -> list[int]:
        """The lowest numbers of its files."""
        numbers = (number for number in range(self.files.bit_length()) if self.files >> number & 1)
        return list(islice(numbers, most))


@dataclass(slots=True)
class StyleVotes:
    """The votes on one style: those of a file are its paragraphs of the style. Of what is kept from one file alone,
    the name, the example and the leading use, the place decides which; so the order of tallying does not."""

    name: tuple[Place, str, bool]
    leading: tuple[int, Place, StyleUse]
    examples: tuple[tuple[Place, str], ...]
    count: int
    files: int
    outlined: int
    depth: int
    choices: dict[Choice, Supporters]
    forms: dict[Form, Holders]
    formatted: Formatted

    @classmethod
    def of(cls, use: StyleUse, name: str, place: Place, files: int, forms: FormCounts) -> StyleVotes:
        """Those of one file."""
        return cls(
            (place, name, use.is_own),
            (-use.count, place, use),
            ((place, use.example),) if use.example else (),
            use.count,
            files,
            use.outlined,
            depth_of_heading(use) or 0,
            {choose(use, forms): Supporters(max(1, use.count), use.outlined, place)},
            {form: Holders(count, 1 << place[0]) for form, count in forms.items()},
            Formatted(use.formatted, 1, ((place, use.formatted_example),)) if use.formatted else Formatted(),
        )

    def take(self, other: StyleVotes) -> None:
        """Count those of other files, too."""
        self.name = min(self.name, other.name)
        self.leading = min(self.leading, other.leading)
        self.examples = tuple(sorted(self.examples + other.examples)[:1])
        self.count += other.count
        self.files += other.files
        self.outlined += other.outlined
        self.depth = max(self.depth, other.depth)
        for choice, new in other.choices.items():
            old = self.choices.get(choice, Supporters(0, 0, new.first))
            self.choices[choice] = Supporters(
                old.paragraphs + new.paragraphs, old.outlined + new.outlined, min(old.first, new.first)
            )
        self.formatted = Formatted(
            self.formatted.lines + other.formatted.lines,
            self.formatted.files + other.formatted.files,
            tuple(sorted(self.formatted.example + other.formatted.example)[:1]),
        )
        for form, more in other.forms.items():
            known = self.forms.get(form, Holders(0, 0))
            self.forms[form] = Holders(known.paragraphs + more.paragraphs, known.files | more.files)

    def ranking(self) -> list[tuple[Choice, Supporters]]:
        """The choices, the one of the most paragraphs first."""
        return sorted(self.choices.items(), key=lambda item: (-item[1].paragraphs, item[1].first))

    def form_counts(self) -> FormCounts:
        """How many paragraphs of all files have which form."""
        return {form: held.paragraphs for form, held in self.forms.items()}

    def files_changed_by(self, row: MappingRow) -> int:
        """The files of which a row may change a paragraph: a bit for each, by its number."""
        files = 0
        for form, held in self.forms.items():
            if form.is_clause or row.text_type is TextType.CAPTION or changes_by(row, {form: 1}):
                files |= held.files
        return files


class Votes:
    """The styles of any number of files, and what each file makes of them. Equal files under equal numbers give equal
    votes, in whatever order they are added."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[bool, str], StyleVotes] = {}

    def add(self, number: int, uses: Iterable[StyleUse], forms: Mapping[str, FormCounts] = NO_FORMS) -> None:
        """The styles of one file, and where it was read the forms of their paragraphs. `number` is its own: lower ones
        go before in ties."""
        seen = set()
        for position, use in enumerate(uses):
            name = style_key(use.name, use.is_own)
            key = (use.is_own, name if use.is_own else name.lower())
            votes = StyleVotes.of(use, name, (number, position), int(key not in seen), forms.get(use.name, {}))
            seen.add(key)
            if key in self._tallies:
                self._tallies[key].take(votes)
            else:
                self._tallies[key] = votes

    def by_style(self) -> dict[str, StyleVotes]:
        """The votes by the name that the word import knows a style by, in order of first use. Built-in styles have one
        name in any case; an own style that has it exactly is the same to the import."""
        styles: dict[str, StyleVotes] = {}
        for votes in sorted(self._tallies.values(), key=lambda votes: votes.name):
            name = votes.name[1]
            if name in styles:
                styles[name].take(votes)
            else:
                styles[name] = replace(votes, choices=dict(votes.choices), forms=dict(votes.forms))
        return styles
