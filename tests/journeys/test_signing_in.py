"""The way in, through the pages."""

import pytest

from tests.live.signing_in import sign_in


@pytest.mark.parametrize("scripts", [True, False])
def test_an_entrepreneur_signs_in_with_the_code_of_the_sms(world, window, scripts):
    page = window(scripts=scripts)
    sign_in(page, world, "asha")
    assert page.url == world.url + "/centre/"
    assert "নয়ারহাট" in page.inner_text("body")


def test_an_operator_signs_in_with_a_password_and_a_second_step(world, window):
    page = window(language="en")
    sign_in(page, world, "omar")
    assert page.url.startswith(world.url + "/operator/")
