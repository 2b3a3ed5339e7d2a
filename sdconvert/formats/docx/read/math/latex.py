"""Text as LaTeX: what the characters of an equation are called, and how pieces of LaTeX are put side by side."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from sdconvert.patterns import compile_late

ACCENTS = {
    "\u0300": "grave",
    "\u0301": "acute",
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0305": "overline",
    "\u0306": "breve",
    "\u0307": "dot",
    "\u0308": "ddot",
    "\u030a": "mathring",
    "\u030c": "check",
    "\u0331": "underline",
    "\u0332": "underline",
    "\u20d6": "overleftarrow",
    "\u20d7": "vec",
    "\u20db": "dddot",
    "\u20dc": "ddddot",
    "\u20e1": "overleftrightarrow",
}

FUNCTIONS_WITH_LIMITS = frozenset(["det", "gcd", "inf", "lim", "liminf", "limsup", "max", "min", "Pr", "sup"])
FUNCTIONS = FUNCTIONS_WITH_LIMITS | frozenset(
    [
        "arccos",
        "arcsin",
        "arctan",
        "arg",
        "cos",
        "cosh",
        "cot",
        "coth",
        "csc",
        "deg",
        "dim",
        "exp",
        "hom",
        "ker",
        "lg",
        "ln",
        "log",
        "sec",
        "sin",
        "sinh",
        "tan",
        "tanh",
    ]
)

_SPECIAL = {
    "\\": r"\backslash",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "^": r"\text{\textasciicircum}",
    "~": r"\sim",
    "−": "-",
    "‐": "-",
    "∗": "*",
    "∶": ":",
    "∕": "/",
    "⁄": "/",
    "′": "'",
    "″": "''",
    "‴": "'''",
    "⁗": "''''",
    "‖": r"\|",
    "\u00a0": "~",
    "\u2002": r"\enspace",
    "\u2003": r"\quad",
    "\u2004": r"\;",
    "\u2005": r"\:",
    "\u2006": r"\,",
    "\u2009": r"\,",
    "\u200a": r"\,",
    "\u200b": "",
    "\u2061": "",
    "\u2062": "",
    "\u2063": "",
    "\u2064": "",
}

_GREEK = """
α alpha β beta γ gamma δ delta ϵ epsilon ε varepsilon ζ zeta η eta θ theta ϑ vartheta ι iota κ kappa ϰ varkappa
λ lambda μ mu ν nu ξ xi π pi ϖ varpi ρ rho ϱ varrho σ sigma ς varsigma τ tau υ upsilon ϕ phi φ varphi χ chi ψ psi
ω omega ϝ digamma Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon ϒ Upsilon Φ Phi Ψ Psi Ω Omega
"""

_COMMANDS = """
± pm ∓ mp × times ÷ div ⋅ cdot · cdot • bullet ∘ circ ⋆ star ⊕ oplus ⊖ ominus ⊗ otimes ⊘ oslash ⊙ odot ⊞ boxplus
⊟ boxminus ⊠ boxtimes ∩ cap ∪ cup ⊓ sqcap ⊔ sqcup ∧ wedge ∨ vee ∖ setminus ≀ wr ⊎ uplus † dagger ‡ ddagger
⋄ diamond ◁ triangleleft ▷ triangleright △ bigtriangleup ▽ bigtriangledown ∔ dotplus ⋉ ltimes ⋊ rtimes

≤ leq ≥ geq ≠ neq ≡ equiv ≢ not\\equiv ≈ approx ≉ not\\approx ≅ cong ≃ simeq ∼ sim ≁ nsim ∽ backsim ∝ propto ≪ ll
≫ gg ⋘ lll ⋙ ggg ≺ prec ≻ succ ≼ preceq ≽ succeq ⪯ preceq ⪰ succeq ≲ lesssim ≳ gtrsim ≶ lessgtr ≷ gtrless
≦ leqq ≧ geqq ⩽ leqslant ⩾ geqslant ≮ nless ≯ ngtr ≰ nleq ≱ ngeq ≐ doteq ≑ doteqdot ≔ coloneqq ≕ eqqcolon
≜ triangleq ≝ overset{\\mathrm{def}}{=} ≟ overset{?}{=} ≍ asymp ⋈ bowtie ⊢ vdash ⊣ dashv ⊨ models ⊩ Vdash ⊥ perp
∥ parallel ∦ nparallel ∣ mid ∤ nmid ⌢ frown ⌣ smile

