"""Sources of figures that we wrote ourselves stand in the reader's language."""

from django.utils.translation import override

from ekshop.channels.rules.nomenclature import duty_rows
from ekshop.channels.rules.sources import OURS, source_words


def test_every_source_an_installation_begins_with_is_told_in_bengali_and_keeps_its_address():
    for source in {row["source"] for row in duty_rows()} | OURS.keys():
        with override("bn"):
            told = source_words(source)
        said, _mark, address = told.partition(": http")
        assert any("ঀ" <= letter <= "৿" for letter in said), source
        assert source.endswith(address)
        with override("en"):
            assert source_words(source) == source
    assert source_words("Our broker's letter of May") == "Our broker's letter of May"
