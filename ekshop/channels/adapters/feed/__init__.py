"""Marketplaces that speak in files: one adapter for each configuration that is found.

Configurations are the TOML files of `ekshop/channels/configurations`, and of the folders that
`settings.CHANNEL_CONFIGURATIONS` names, an installation's own. A new marketplace is a new file.
"""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.models import in_language

from ..shape import Adapter, Allowance, ChannelFacts, Setting
from . import assumptions
from .configuration import BadConfiguration, Configuration, read
from .listings import OPERATION, Listing
from .orders import Ordering
from .roads import road_of
from .shelf import YES

__all__ = ["BadConfiguration", "Configuration", "adapter_of", "configurations", "found_adapters"]

OURS = Path(__file__).resolve().parent.parent.parent / "configurations"


def configurations() -> dict[str, Configuration]:
    """By key. Raises BadConfiguration, also for two of one key."""
    found: dict[str, Configuration] = {}
    for folder in (OURS, *map(Path, settings.CHANNEL_CONFIGURATIONS)):
        for path in sorted(folder.glob("*.toml")):
            made = read(path)
            if made.key in found:
                raise BadConfiguration(f"{path.name}: {made.key} is another file's key, too")
            found[made.key] = made
    return found


def found_adapters() -> list[Adapter]:
    return [adapter_of(each) for each in configurations().values()]


def adapter_of(it: Configuration) -> Adapter:
    listing, ordering = Listing(it), Ordering(it)
    rate = 1 / (it.listings.every_minutes * 60)
    allowance = Allowance(rate, it.listings.burst)
    return Adapter(
        key=it.key,
        name=_Name(it),
        settings=_settings(it),
        problems=listing.problems,
        submit=listing.submit,
        poll=listing.poll if it.answers else None,
        end=listing.end,
        orders=ordering.orders if it.orders else None,
        acknowledge=ordering.acknowledge if it.notes else None,
        ship=ordering.ship if it.notes else None,
        cancel=ordering.cancel if it.notes else None,
        settlements=ordering.settlements if it.settlements else None,
        statement_file=True,
        check=lambda channel: _check(it, channel),
        plan=listing.plan,
        quotas={OPERATION: allowance, "end": allowance},
        defaults=_defaults(it),
        confirmed=assumptions.confirmed(it),
        assumed=assumptions.assumed(it),
    )


class _Name:
    """In the reader's language, whenever it is read."""

    def __init__(self, it: Configuration) -> None:
        self._it = it

    def __str__(self) -> str:
        return in_language(self._it.name_bn, self._it.name_en)


def _defaults(it: Configuration) -> dict[str, object]:
    return {
        "name_bn": it.name_bn,
        "name_en": it.name_en,
        "country": it.country,
        "currency": it.currency,
        "language": it.language,
        "settings": {"address": dict(it.buyers)} if it.buyers else {},
        **it.channel,
    }


def _settings(it: Configuration) -> tuple[Setting, ...]:
    found = [Setting("url", _("Address"), _("Where its folders begin."), default=it.address.url)]
    if it.listings.fetched:
        words = _("“yes” and it comes to an address of ours; anything else and we bring it.")
        found.append(
            Setting("fetched", _("It fetches the list of goods itself"), words, default=YES)
        )
    way = it.address.sign_in
    if it.address.way == "sftp":
        found += [
            Setting(
                "host_key",
                _("The server's key (fingerprint)"),
                _("Like SHA256:…. Trying the connection shows it; compare it with what they told you."),
                needed=True,
            ),
            Setting("user", _("User"), secret=True),
            Setting("password", _("Password"), secret=True),
            Setting(
                "private_key",
                _("Private key"),
                _("Instead of a password."),
                secret=True,
                lines=True,
            ),
        ]  # fmt: skip
    elif way == "basic":
        found += [
            Setting("user", _("User"), secret=True, needed=True),
            Setting("password", _("Password"), secret=True, needed=True),
        ]
    elif way != "none":
        found.append(Setting("api_key", _("Key"), secret=True, needed=True))
    return tuple(found)


def _check(it: Configuration, channel: ChannelFacts) -> str:
    path = f"{it.listings.path.rpartition('/')[0]}/"
    if it.orders:
        path = it.orders.ask.format(cursor="") if it.orders.ask else f"{it.orders.path}/"
    return road_of(it.address, channel).greet(path)
