"""The address at which a marketplace fetches its feed from us."""

from pathlib import Path
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from ekshop.kernel.errors import NotFound

from ..adapters.feed import configurations
from ..adapters.feed.shelf import is_fetched, shelved
from ..models import Channel
from .facts import facts_of


def channel_feed_token(channel: Any) -> str:
    """The part of its address nobody can guess, "" where its file is not fetched. It changes with
    the channel's keys: new keys close the old address."""
    it = configurations().get(channel.adapter)
    if it is None or not is_fetched(it, facts_of(channel)):
        return ""
    told = f"{channel.key}/{channel.secrets}"
    return salted_hmac("ekshop.channels.feed", told, algorithm="sha256").hexdigest()[:40]


def channel_feed_file(*, key: str, token: str) -> Path:
    """The newest feed of a channel in use. Raises NotFound, for a wrong token as for no file."""
    channel = Channel.objects.filter(key=key, state=Channel.ACTIVE).first()
    right = channel_feed_token(channel) if channel else ""
    if not right or not constant_time_compare(token, right):
        raise NotFound(key=key)
    found = shelved(key)
    if found is None:
        raise NotFound(key=key)
    return found
