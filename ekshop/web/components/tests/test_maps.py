"""The map of districts."""

from ekshop.web.components.maps import district_map


def test_every_district_is_drawn_and_the_file_is_small():
    drawn = district_map([])
    assert len(drawn.shapes) == 64
    assert sum(len(shape.path) for shape in drawn.shapes) < 60_000


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
