"""The map of districts."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from ekshop.web.components.maps import district_map


def test_every_district_is_drawn_and_a_page_only_says_how_dark_it_is():
    drawn = district_map([])
    assert len({shape.code for shape in drawn.shapes}) == 64
    outlines = Path(finders.find("maps/districts.svg"))
    assert outlines.stat().st_size < 60_000
    assert (drawn.width, drawn.height) == (600, 848)
    page = render_to_string("cotton/district_map.html", {"rows": []})
    assert len(page) < 8_000
    for shape in drawn.shapes:
        assert f'districts.svg#{shape.code}"' in page


def test_more_is_darker_and_nothing_is_palest():
    drawn = district_map(
        [
            {"code": "district-47", "label": "Dhaka", "value": 100, "href": "/d/dhaka/"},
            {"code": "district-14", "label": "Bogura", "value": 25, "shown": "25 orders"},
        ]
    )
    shapes = {shape.code: shape for shape in drawn.shapes}
    dhaka, bogura, other = (shapes[f"district-{n}"] for n in (47, 14, 1))
    assert float(dhaka.shade) > float(bogura.shade) > float(other.shade)
    assert bogura.title == "Bogura: 25 orders"
    assert dhaka.href == "/d/dhaka/"
    assert drawn.most == 100
