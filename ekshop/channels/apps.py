from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks


def configurations_read(app_configs: Sequence[Any] | None, **_told: Any) -> list[checks.Error]:
    """What is wrong in the files that say how marketplaces speak stops the start: a channel must not
    fail on its first order for a slip in its file."""
    from .adapters.feed import BadConfiguration, configurations

    try:
        configurations()
    except BadConfiguration as problem:
        return [checks.Error(str(problem), id="channels.E001")]
    return []


class ChannelsConfig(AppConfig):
    name = "ekshop.channels"
    label = "channels"

    def ready(self) -> None:
        checks.register()(configurations_read)
