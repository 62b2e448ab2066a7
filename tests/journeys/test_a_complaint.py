"""A complaint from a telephone on which no script runs."""

from .visitors import STORY, Complainant, complain_of_a_facebook_seller


def test_without_scripts_a_complaint_goes_through_as_well(world, window):
    page = window(scripts=False)
    karim = Complainant(world, page)
    page.goto("/complain/")
    page.click("main a[href='/complain/new/']")
    karim.prove("01811000022")
    karim.on()
    code = complain_of_a_facebook_seller(karim, "01711-223355", "9BF7AA2")
    karim.see(f"/complain/cases/{code}/", STORY)
