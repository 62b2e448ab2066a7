"""What the catalogue does by the clock."""

from contextlib import suppress

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import now
from ekshop.kernel.jobs import periodic

from .search import updater
from .services import (
    MatchingRuns,
    matching_request,
    offers_licence_check,
    offers_season_check,
    pictures_look_ahead,
    pictures_work,
    search_misses_prune,
    words_learn,
)


@periodic(cron="35 3 * * *", name="catalogue.search_changes_prune")
def search_changes_prune() -> None:
    """Changes every node near the present has read; one further behind rebuilds."""
    updater.prune()


@periodic(cron="12 20 * * *", name="catalogue.search_orders_note")
def search_orders_note() -> None:
    """At night in Dhaka: what people ordered ranks by it from now on."""
    updater.note_orders(now())


@periodic(cron="40 20 * * *", name="catalogue.search_misses_prune")
def search_misses_forget() -> None:
    search_misses_prune(now=now())


@periodic(cron="50 20 * * *", name="catalogue.words_learn")
def words_of_both_languages_learn() -> None:
    """At night in Dhaka: what goods told in both languages teach of those told in one. While matching
    is under way it waits for the next night."""
    with suppress(MatchingRuns):
        if words_learn():
            matching_request()


@periodic(cron="3 18 * * *", name="catalogue.licences_check")
def licences_check() -> None:
    """Just after midnight in Dhaka: licences whose last day is over, and those that begin."""
    offers_licence_check(actor=Actor.system("licences"), now=now())


@periodic(cron="1 18 * * *", name="catalogue.seasons_check")
def seasons_check() -> None:
    """Just after midnight in Dhaka: what has its season from today on, and what had it until then."""
    offers_season_check(actor=Actor.system("seasons"), now=now())


@periodic(cron="* * * * *", name="catalogue.pictures_ahead", queue="pictures")
def pictures_ahead() -> None:
    """Each minute: pictures that are due, and some of goods in stock nobody has looked at yet."""
    pictures_look_ahead(now=now())
    pictures_work(now=now())
