from django.utils.translation import override

from ekshop.kernel.countries import country_choices, country_name, is_country
from ekshop.kernel.templatetags.countries import country_choices as offered


def test_a_country_is_named_in_the_readers_language():
    assert country_name("KR", "bn") == "দক্ষিণ কোরিয়া"
    assert country_name("KR", "en") == "South Korea"


def test_letters_of_no_country_are_given_back_and_not_offered():
    assert country_name("ZZ", "bn") == "ZZ"
    assert not is_country("ZZ")
    assert is_country("US")
    assert "ZZ" not in dict(country_choices("en"))


def test_an_accented_name_stands_beside_the_plain_letter():
    names = [name for _code, name in country_choices("en")]
    assert names.index("Åland Islands") < names.index("Belgium")


def test_the_likeliest_country_stands_first_and_the_rest_in_their_order():
    with override("en"):
        first, *rest = offered("BD")
        assert first == ("BD", "Bangladesh")
        assert rest == [each for each in offered() if each != first]
