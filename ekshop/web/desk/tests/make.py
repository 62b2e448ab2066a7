"""Whoever works at the desk, at a browser of their own."""

from datetime import timedelta

from django.test import Client

from ekshop.parties.tests.make import PLACED_AT

LATER = PLACED_AT + timedelta(days=14)


def browser(who, language="en"):
    client = Client()
    client.force_login(who.person)
    client.cookies["language"] = language
    return client


def page(who, address, language="en"):
    answer = browser(who, language).get(address)
    return answer.status_code, answer.content.decode()


def do(who, case, name, **told):
    return browser(who).post(f"/desk/cases/{case.code}/act/{name}/", told)
