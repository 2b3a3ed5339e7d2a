"""Pictures that tell how they were cut and turned: each quarter has a colour of its own."""

import io

from PIL import Image

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)
CORNERS = {(0, 0): RED, (1, 0): GREEN, (0, 1): BLUE, (1, 1): YELLOW}


def quarters(format: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture whose four quarters are red, green, blue and yellow."""
    image = Image.new("RGB", size)
    for (column, row), colour in CORNERS.items():
        left, top = column * size[0] // 2, row * size[1] // 2
        image.paste(colour, (left, top, left + size[0] // 2, top + size[1] // 2))
    output = io.BytesIO()
    image.save(output, format=format)
    return output.getvalue()


def corners(data: bytes) -> list[str]:
    """The colours of the corners, from the upper left in reading order."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    width, height = image.size
    places = ((1, 1), (width - 2, 1), (1, height - 2), (width - 2, height - 2))
    named = {"red": RED, "green": GREEN, "blue": BLUE, "yellow": YELLOW, "white": (255, 255, 255)}

    def name(pixel: tuple[int, ...]) -> str:
        return min(named, key=lambda name: sum(abs(a - b) for a, b in zip(named[name], pixel, strict=True)))

    return [name(image.getpixel(place)) for place in places]
