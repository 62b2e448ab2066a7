import io
import json

import pypdf
import pytest
import typst
from django.utils import translation

from ekshop.kernel.documents import TEMPLATES, pdf_render, plain_text, qr_svg
from ekshop.kernel.documents.labels import LABELS
from ekshop.kernel.documents.letters import printable
from ekshop.kernel.number_words import number_in_words, taka_in_words

from .document_samples import AT, SAMPLES

LANGUAGES = ["bn", "en"]


def attachments(pdf: bytes) -> dict[str, bytes]:
    return {name: files[0] for name, files in pypdf.PdfReader(io.BytesIO(pdf)).attachments.items()}


def test_every_template_has_a_sample():
    assert set(SAMPLES) == set(TEMPLATES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_document_carries_itself_as_text_and_as_data(template, language):
    sample = SAMPLES[template]
    carried = attachments(pdf_render(template, sample, language=language, at=AT))
    name = template.replace("_", "-")
    assert carried[f"{name}.txt"].decode() == plain_text(template, sample, language=language)
    twin = json.loads(carried[f"{name}.json"])
    assert twin["document"] == template
    for key, value in sample.items():
        if isinstance(value, str | int):
            assert twin[key] == value


def test_the_twin_and_the_text_may_be_given():
    pdf = pdf_render(
        "receipt", SAMPLES["receipt"], language="bn", plain_text="রসিদ", json_twin={"a": 1}, at=AT
    )
    carried = attachments(pdf)
    assert carried["receipt.txt"].decode() == "রসিদ"
    assert json.loads(carried["receipt.json"]) == {"a": 1}


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_same_document_is_the_same_file(template):
    once, again = (pdf_render(template, SAMPLES[template], language="bn", at=AT) for _ in range(2))
    assert once == again


def test_the_file_says_it_is_for_the_archive():
    pdf = pdf_render("order_slip", SAMPLES["order_slip"], language="bn", at=AT)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert b"<pdfaid:part>3</pdfaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert "অর্ডার" in reader.metadata.title


def test_values_are_written_in_the_language_of_the_reader():
    text = plain_text("receipt", SAMPLES["receipt"], language="bn")
    assert "৳৬,৩৩১" in text
    assert "০১৭১২-৩৪৫৬৭৮" in text
    assert "দুপুর ১২:৪৫" in text
    english = plain_text("receipt", SAMPLES["receipt"], language="en")
    assert "৳6,331" in english
    assert "Six thousand three hundred and thirty-one taka only" in english


def test_a_shipping_label_has_the_size_of_a_label():
    pdf = pdf_render("shipping_label", SAMPLES["shipping_label"], language="en", at=AT)
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [100, 150]


def test_optional_things_may_be_left_out():
    bare = {
        "code": "P3-7WMD-4",
        "to": {"name": "Asha", "address": None},
        "from": {"name": "Shathi"},
        "qr": None,
    }
    assert pdf_render("shipping_label", bare, language="en", at=AT).startswith(b"%PDF")


def test_typst_markup_in_data_is_only_text():
    data = {**SAMPLES["shipping_label"], "to": {"name": '#read("/etc/passwd") *x* $y$ ]'}}
    assert pdf_render("shipping_label", data, language="en", at=AT).startswith(b"%PDF")


def test_what_must_be_there_is_missed():
    with pytest.raises(typst.TypstError):
        pdf_render("receipt", {"number": "1"}, language="en", at=AT)
    with pytest.raises(ValueError, match="no document template"):
        pdf_render("../secret", {}, language="en", at=AT)


def test_a_code_is_drawn_without_a_picture_file():
    assert qr_svg("https://ekshop.example/t/K74").startswith("<svg")


def test_every_label_is_in_bengali():
    with translation.override("bn"):
        assert [key for key, text in LABELS.items() if str(text).isascii()] == []


@pytest.mark.parametrize(
    ("n", "bn", "en"),
    [
        (0, "শূন্য", "zero"),
        (7, "সাত", "seven"),
        (100, "একশত", "one hundred"),
        (999, "নয়শত নিরানব্বই", "nine hundred and ninety-nine"),
        (1205, "এক হাজার দুইশত পাঁচ", "one thousand two hundred and five"),
        (
            12345678,
            "এক কোটি তেইশ লাখ পঁয়তাল্লিশ হাজার ছয়শত আটাত্তর",
            "one crore twenty-three lakh forty-five thousand six hundred and seventy-eight",
        ),
        (10**9, "একশত কোটি", "one hundred crore"),
    ],
)
def test_numbers_are_written_in_words(n, bn, en):
    assert number_in_words(n, "bn") == bn
    assert number_in_words(n, "en") == en


def test_every_number_below_a_hundred_has_a_word_of_its_own():
    assert len({number_in_words(n, "bn") for n in range(100)}) == 100


def test_amounts_in_words_name_the_paisa():
    assert taka_in_words(120050, "bn") == "এক হাজার দুইশত টাকা পঞ্চাশ পয়সা মাত্র"
    assert taka_in_words(120050, "en") == "One thousand two hundred taka and fifty paisa only"


STRANGE = {
    "বাংলাদেশের য়, ৳১২ Ångström é": "বাংলাদেশের য়, ৳১২ Ångström é",
    "王小明": "WangXiaoMing",
    "김철수": "GimCheolSu",
    "สมชาย": "smchay",
    "සිංහල": "simhl",
    "Москва": "Moskva",
    "Emma 😀 Stone": "Emma Stone",
    "a\x00\x07\ufeff\ud800\ue000b": "ab",
}


def test_what_no_font_has_is_set_in_latin_letters_and_no_document_fails_for_it():
    for text, printed in STRANGE.items():
        assert printable(text) == printed
    name = " ".join(STRANGE)
    data = {**SAMPLES["receipt"], "received_by": {"name": name, "address": name}}
    for language in LANGUAGES:
        carried = attachments(pdf_render("receipt", data, language=language, at=AT))
        assert "王小明" in carried["receipt.txt"].decode()