∈ in ∉ notin ∋ ni ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ⊊ subsetneq ⊋ supsetneq ⊄ not\\subset ⊅ not\\supset
⊈ nsubseteq ⊉ nsupseteq ⊏ sqsubset ⊐ sqsupset ⊑ sqsubseteq ⊒ sqsupseteq ∅ emptyset ∁ complement

← leftarrow → rightarrow ↑ uparrow ↓ downarrow ↔ leftrightarrow ↕ updownarrow ⇐ Leftarrow ⇒ Rightarrow ⇑ Uparrow
⇓ Downarrow ⇔ Leftrightarrow ⇕ Updownarrow ↦ mapsto ↩ hookleftarrow ↪ hookrightarrow ↗ nearrow ↘ searrow ↙ swarrow
↖ nwarrow ↚ nleftarrow ↛ nrightarrow ⇏ nRightarrow ⇍ nLeftarrow ↼ leftharpoonup ↽ leftharpoondown ⇀ rightharpoonup
⇁ rightharpoondown ⇌ rightleftharpoons ⇋ leftrightharpoons ⇄ rightleftarrows ⇆ leftrightarrows ⇉ rightrightarrows
⇇ leftleftarrows ↠ twoheadrightarrow ↞ twoheadleftarrow ↝ rightsquigarrow ⟵ longleftarrow ⟶ longrightarrow
⟷ longleftrightarrow ⟸ Longleftarrow ⟹ Longrightarrow ⟺ Longleftrightarrow ⟼ longmapsto ⇝ rightsquigarrow

∀ forall ∃ exists ∄ nexists ¬ neg ∴ therefore ∵ because ⊤ top ∞ infty ∂ partial ∇ nabla ∆ Delta √ surd ∠ angle
∡ measuredangle ∢ sphericalangle ℏ hbar ı imath ȷ jmath ℓ ell ℘ wp ℜ Re ℑ Im ℵ aleph ℶ beth ℷ gimel ℸ daleth
… ldots ⋯ cdots ⋮ vdots ⋱ ddots □ square ■ blacksquare ◇ lozenge ◊ lozenge ♠ spadesuit ♣ clubsuit ♥ heartsuit
♦ diamondsuit ♭ flat ♮ natural ♯ sharp ∎ blacksquare § S ¶ P £ pounds € text{€}

∑ sum ∏ prod ∐ coprod ∫ int ∬ iint ∭ iiint ⨌ iiiint ∮ oint ∯ oiint ∰ oiiint ∲ varointclockwise ∳ ointctrclockwise
⋀ bigwedge ⋁ bigvee ⋂ bigcap ⋃ bigcup ⨀ bigodot ⨁ bigoplus ⨂ bigotimes ⨄ biguplus ⨆ bigsqcup

