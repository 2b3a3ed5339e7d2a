"""Equations of Office Math in a few words, and what is read from them."""

from lxml import etree

from sdconvert.formats.docx.read.math import Math, read_math

NAMESPACES = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
)


def equation(content: str) -> Math:
    """The equation with this content."""
    return read_math(etree.fromstring(f"<m:oMath {NAMESPACES}>{content}</m:oMath>"))


def latex(content: str) -> str:
    """The LaTeX of an equation that is understood."""
    read = equation(content)
    assert read.unknown == ()
    return read.latex


def run(text: str, properties: str = "") -> str:
    """A run of an equation."""
    return f'<m:r><m:rPr>{properties}</m:rPr><m:t xml:space="preserve">{text}</m:t></m:r>'


def val(name: str, value: str) -> str:
    """A property."""
    return f'<m:{name} m:val="{value}"/>'


def construct(name: str, *arguments: tuple[str, str], properties: str = "") -> str:
    """`properties` empty leaves the property element out, as some producers do."""
    given = f"<m:{name}Pr>{properties}</m:{name}Pr>" if properties else ""
    content = "".join(f"<m:{argument}>{value}</m:{argument}>" for argument, value in arguments)
    return f"<m:{name}>{given}{content}</m:{name}>"


def around(name: str, content: str, properties: str = "") -> str:
    """A construct with one argument."""
    return construct(name, ("e", content), properties=properties)


PLAIN = val("sty", "p")
X, TWO = run("x"), run("2")
CONSTRUCTS = (
    *(
        "acc",
        "bar",
        "borderBox",
        "box",
        "d",
        "eqArr",
        "f",
        "func",
        "groupChr",
        "limLow",
        "limUpp",
        "m",
        "nary",
        "phant",
    ),
    *("r", "rad", "sPre", "sSub", "sSubSup", "sSup"),
)
FRACTION = construct("f", ("num", run("a")), ("den", run("b")))
