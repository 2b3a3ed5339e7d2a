import time

from docx_styles import based_on, cascade, marks, paragraph_properties, ppr, rpr, style, styles
from lxml import etree

from sdconvert.formats.docx.names import W
from sdconvert.formats.docx.read.formatting.cascade import RunProperties
from sdconvert.formats.docx.read.formatting.styles import Styles
from sdconvert.model.inlines import Mark

BOLD, ITALIC, UNDERLINE, STRIKE = Mark.BOLD, Mark.ITALIC, Mark.UNDERLINE, Mark.STRIKE


# Which style


def test_a_document_without_styles_has_a_plain_default_style() -> None:
    plain = Styles.read(None)
    assert plain.paragraph(None) == plain.paragraph("Heading1")
    assert plain.paragraph(None).name == ""
    assert cascade(plain).run(plain.paragraph(None), None) == RunProperties()
    assert plain.table(None).name == ""


def test_an_unknown_style_is_the_default_style() -> None:
    assert styles().paragraph("nowhere").id == "Normal"


def test_a_style_of_another_kind_is_the_default_style() -> None:
    assert styles(style("Strong", kind="character")).paragraph("Strong").id == "Normal"


def test_the_last_of_several_default_styles_counts() -> None:
    assert styles(style("Body", more='w:default="1"')).paragraph(None).id == "Body"


def test_normal_is_the_default_style_where_none_is_marked() -> None:
    root = etree.fromstring(f'<w:styles xmlns:w="{W}">{style("A")}{style("N", name="Normal")}</w:styles>')
    assert Styles.read(root).paragraph(None).id == "N"


def test_a_style_without_a_name_is_called_by_its_id() -> None:
    root = etree.fromstring(f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="X"/></w:styles>')
    assert Styles.read(root).paragraph("X").name == "X"


def test_a_name_is_kept_as_it_is_and_compared_in_lower_case() -> None:
    own = styles(style("X", name="Fließtext Groß", more='w:customStyle="1"')).paragraph("X")
    assert (own.name, own.key, own.is_own) == ("Fließtext Groß", "fließtext groß", True)
    assert not styles().paragraph("Normal").is_own


def test_latent_styles_are_no_styles() -> None:
    latent = '<w:latentStyles><w:lsdException w:name="heading 1"/></w:latentStyles>'
    assert [item.id for item in styles(latent).paragraphs()] == ["Normal"]


def test_a_circle_of_styles_is_cut_and_told() -> None:
    circle = styles(style("A", based_on("B") + rpr("<w:b/>")), style("B", based_on("A") + rpr("<w:i/>")))
    assert marks(circle, "A") == {BOLD, ITALIC}
    assert circle.problems == ("the style “B” is based on itself through “A”",)


def test_a_style_based_on_itself_is_cut_and_told() -> None:
    assert len(styles(style("A", based_on("A"))).problems) == 1


def test_an_absurdly_long_chain_is_cut_and_told_in_time() -> None:
    chain = styles(*(style(f"S{at}", based_on(f"S{at + 1}")) for at in range(5000)))
    began = time.process_time()
    assert len(chain.paragraph("S0").chain) < 64
    assert list(chain.paragraphs())
    assert time.process_time() - began < 5
    assert "more than 64 styles" in chain.problems[0]


# Headings, titles, captions


def test_a_heading_is_known_by_its_name_whatever_its_id() -> None:
    for name in ("heading 3", "Heading 3"):
        heading = styles(style("berschrift3", name=name)).paragraph("berschrift3")
        assert (heading.heading_level, heading.has_heading_name) == (2, True)


def test_a_style_called_like_a_heading_is_none_by_its_id_alone() -> None:
    assert styles(style("Heading1", name="Own")).paragraph("Heading1").heading_level is None


def test_a_style_based_on_a_heading_is_a_heading() -> None:
    own = styles(style("H2", name="heading 2"), style("X", based_on("H2"))).paragraph("X")
    assert (own.heading_level, own.has_heading_name, own.chain) == (1, False, ("heading 2",))


def test_the_outline_level_makes_a_heading_through_the_chain() -> None:
    outlined = style("A", ppr('<w:outlineLvl w:val="4"/>'))
    assert styles(outlined, style("B", based_on("A"))).paragraph("B").heading_level == 4


def test_outline_level_nine_ends_the_inheritance() -> None:
    toc = style("T", based_on("H1") + ppr('<w:outlineLvl w:val="9"/>'), "TOC Heading")
    assert styles(style("H1", name="heading 1"), toc).paragraph("T").heading_level is None


def test_title_subtitle_and_caption_are_known_by_name() -> None:
    found = styles(style("T", name="Title"), style("S", name="Subtitle"), style("C", name="caption"))
    assert (found.paragraph("T").is_title, found.paragraph("S").is_subtitle, found.paragraph("C").is_caption) == (
        True,
        True,
        True,
    )
    assert not found.paragraph("Normal").is_title


def test_a_style_based_on_caption_is_a_caption() -> None:
    assert styles(style("C", name="caption"), style("F", based_on("C"))).paragraph("F").is_caption


def test_a_paragraph_may_have_its_own_outline_level() -> None:
    assert paragraph_properties(styles(), '<w:outlineLvl w:val="1"/>').heading_level == 1


def test_a_paragraph_may_leave_the_outline_of_its_style_unless_that_is_a_built_in_heading() -> None:
    found = styles(style("A", ppr('<w:outlineLvl w:val="2"/>')), style("H", name="heading 1"))
    assert paragraph_properties(found, '<w:pStyle w:val="A"/><w:outlineLvl w:val="9"/>').heading_level is None
    assert paragraph_properties(found, '<w:pStyle w:val="H"/><w:outlineLvl w:val="9"/>').heading_level == 0