⟨ langle ⟩ rangle 〈 langle 〉 rangle ⌊ lfloor ⌋ rfloor ⌈ lceil ⌉ rceil ⟦ llbracket ⟧ rrbracket ⟮ lgroup ⟯ rgroup
⎰ lmoustache ⎱ rmoustache ⌜ ulcorner ⌝ urcorner ⌞ llcorner ⌟ lrcorner
"""


def _commands(pairs: str) -> dict[str, str]:
    words = pairs.split()
    return {char: f"\\{name}" for char, name in zip(words[::2], words[1::2], strict=True)}


_GREEK_LETTERS = _commands(_GREEK)
_SYMBOLS = _commands(_COMMANDS) | {"ℎ": "h"} | _SPECIAL

# First code point of each alphabet of Mathematical Alphanumeric Symbols (Unicode chapter 22.2) and its LaTeX command
_ALPHABETS = (
    (0x1D400, "mathbf"),
    (0x1D434, None),
    (0x1D468, "boldsymbol"),
    (0x1D49C, "mathcal"),
    (0x1D504, "mathfrak"),
    (0x1D538, "mathbb"),
    (0x1D56C, "mathfrak"),
    (0x1D5A0, "mathsf"),
    (0x1D670, "mathtt"),
    (0x1D6A4, None),
    (0x1D6A8, "boldsymbol"),
    (0x1D6E2, None),
    (0x1D71C, "boldsymbol"),
    (0x1D7CE, "mathbf"),
    (0x1D7D8, "mathbb"),
    (0x1D7E2, "mathsf"),
    (0x1D7F6, "mathtt"),
)
_LETTERLIKE = (
    dict.fromkeys("ℂℍℕℙℚℝℤ", "mathbb") | dict.fromkeys("ℊℋℐℒℛℬℯℰℱℳℴ", "mathcal") | dict.fromkeys("ℭℌℨ", "mathfrak")
)

_TEXT_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "{": r"\{",
        "}": r"\}",
        "#": r"\#",
        "$": r"\$",
        "%": r"\%",
        "&": r"\&",
        "_": r"\_",
        "\u00a0": "~",
    }
)

_ALPHABET_STARTS = [start for start, _ in _ALPHABETS]
_FIRST_ALPHABET, _LAST_ALPHABET = "\U0001d400", "\U0001d7ff"
_BOLD_ALPHABETS = frozenset({"mathbf", "boldsymbol"})
_SCRIPTS = frozenset("^_")
_RELATIONS = frozenset("=<>≤≥≠≡≈≅≃∼∝≪≫∈∉∋⊂⊃⊆⊇→←↔⇒⇐⇔↦≔≜")
_BINARY_OPERATORS = frozenset("+-−±∓×÷⋅·∘∩∪∧∨⊕⊗∖")
_CLOSING = frozenset(")]}!")
_MARKS = f"[{''.join(ACCENTS)}]"
_CLUSTER = compile_late(rf"([ \t\r\n]+(?!{_MARKS})|.)({_MARKS}*)", re.DOTALL)
_OUTER_BLANKS = compile_late(r"\A(?:\\?\s){1,4}|(?:\\?\s){1,4}\Z")
_BLANKS = compile_late(r"\s{2,}")
_ENDS_IN_COMMAND = compile_late(r"\\[A-Za-z]+$")
_IS_ATOM = compile_late(r"(?!\\(?:over|under)brac)(\\[A-Za-z]+(\{[^{}]*\})?|\\[^A-Za-z]|[^\\{}])$")


class _Bit(NamedTuple):
    """A bit of LaTeX and the alphabet or script it stands in: neighbours in the same one share its braces."""

    latex: str
    group: str | None = None


def join(*pieces: str) -> str:
    """The pieces side by side, with a blank where a command would swallow the letter after it."""
    joined: list[str] = []
    for piece in filter(None, pieces):
        if joined and piece[0].isalpha() and _ENDS_IN_COMMAND.search(joined[-1]):
            joined.append(" ")
        joined.append(piece)
    return "".join(joined)


def trimmed(latex: str) -> str:
    """`latex` without blanks at its ends, shown ones included, and without doubled blanks."""
    return _OUTER_BLANKS.sub("", _BLANKS.sub(" ", latex))


def atom(latex: str) -> str:
    """`latex` as one unit that can carry a script: in braces unless it is a single letter or command."""
    latex = trimmed(latex)
    return latex if _IS_ATOM.match(latex) else f"{{{latex}}}"


def literal_text(text: str) -> str:
    r"""`text` as upright words: `\text{...}` with LaTeX's own characters escaped."""
    return f"\\text{{{text.translate(_TEXT_ESCAPES)}}}" if text else ""


