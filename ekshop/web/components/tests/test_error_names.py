"""What is wrong is told by the names of the fields, each leading to its field."""

import re

import pytest
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler

from ekshop.parties.tests import make
from ekshop.web.components.error_names import errors_named


def shown(template: str, errors: dict[str, str]) -> str:
    source = CottonCompiler().process('<c-error-summary :errors="errors" />' + template)
    context = {"errors": errors, "pairs": [("a", "A")]}
    return errors_named(engines["django"].from_string(source).render(context))


@pytest.mark.parametrize(
    "field",
    [
        '<c-text name="x" label="First day" optional="1" error="Give it" />',
        '<c-textarea name="x" label="First day" />',
        '<c-select name="x" label="First day" :options="pairs" />',
        '<c-radios name="x" label="First day" :options="pairs" />',
        '<c-checkboxes name="x" label="First day" :options="pairs" />',
        '<c-file name="x" label="First day" />',
        '<c-stepper name="x" label="First day" />',
        '<label for="f-x">good</label><c-stepper name="x" label="First day" />',
        '<input id="f-x"><label for="f-x">First day</label>',
    ],
)
def test_an_entry_names_its_field_and_leads_to_it(field):
    page = shown(f'<c-text name="other" label="Another" />{field}', {"x": "Give it"})
    assert '<li><a href="#f-x"><b>First day</b>: Give it</a></li>' in page


def test_what_belongs_to_no_field_is_said_without_a_link():
    page = shown('<c-text name="x" label="X" />', {"": "Too late", "lines": "A line twice"})
    assert "<li>Too late</li><li>A line twice</li>" in page


def test_markup_in_a_label_stays_words():
    summary = '<div class="alert" id="errors"><ul><li><a href="#f-x">No</a></li></ul></div>'
    page = errors_named(f'{summary}<label for="f-x">A &lt;b&gt; &amp; C</label><input id="f-x">')
    assert "<b>A &lt;b&gt; &amp; C</b>: No" in page


def test_a_refused_page_is_answered_with_names(client, db):
    people = make.personas()
    client.force_login(people.omar.person)
    answer = client.post(f"/operator/organisations/{people.partner.pk}/suspend/", {"reason": ""})
    assert answer.status_code == 422
    assert int(answer["Content-Length"]) == len(answer.content)
    assert re.search(r'<li><a href="#f-reason"><b>[^<]+</b>: ', answer.content.decode())
