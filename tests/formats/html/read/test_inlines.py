import pytest
from html_pages import plain, read_page
from strategies import png

from sdconvert.model.inlines import CrossReference, Equation, InlinePicture, LineBreak, Link, Mark, Run


def inlines(page, **arguments):
    return read_page(f"<p>{page}</p>", **arguments).blocks[0].content


@pytest.mark.parametrize(
    ("page", "mark"),
    [
        ("<b>x</b>", Mark.BOLD),
        ("<em>x</em>", Mark.ITALIC),
        ("<ins>x</ins>", Mark.UNDERLINE),
        ("<del>x</del>", Mark.STRIKE),
        ("<sub>x</sub>", Mark.SUBSCRIPT),
        ("<sup>x</sup>", Mark.SUPERSCRIPT),
        ("<kbd>x</kbd>", Mark.CODE),
        ('<span class="smallcaps">x</span>', Mark.SMALL_CAPITALS),
        ('<span style="font-weight:700">x</span>', Mark.BOLD),
        ('<span style="font-variant: small-caps">x</span>', Mark.SMALL_CAPITALS),
        ('<span style="text-decoration: line-through red">x</span>', Mark.STRIKE),
        ('<b><i><span style="font-weight:normal">x</span></i></b>', Mark.ITALIC),
    ],
)
def test_elements_and_styles_are_marks(page, mark):
    assert inlines(page) == (Run("x", frozenset({mark})),)


def test_line_breaks_take_the_white_space_around_them():
    assert inlines("a <br> b<br>") == (Run("a"), LineBreak(), Run("b"))


def test_a_link_holds_its_text_with_its_looks():
    assert inlines('<a href="https://a.example">x<b>y</b></a>') == (
        Link("https://a.example", (Run("x"), Run("y", frozenset({Mark.BOLD})))),
    )


@pytest.mark.parametrize(
    "href", ["javascript:x", "&#106;avascript:x", "java&#10;script:x", "data:text/html,x", "file:x"]
)
def test_links_that_could_run_something_are_text(href):
    result = read_page(f'<p><a href="{href}">x</a></p>')
    assert result.blocks[0].content == (Run("x"),)
    assert result.codes == ["HTML-R010"]


def test_a_link_to_nothing_in_the_page_is_told():
    result = read_page('<p><a href="#gone">x</a></p>')
    assert result.blocks[0].content == (Run("x"),)
    assert result.codes == ["HTML-R012"]


def test_a_link_around_a_picture_keeps_the_picture():
    result = read_page('<p><a href="https://a.example"><img src="a.png"></a></p>', base={"a.png": png()})
    assert [type(node) for node in result.blocks[0].content] == [InlinePicture]
    assert result.codes == ["HTML-R011"]


def test_a_picture_in_text_has_its_size_in_points():
    (picture,) = inlines('<img src="b/../a%20b.png?x" alt="A" width="96" style="height:1in">', base={"a b.png": png()})
    assert (picture.text, picture.width, picture.height) == ("A", 72.0, 72.0)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://a.example/x.png", "HTML-R040"),
        ("//a.example/x.png", "HTML-R040"),
        ("file:///etc/passwd", "HTML-R040"),
        ("/etc/passwd", "HTML-R041"),
        ("../../etc/passwd", "HTML-R041"),
        ("data:image/png;base64,AAAA", "HTML-R042"),
        ("data:image/png;base64,A", "HTML-R041"),
        ("", "HTML-R041"),
    ],
)
def test_a_picture_that_is_not_there_is_told_and_its_text_kept(address, code):
    result = read_page(f'<p>a <img src="{address}" alt="text"></p>')
    assert plain(result.blocks[0].content) == "a text"
    assert result.codes == [code]


def test_data_within_the_page_is_a_picture():
    import base64

    (picture,) = inlines(f'<img src="data:image/png;base64,{base64.b64encode(png()).decode()}">')
    assert picture.asset.endswith(".png")


def test_a_drawing_becomes_a_picture_without_scripts():
    result = read_page('<p><svg onload="x()"><script>y()</script><path d="M0 0"/></svg></p>')
    (data,) = result.document.assets.values()
    assert b"path" in data
    assert b"script" not in data
    assert b"onload" not in data


def test_formulas_are_read_as_the_latex_that_they_carry():
    mathml = '<math><semantics><mi>a</mi><annotation encoding="application/x-tex">a^2</annotation></semantics></math>'
    assert inlines(mathml) == (Equation("a^2", "a^2"),)
    assert inlines(r'<span class="math display">\[b\]</span>') == (Equation("b", "b", True),)
    assert read_page("<p><math><mi>c</mi></math></p>").codes == ["HTML-R029"]


def test_scripts_styles_and_events_are_left_out_and_told():
    result = read_page('<p onclick="x()">a<script>alert(1)</script><style>b{}</style></p>')
    assert plain(result.blocks[0].content) == "a"
    assert sorted(result.codes) == ["HTML-R020", "HTML-R024"]


def test_what_is_hidden_is_left_out_and_told():
    result = read_page('<p>a<span style="display: none">secret <b>word</b></span></p>')
    assert plain(result.blocks[0].content) == "a"
    assert result.findings[0].details["text"] == "secret word"


def test_form_controls_are_left_out_and_told():
    result = read_page('<form>Name <input value="Ann"><select><option>x</select></form>')
    assert [finding.details["text"] for finding in result.findings] == ["Ann", "x"]


def test_the_text_of_unknown_elements_is_kept():
    result = read_page("<p><x-thing>a</x-thing></p>")
    assert plain(result.blocks[0].content) == "a"
    assert result.codes == ["HTML-R025"]


def test_quotation_marks_are_written():
    assert plain(inlines("<q>a</q>")) == "“a”"


def test_a_reference_keeps_what_it_showed():
    blocks = read_page('<p><a href="#x">there</a></p><p id="x">t</p>').blocks
    assert blocks[0].content == (CrossReference("x"),)
    assert blocks[0].content[0].text == "there"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ('<p>a <span class="number">5</span></p>', "a 5"),
        ('<p><span class="number">5</span></p>', "5"),
        ('<table><tr><td><span class="number">5</span></table>', "5"),
        ('<p><code><span class="token number">42</span></code></p>', "42"),
        ('<pre><span class="number">42</span> x</pre>', "42 x"),
        ('<table><caption><span class="number">Table 1: </span>C</caption></table>', "Table 1: C"),
    ],
)
def test_a_number_is_the_label_of_a_block_only_where_it_stands_before_its_text(page, text):
    (block,) = read_page(page).blocks
    cells = [cell for row in getattr(block, "rows", ()) for cell in row.cells]
    content = cells[0].content[0].content if cells else getattr(block, "content", getattr(block, "caption", ()))
    assert plain(content) == text


def test_text_of_a_drawing_that_is_taken_out_is_told():
    drawing = (
        "<svg><script>no()</script><foreignObject><p>in a <b>drawing</b></p><iframe>x</iframe></foreignObject></svg>"
    )
    result = read_page(f"<p>{drawing}</p>")
    assert [str(f.message) for f in result.findings] == [
        "Text within a drawing of the page is left out: “in a drawingx”"
    ]
