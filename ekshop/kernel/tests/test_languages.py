from django.utils.translation import override

from ekshop.kernel.languages import is_language, language_name
from ekshop.kernel.templatetags.languages import language, language_choices


def test_a_language_is_named_in_the_readers_language():
    with override("bn"):
        assert (language("ko"), language("zh-hant")[:10]) == ("কোরিয়ান", "ম্যান্ডারিন"[:10])
        assert language_choices()[0] == ("en", "ইংরেজি")
    assert language_name("si", "en") == "Sinhala"


def test_letters_of_no_language_are_given_back_and_not_offered():
    assert language_name("qq", "bn") == "qq"
    assert is_language("th") and not is_language("qq")
