"""Who joins: a centre the operator enrols, and a partner whose goods come by feed."""

from playwright.sync_api import expect

from tests.live.processes import until
from tests.live.signing_in import sign_in

DESK = {"width": 1280, "height": 900}


def choose(page, name: str, number: int = 1) -> None:
    """The nth real choice of a select."""
    page.select_option(f"select[name='{name}']", index=number)


def test_the_operator_enrols_a_centre_and_its_entrepreneur_begins_to_work(world, window):
    page = window("omar", size=DESK)
    page.goto("/operator/centres/new/")
    choose(page, "district")
    page.wait_for_url("**district=**")
    choose(page, "upazila")
    page.wait_for_url("**upazila=**")
    choose(page, "union_code")
    page.fill("input[name=name_bn]", "চরবাসী ডিজিটাল সেন্টার")
    page.fill("input[name=name_en]", "Charbashi Digital Centre")
    page.fill("input[name='entrepreneurs.0.name']", "Parul Begum")
    page.fill("input[name='entrepreneurs.0.mobile']", "০১৭১১-০০০০৭৭")
    page.locator("main form[method=post] button:not([type=button])").last.click()
    page.wait_for_url("**/operator/organisations/*/**")
    expect(page.locator("main")).to_contain_text("চরবাসী")
    world.facts["people"]["parul"] = {"mobile": "01711000077"}
    phone = window()
    sign_in(phone, world, "parul")
    assert phone.url == world.url + "/centre/"


def test_a_partner_brings_its_goods_by_feed_and_places_its_categories(world, window):
    page = window("rumana", size=DESK)
    page.goto("/partner/feeds/new/")
    page.click("a[href$='/feeds/new/google/']")
    page.fill("input[name=name]", "সব বই")
    page.fill("input[name=address]", f"{world.sandbox_url}/shops/1/feed.xml")
    page.click("form[action$='/feeds/look/'] button:not([type=button])")
    expect(page.locator("main")).to_contain_text("B000001")
    page.click("form[action$='/feeds/save/'] button:not([type=button])")
    seller = world.facts["people"]["rumana"]["organisation"]
    read = (
        "SELECT r.id, r.added, r.rejected FROM federation_feedrun r"
        " JOIN federation_feed f ON f.id = r.feed_id WHERE f.seller_id = %s AND r.state = 'done'"
    )
    ((run, added, rejected),) = until(lambda: world.sql(read, seller), "the feed to be read")
    assert (added, rejected) == (60, 0)
    page.goto(f"/partner/feeds/runs/{run}/")
    expect(page.locator("main")).to_contain_text("৬০")
    page.goto("/partner/categories/?how=suggested")
    if not page.locator("select[name^='category-']").count():
        page.goto("/partner/categories/?how=unsure")
    ((novels,),) = world.sql("SELECT id FROM catalogue_category WHERE slug = 'novels'")
    page.locator("select[name^='category-']").first.select_option(str(novels))
    page.click("button[name=save][value=all]")
    decided = "SELECT 1 FROM federation_categorymapping WHERE seller_id = %s AND decided_by_id > 0"
    until(lambda: world.sql(decided, seller), "the category to be settled")
    public = window()

    def on_the_shelf() -> bool:
        public.goto("/search/?q=নদীর ধারে গল্প")
        return "নদীর ধারে গল্প" in public.inner_text("main")

    until(on_the_shelf, "the books to be found", pause=0.3)