def math_text(text: str, alphabet: str | None = None) -> str:
    """The characters of an equation as LaTeX, its letters and digits in `alphabet` (`mathrm`, `mathbf` …)."""
    pieces = _pieces(text, alphabet)
    latex = join(*(_grouped(group, [piece.latex for piece in run]) for group, run in groupby(pieces, _group_of)))
    return f"{{}}{latex}" if latex.startswith(("^", "_")) else latex


def _pieces(text: str, alphabet: str | None) -> Iterator[_Bit]:
    for cluster in _CLUSTER.finditer(text):
        char, marks = cluster.groups()
        if marks:
            yield _accented(_character(char, alphabet), marks)
        elif char.isspace() and char not in _SYMBOLS:
            yield _space(cluster)
        elif char in _RELATIONS or (char in _BINARY_OPERATORS and _is_between_operands(cluster)):
            yield _Bit(f" {_character(char, None).latex} ")
        else:
            yield _character(char, alphabet)


def _accented(piece: _Bit, marks: str) -> _Bit:
    latex = _grouped(piece.group, [piece.latex])
    for mark in marks:
        latex = f"\\{ACCENTS[mark]}{{{latex}}}"
    return _Bit(latex)


def _space(cluster: re.Match[str]) -> _Bit:
    """A blank shows next to words; next to operators LaTeX sets its own."""
    text, start, end = cluster.string, *cluster.span()
    neighbours = text[max(start - 1, 0) : start] + text[end : end + 1]
    return _Bit(r"\ " if neighbours.isalnum() else " ")


def _is_between_operands(cluster: re.Match[str]) -> bool:
    text, start, end = cluster.string, *cluster.span()
    before = text[max(start - 1, 0) : start]
    return end < len(text) and (before.isalnum() or before in _CLOSING)


def _character(char: str, alphabet: str | None) -> _Bit:
    if char.isascii() and char.isalnum():
        return _Bit(char, alphabet)
    if char == "°":
        return _Bit(r"\circ", "^")
    if char in _SYMBOLS:
        return _Bit(_SYMBOLS[char])
    if char in _GREEK_LETTERS:
        return _Bit(_GREEK_LETTERS[char], "boldsymbol" if alphabet in _BOLD_ALPHABETS else None)
    if char in _LETTERLIKE:
        return _Bit(unicodedata.normalize("NFKC", char), _LETTERLIKE[char])
    if _FIRST_ALPHABET <= char <= _LAST_ALPHABET:
        return _character(unicodedata.normalize("NFKC", char), _alphabet_of(char))
    return _decompose(char) or _Bit(char, alphabet if char.isalpha() else None)


def _alphabet_of(char: str) -> str | None:
    return _ALPHABETS[bisect_right(_ALPHABET_STARTS, ord(char)) - 1][1]


def _decompose(char: str) -> _Bit | None:
    """A compatibility character (x², ½, ﬁ) by its parts."""
    tag = unicodedata.decomposition(char).partition(" ")[0]
    parts = unicodedata.normalize("NFKC", char)
    match tag:
        case "<super>":
            return _Bit(math_text(parts), "^")
        case "<sub>":
            return _Bit(math_text(parts), "_")
        case "<fraction>":
            numerator, _, denominator = parts.partition("⁄")
            return _Bit(f"\\frac{{{numerator}}}{{{denominator}}}")
        case "<font>" | "<compat>" | "<wide>" | "<small>" if not parts.startswith(" "):
            return _Bit(math_text(parts))
        case _:
            return None


def _grouped(group: str | None, pieces: list[str]) -> str:
    latex = join(*pieces)
    if group is None or (group == "mathrm" and latex.isdigit()):
        return latex
    return f"{group}{{{latex}}}" if group in _SCRIPTS else f"\\{group}{{{latex}}}"


def _group_of(piece: _Bit) -> str | None:
    return piece.group
