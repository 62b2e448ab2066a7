"""What the catalogue does by the clock."""

from ekshop.kernel.jobs import periodic

from .search import updater


@periodic(cron="35 3 * * *", name="catalogue.search_changes_prune")
def search_changes_prune() -> None:
    """Changes every node near the present has read; one further behind rebuilds."""
    updater.prune()
