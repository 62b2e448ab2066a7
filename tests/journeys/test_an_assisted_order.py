"""The main job in a phone's browser: from "জামদানি" in the search box to the commission earned."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.live import World
from tests.live.processes import until

from .ordering import Journey

SPELLINGS = ["জামদানি", "jamdani", "জামদানী শাড়ি"]
KARIM = {"bn": ("01811000001", "করিম মিয়া"), "en": ("01811000002", "Karim Mia")}
EARNED = {"bn": "৪২৫", "en": "425"}
"""Five per cent of one saree of ৳8,500."""


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A torn saree, as a telephone would take it."""
    path = tmp_path_factory.mktemp("photos") / "torn.jpg"
    Image.effect_noise((1200, 900), 40).convert("RGB").save(path, "JPEG", quality=80)
    return path


@pytest.fixture(autouse=True)
def habits(world: World) -> None:
    """One seller takes every order, the other has no more of the orna; both are quick."""
    quick = {"answer_after_s": 0.1, "ship_after_s": 0.1, "decline_percent": 0}
    world.control("shop/3/settings", **quick)
    world.control("shop/6/settings", **quick, decline_skus=["HK-02"])
    world.control("courier/settings", step_s=0.1)


@pytest.mark.parametrize(
    ("language", "scripts"),
    [("bn", True), ("en", False)],
    ids=["in Bengali", "in English and without scripts"],
)
def test_an_entrepreneur_carries_an_order_from_search_to_commission(
    world, window, photo, language, scripts
):
    mobile, name = KARIM[language]
    page = window("asha", language=language, scripts=scripts)
    journey = Journey(world, page, mobile, name)
    journey.attend()
    for words in SPELLINGS:
        journey.find(words)
        expect(page.locator(f"#o-{journey.offer('ST-01')}")).to_be_visible()
    journey.put_in_basket("ST-01")
    journey.find("orna" if language == "en" else "ওড়না")
    journey.put_in_basket("HK-02")
    journey.count_and_place("ST-01", 2)
    assert journey.code in page.inner_text("main")
    until(lambda: any(journey.code in each["text"] for each in world.messages(mobile)), "the SMS")
    journey.answered("ST-01", "confirmed")
    journey.answered("HK-02", "declined")
    journey.receive("ST-01")
    journey.reject_one("ST-01", photo)
    journey.pay()
    journey.hand_over()
    assert journey.part("ST-01").state == "handed_over"
    journey.find_commission("ST-01", EARNED[language])
    journey.follow(window(language=language, scripts=scripts), "ST-01")
