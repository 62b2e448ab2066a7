"""What is committed is fresh, light enough, and shapes Bengali."""

import gzip
import re

from fontTools.ttLib import TTFont

from ekshop.web.styles import build, freshness
from ekshop.web.styles.freshness import STATIC
from ekshop.web.styles.goods import DRAWINGS
from ekshop.web.styles.icons import ICON_ALIASES, ICONS

KB = 1000
FIRST_LOAD = ("look.css", "look.js", "htmx.js")


def packed(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes()))


def test_what_is_committed_is_what_the_sources_say():
    assert freshness.faults() == []


def test_styles_and_scripts_of_a_first_visit_weigh_at_most_60_kb_even_with_alpine():
    weight = sum(packed(name) for name in (*FIRST_LOAD, "alpine.js"))
    assert weight <= 60 * KB, f"{weight / KB:.1f} kB"


def test_a_storefront_visit_without_alpine_leaves_room_for_the_page_and_its_drawings():
    weight = sum(packed(name) for name in (*FIRST_LOAD, "icons.svg", "mark.svg"))
    assert weight <= 50 * KB, f"{weight / KB:.1f} kB"


def test_a_drawing_is_a_few_hundred_bytes_on_the_line():
    heavy = [name for name in DRAWINGS if packed(f"drawings/{name}.svg") > 3 * KB]
    assert heavy == []


def test_every_named_icon_and_drawing_is_there_and_no_other():
    sprite = (STATIC / "icons.svg").read_text()
    assert set(re.findall(r'symbol id="([^"]+)"', sprite)) == {*ICONS, *ICON_ALIASES}
    assert {path.stem for path in (STATIC / "drawings").iterdir()} == set(DRAWINGS)


def test_the_bengali_font_keeps_every_letter_and_the_rules_that_join_them():
    font = TTFont(STATIC / "fonts/noto-sans-bengali.woff2")
    assert set(map(ord, "০১২৩৪৫৬৭৮৯৳কখগঙৎংঃঁািীুূৃেৈোৌ্ড়ঢ়য়")) <= set(font.getBestCmap())
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"akhn", "half", "blwf", "pstf", "pres", "abvs", "blws", "psts", "init"} <= features
    weight = next(axis for axis in font["fvar"].axes if axis.axisTag == "wght")
    assert (weight.minValue, weight.maxValue) == (400, 700)


def test_fonts_are_small_enough_for_a_slow_line():
    sizes = {path.name: path.stat().st_size for path in (STATIC / "fonts").iterdir()}
    assert sum(sizes.values()) <= 95 * KB


def test_older_phones_get_plain_colours_in_place_of_light_dark():
    assert "light-dark(" not in (STATIC / "look.css").read_text()
    assert build.tokens_spread(":root { --a: light-dark(#fff, rgb(0 0 0 / 5%)); --b: 1px; }") == (
        ":root { --a: #fff; --b: 1px; }"
        "@media screen and (prefers-color-scheme: dark) "
        '{:root:not([data-theme="light"]) {--a:rgb(0 0 0 / 5%);}}\n'
        '@media screen {[data-theme="dark"] {--a:rgb(0 0 0 / 5%);}}\n'
    )


def test_a_class_nobody_compiled_is_named_with_its_template():
    html = '<p class="grid {% if a == "b" %}zz-9{% endif %} badge-{{ tone }} js-hook">'
    assert freshness.found_in(html) == {"grid", "zz-9"}
    assert "zz-9" not in freshness.classes_styled((STATIC / "look.css").read_text())
    assert "md:grid-cols-2" in freshness.classes_styled((STATIC / "look.css").read_text())
