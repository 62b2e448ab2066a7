"""The living page, the frames and the error pages, over HTTP."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from ekshop.web.components.samples import GROUPS

COTTON = Path(__file__).resolve().parent.parent / "templates/cotton"
ADDRESSES = [
    "/components/",
    *[f"/components/layouts/{name}/" for name in ("public", "work", "focus", "plain")],
]
# Named in templates of other people's making, never in the samples: they need a form or a frame.
SHOWN_ELSEWHERE = {
    "district_map",
    "field",
    "field_head",
    "form_field",
    "product_card",
    "suggestion",
    "thumb",
}

pytestmark = pytest.mark.django_db


def drawn(source: str, query: dict[str, str] | None = None, **context: object) -> str:
    """A template written out in a test, compiled as one from a file would be."""
    request = RequestFactory().get("/", query or {})
    compiled = CottonCompiler().process(source)
    return engines["django"].from_string(compiled).render(context, request)


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_frame_is_served_in_both_languages_with_nothing_inline(client, address, language):
    client.cookies["language"] = language
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in page
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|\sstyle=", page)
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert 'href="#main"' in page and 'id="main"' in page


def test_the_policy_lets_a_chosen_photo_be_shown_before_it_is_sent(client):
    policy = client.get("/components/")["Content-Security-Policy"]
    pictures = next(part for part in policy.split(";") if part.strip().startswith("img-src"))
    assert "blob:" in pictures


def test_the_bengali_page_says_nothing_in_english_that_has_words_in_bengali(client):
    client.cookies["language"] = "bn"
    page = client.get("/components/layouts/work/").content.decode()
    text = re.sub(r"<[^>]+>", " ", page.split("<body>")[1])
    words = set(re.findall(r"[A-Za-z]{3,}", text)) - {"English"}
    assert not {word for word in words if not re.match(r"^[A-Z0-9]+$", word)}


def test_every_component_is_on_the_living_page():
    shown = set()
    folder = COTTON.parent
    for path in [*(folder / "components").rglob("*.html"), *(folder / "layouts").glob("*.html")]:
        shown.update(re.findall(r"<c-([a-z-]+)", path.read_text()))
    for path in COTTON.glob("*.html"):
        shown.update(re.findall(r"<c-([a-z-]+)", path.read_text()))
    missing = {path.stem for path in COTTON.glob("*.html")} - {n.replace("-", "_") for n in shown}
    assert missing - SHOWN_ELSEWHERE == set()


def test_each_group_opens_to_how_it_is_written(client):
    page = client.get("/components/").content.decode()
    assert page.count('class="code"') == len(GROUPS)
    assert "&lt;c-button" in page


def test_a_light_is_kept_in_a_cookie_and_drawn_by_the_server(client):
    answer = client.post("/theme/", {"theme": "dark", "next": "/components/"})
    assert answer.status_code == 302 and answer["Location"] == "/components/"
    assert 'data-theme="dark"' in client.get("/components/").content.decode()
    client.post("/theme/", {"theme": "", "next": "/components/"})
    assert "data-theme" not in client.get("/components/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_choosing_a_light_never_leads_away(client, elsewhere):
    assert client.post("/theme/", {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_the_language_is_switched_where_one_stands(client):
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/components/?a=1"})
    assert answer["Location"] == "/components/?a=1"
    assert '<html lang="en"' in client.get("/components/").content.decode()


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500", "503"])
def test_an_error_page_speaks_both_languages_without_request_or_database(code, language):
    template = engines["django"].get_template(f"{code}.html")
    with translation.override(language):
        page = template.render({})
    assert f'<html lang="{language}"' in page and "<h1" in page
    with_request = template.render({}, RequestFactory().get("/"))
    assert "<form" in with_request


def test_a_missing_page_is_answered_in_words(client):
    client.cookies["language"] = "en"
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_words():
    answer = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "lang=" in answer.content.decode()


def test_what_people_typed_is_never_taken_for_markup():
    evil = '"><script>alert(1)</script>'
    page = drawn(
        '<c-text name="a" label="A" :value="evil" error="{{ evil }}" />'
        '<c-product-card href="/" title="{{ evil }}" :price="100" note="{{ evil }}" />'
        '<c-search action="/" value="{{ evil }}" /><c-badge>{{ evil }}</c-badge>'
        '<c-event title="{{ evil }}" when="{{ evil }}" /><c-bars :rows="rows" caption="x" />'
        '<c-select name="s" label="S" :options="pairs" />',
        evil=evil,
        rows=[(evil, 1)],
        pairs=[(evil, evil)],
    )
    assert page.count("&lt;script&gt;") == 11
    assert "<script>" not in page


def test_a_field_ties_its_words_to_itself():
    page = drawn('<c-text name="mobile" label="M" hint="H" error="E" required />')
    assert '<label class="field-label" for="f-mobile">' in page
    assert 'aria-describedby="f-mobile-hint f-mobile-error"' in page
    assert 'aria-invalid="true"' in page and " required" in page


class Enrolment(forms.Form):
    name = forms.CharField()
    stock = forms.IntegerField(help_text="How many?")
    note = forms.CharField(widget=forms.Textarea, required=False)
    district = forms.ChoiceField(choices=[("1", "Dhaka"), ("2", "Tangail")])
    pay = forms.ChoiceField(choices=[("cash", "Cash")], widget=forms.RadioSelect)
    tell = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)
    agrees = forms.BooleanField()
    secret = forms.CharField(widget=forms.PasswordInput)
    nonce = forms.CharField(widget=forms.HiddenInput)


def test_a_django_form_keeps_what_was_typed_and_says_what_is_wrong_beside_the_field():
    form = Enrolment(
        {"name": "", "stock": "১২", "district": "2", "tell": ["b"], "secret": "s", "nonce": "n7"}
    )
    source = '{% for field in form %}<c-form-field :field="field" />{% endfor %}'
    page = drawn(source, form=form)
    assert page.count("field-wrong") == 3  # name, pay, agrees
    assert re.search(r'name="stock" type="text" value="১২" inputmode="decimal"', page)
    assert '<option value="2" selected>Tangail</option>' in page
    assert re.search(r'name="tell" value="b" checked', page)
    assert 'name="nonce" value="n7"' in page
    assert re.search(r'name="secret" type="password" value=""', page)
    assert "How many?" in page


def test_a_component_sees_only_what_it_is_given():
    page = drawn('<c-text name="a" label="A" />', error="leaked", value="leaked", hint="leaked")
    assert "leaked" not in page


def test_an_unknown_drawing_is_a_parcel():
    assert "look/drawings/package.svg" in drawn('<c-drawing name="no-such-thing" />')


def test_initials_keep_a_letters_vowel_sign():
    assert drawn('<c-avatar name="শিউলি আক্তার" />').count("শিআ") == 1
    assert ">MA<" in drawn('<c-avatar name="Mina Akter" />')


def test_a_sparkline_of_nothing_or_of_one_is_still_drawn():
    for values in ([], [5], [3, 3, 3]):
        assert "<svg" in drawn('<c-sparkline :values="values" label="x" />', values=values)


def test_a_page_of_rows_leads_both_ways_and_keeps_its_filters():
    source = '<c-pages :page="page" />'
    query = {"state": "late", "cursor": "old"}
    shown = drawn(source, query, page={"previous_cursor": "p", "next_cursor": "n"})
    assert 'href="?state=late&amp;cursor=n"' in shown
    assert 'href="?state=late&amp;cursor=p"' in shown
    assert "<nav" not in drawn(source, query, page={"previous_cursor": None, "next_cursor": None})
