import pytest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ekshop.kernel import errors
from ekshop.kernel.actors import Actor


class TooFew(errors.DomainError):
    code = "too_few"
    message = _("Only a failed job can be tried again; this one is “%(status)s”.")


def test_an_error_is_a_code_data_and_a_sentence():
    error = TooFew(status="100%")
    assert (error.code, error.data) == ("too_few", {"status": "100%"})
    assert "100%" in str(error)


def test_an_error_can_be_made_with_a_code_and_a_sentence_of_its_own():
    error = errors.NotFound("no_goat", "There is no goat.", goat_id=3)
    assert (error.code, str(error), error.http_status) == ("no_goat", "There is no goat.", 404)
    assert errors.NotFound.code == "not_found"


def test_wrong_input_says_which_field_and_how_to_mend_it():
    error = errors.InvalidInput({"price": "Give a price."})
    assert error.field_errors == {"price": "Give a price."}
    assert "price: Give a price." in str(error)
    assert error.http_status == 422


@pytest.mark.parametrize(
    "kind", [errors.NotFound, errors.NotAllowed, errors.Conflict, errors.StaleState]
)
def test_a_refusal_speaks_the_readers_language(kind):
    with override("bn"):
        bengali = str(kind())
    with override("en"):
        english = str(kind())
    assert english.isascii()
    assert any("ঀ" <= letter <= "৿" for letter in bengali)


def test_an_actor_says_who_it_is():
    assert Actor.system("worker").is_system
    assert not Actor.public().is_person
    assert Actor.partner_api(4, "Boi Bazar").columns()["actor_organisation_id"] == 4
