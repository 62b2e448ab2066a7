"""Whoever is enrolled hears of it."""

import pytest

from ekshop.notices.handlers import on_organisation_enrolled
from ekshop.notices.models import Message
from ekshop.parties.events import OrganisationEnrolled
from ekshop.parties.tests.make import personas


@pytest.mark.django_db
def test_an_entrepreneur_is_welcomed_by_sms_with_the_code_of_the_centre():
    people = personas()
    on_organisation_enrolled(OrganisationEnrolled(people.centre.pk, "centre"))
    (message,) = Message.objects.all()
    assert message.to == people.asha.person.mobile
    assert people.centre.centre.code in message.body


@pytest.mark.django_db
def test_a_partners_staff_is_welcomed_by_mail():
    people = personas()
    on_organisation_enrolled(OrganisationEnrolled(people.partner.pk, "partner"))
    (message,) = Message.objects.all()
    assert (message.channel, message.to) == ("email", people.mina.person.email)
