"""Pictures of a shop's goods, drawn here: a shape in its colour on a plain ground."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw

SIDE = 900
COLOURS = {
    "red": "#b3261e", "blue": "#2456a6", "sky blue": "#6db3dd", "green": "#2f7d4f",
    "black": "#26282b", "white": "#f4f1ea", "yellow": "#e3b53c", "purple": "#6d4a94",
    "pink": "#d9799b", "maroon": "#6e1f2b", "orange": "#d9762b", "grey": "#8b8f94",
    "brown": "#7a5236", "turquoise": "#2f9d9a", "cream": "#e8dcc0", "gold": "#c9a13b",
    "silver": "#b9bec4", "midnight blue": "#1d2a4d",
}  # fmt: skip
Points = list[tuple[int, int]]
SHAPES: dict[str, list[Points]] = {
    "shirt": [
        [(330, 170), (570, 170), (760, 290), (690, 410), (630, 370), (630, 740), (270, 740),
         (270, 370), (210, 410), (140, 290)],
    ],
    "panjabi": [
        [(340, 130), (560, 130), (740, 240), (720, 520), (640, 520), (620, 330), (650, 800),
         (250, 800), (280, 330), (260, 520), (180, 520), (160, 240)],
    ],
    "trousers": [
        [(300, 130), (600, 130), (660, 800), (510, 800), (450, 330), (390, 800), (240, 800)],
    ],
    "cloth": [[(170, 200), (730, 150), (760, 700), (200, 760)]],
    "phone": [[(300, 110), (600, 110), (600, 790), (300, 790)]],
}  # fmt: skip


@lru_cache(maxsize=200)
def picture(shape: str, name: str) -> bytes:
    """A JPEG; a name that ends in "-near" is the same seen from nearer."""
    colour, near, _rest = name.partition("-near")
    ink = COLOURS.get(colour.lower(), "#9aa58f")
    image = Image.new("RGB", (SIDE, SIDE), "#f7f5ef")
    draw = ImageDraw.Draw(image)
    for points in SHAPES.get(shape, SHAPES["cloth"]):
        draw.polygon([(x + 10, y + 14) for x, y in points], fill="#e2ddd0")
        draw.polygon(points, fill=ink, outline="#3a3a38", width=4)
        _details(draw, shape, points, ink)
    if near:
        image = image.crop((250, 130, 650, 530)).resize((SIDE, SIDE))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _details(draw: ImageDraw.ImageDraw, shape: str, points: Points, ink: str) -> None:
    line = "#ffffff" if sum(int(ink[i : i + 2], 16) for i in (1, 3, 5)) < 380 else "#4a4a48"
    if shape == "phone":
        draw.rectangle((320, 150, 580, 740), fill="#dfe8ee")
        draw.ellipse((435, 750, 465, 780), outline=line, width=3)
        return
    if shape in ("shirt", "panjabi"):
        top = points[0][1]
        draw.polygon([(400, top), (500, top), (450, top + 90)], fill="#f7f5ef", outline=line)
        for button in range(5):
            y = top + 120 + button * 70
            draw.ellipse((443, y, 457, y + 14), fill=line)
        return
    for step in range(6):
        y = 260 + step * 80
        draw.line((220, y, 720, y - 30), fill=line, width=2)
