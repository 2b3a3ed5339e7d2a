import pytest
from html_pages import write_blocks, write_inlines

from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import IndexEntry
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)


def test_marks_are_the_elements_that_mean_them():
    everything = write_inlines(Run("x", frozenset(Mark))).main
    assert everything == (
        '<strong><em><u><s><span class="sc"><code><sub><sup>x</sup></sub></code></span></s></u></em></strong>'
    )


def test_neighbours_share_the_elements_that_both_are_in():
    bold = frozenset({Mark.BOLD})
    written = write_inlines(Run("a", bold), LineBreak(bold), Run("b", bold | {Mark.ITALIC}))
    assert written.main == "<strong>a<br><em>b</em></strong>"


def test_a_character_style_is_kept_by_name():
    assert write_inlines(Run("a", style='My "own"')).main == '<span data-style="My &quot;own&quot;">a</span>'


@pytest.mark.parametrize("text", ["a\rb", "a\x85b", "\ufdd0ab", "a\x0bb"])
def test_characters_that_html_cannot_hold_are_left_out_and_told(text):
    written = write_inlines(Run(text))
    assert (written.main, written.codes) == ("ab", ["HTML-W001"])


def test_a_note_and_its_sign_lead_to_each_other():
    written = write_inlines(Run("a"), Note(((Run("n"),), (Run("m"),))))
    assert '<a class="note-ref" role="doc-noteref" id="sd-fn1-ref" href="#sd-fn1"><sup>1</sup></a>' in written.page
    assert '<li id="sd-fn1"><p>n</p>\n<p>m</p><a class="back" role="doc-backlink" href="#sd-fn1-ref"' in written.page


def test_endnotes_have_a_section_and_numbers_of_their_own():
    written = write_inlines(Note(((Run("n"),),)), Note(((Run("e"),),), True), Note(((Run("f"),),), True))
    assert written.page.index('class="footnotes"') < written.page.index('class="endnotes"')
    assert "<sup>ii</sup>" in written.page


def test_a_note_in_a_note_comes_after_it():
    written = write_inlines(Note(((Run("outer"), Note(((Run("inner"),),))),)))
    assert written.page.index(">outer") < written.page.index(">inner")


def test_a_sidenote_stands_behind_its_block():
    written = write_blocks(Paragraph((Run("a"), Sidenote((Run("side"),)))), Paragraph((Run("b"),)))
    assert '</p><aside class="sidenote" role="note">' in written.main
    assert written.main.index("side</p>") < written.main.index("<p>b</p>")


def test_a_comment_stands_at_the_end_with_author_date_and_answers():
    comment = Comment("Ann", "2024-05-01T10:00:00Z", ("text",), "words", (Comment("Bo", "", ("yes",)),))
    page = write_inlines(Run("a"), comment).page
    assert '<cite>Ann</cite> <time datetime="2024-05-01T10:00:00Z">2024-05-01 10:00</time><q>words</q>' in page
    assert page.index("text</p>") < page.index("<cite>Bo</cite>")


def test_an_equation_is_mathml_with_its_latex():
    written = write_inlines(Equation(r"\frac{a}{b}", "a/b", True), Equation(r"\sqrt{b<1}", "b<1"))
    assert written.main.count("<math class=") == 2
    assert (
        '<math class="math display" display="block" data-text="a/b"><semantics><mrow><mfrac><mrow><mi>a</mi></mrow>'
        "<mrow><mi>b</mi></mrow></mfrac></mrow>"
        r'<annotation encoding="application/x-tex">\frac{a}{b}</annotation></semantics></math>'
    ) in written.main
    assert r'<annotation encoding="application/x-tex">\sqrt{b&lt;1}</annotation>' in written.main
    assert written.codes == []


@pytest.mark.parametrize(
    ("latex", "text"),
    [(r"\unknown{a}", "a"), ("{", "{"), (r"\frac{a}", "a"), ("a", "ab"), ("", "a"), ("a" * 20_001, "a" * 20_001)],
    ids=["command", "brace", "half a fraction", "a letter less", "no LaTeX", "too long"],
)
def test_an_equation_that_mathml_would_not_surely_say_is_shown_as_latex_and_told(latex, text):
    written = write_inlines(Equation(latex, text, True))
    assert f'<code class="math display" data-text="{text}">{latex}</code>' in written.main or latex == text
    assert "<math" not in written.main
    assert written.codes == ["HTML-W014"]


def test_a_simple_formula_is_shown_as_text_with_looks():
    written = write_inlines(Equation("x^{2}", "x2"))
    assert '<span class="math" data-latex="x^{2}" data-text="x2"><em>x</em><sup>2</sup></span>' in written.main
    assert written.codes == []


def test_a_reference_to_nothing_is_text():
    written = write_inlines(CrossReference("gone", text="see there"))
    assert 'data-target="gone" data-shows="content">see there</span>' in written.main
    assert written.codes == ["HTML-W012"]


def test_the_index_links_to_the_places_that_name_its_entries():
    entries = (IndexEntry("a", "Apple", (IndexEntry("b", "Boskoop", target="a"),)),)
    page = write_inlines(IndexMark("a"), Run("x"), IndexMark("a"), index=entries).page
    assert '<span class="title">Apple</span> <a href="#sd-mark1">1</a>, <a href="#sd-mark2">2</a>' in page
    assert '<span class="title">Boskoop</span> see <a href="#sd-ix1">Apple</a>' in page


def test_characters_that_html_cannot_hold_are_told():
    written = write_inlines(Run("a\x0bb\x80\x9f\ud800"), Run("c", style="\x01"))
    assert written.main == "abc"
    assert written.codes == ["HTML-W001"]
    assert written.findings[0].details["count"] == 5


# ----------------------------------------------------------------------------------------------------------- injection

HARMFUL = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "\u200bjavascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "java&Tab;script:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://a.example/1",
    "view-source:x",
    ":javascript:x",
]


@pytest.mark.parametrize("href", HARMFUL)
def test_a_link_that_could_run_something_is_text(href):
    written = write_inlines(Link(href, (Run("text"),)))
    assert written.main == "text"
    assert written.codes[0] == "HTML-W010"
    assert "href" not in written.main


@pytest.mark.parametrize(
    "href", ["https://a.example/x:y", "HTTP://a.example", "mailto:a@b", "tel:+1", "x/y:z", "#x:y", "?a:b", "//host", ""]
)
def test_other_addresses_are_links(href):
    written = write_inlines(Link(href, (Run("text"),)))
    assert (f'<a href="{href}">text</a>' == written.main) == bool(href)


def test_what_an_address_cannot_hold_is_escaped_and_the_address_kept():
    written = write_inlines(Link('https://a.example/a b"><script>', (Run("x"),)))
    assert 'href="https://a.example/a%20b%22%3E%3Cscript%3E"' in written.main
    assert "<script" not in written.page
