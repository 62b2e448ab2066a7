"""What must be right before the program starts: the files that say how marketplaces speak."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, register


@register()
def configurations_read(app_configs: Sequence[Any] | None, **_told: Any) -> list[Error]:
    """A channel must not fail on its first order for a slip in its file."""
    from .adapters.feed import BadConfiguration, configurations

    try:
        configurations()
    except BadConfiguration as problem:
        return [Error(str(problem), id="channels.E001")]
    return []
