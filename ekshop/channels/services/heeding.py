"""What channels find wanting by themselves, often long after they took a listing."""

from datetime import datetime

from ekshop.kernel import clock
from ekshop.kernel.jobs import job
from ekshop.kernel.locks import alone

from ..adapters import ChannelBusy, ChannelTrouble, NotUnderstood, Unread, adapters
from ..models import Channel
from ..rules.strange import FAILURES
from .facts import facts_of
from .noting import faults_note, trouble_note
from .unread import unread_note

SOURCE = "faults"


@job(queue="outgoing", name="channels.channel_heed", attempts=1)
def channel_heed(*, channel_id: int) -> None:
    """Asks one channel."""
    listings_heed(channel_id=channel_id, now=clock.now())


def channels_heed_later() -> int:
    """Gives a job to every channel in use that can be asked; says to how many."""
    asked = [key for key, adapter in adapters().items() if adapter.faults]
    active = Channel.objects.filter(state=Channel.ACTIVE, adapter__in=asked)
    numbers = list(active.values_list("pk", flat=True))
    for number in numbers:
        channel_heed.options(queueing_lock=f"channel-heed:{number}").later(channel_id=number)
    return len(numbers)


def listings_heed(*, channel_id: int, now: datetime) -> int:
    """Asks a channel which listings it finds wanting; says how many. Asked again half an hour later
    where it is busy."""
    with alone("channels.channel", channel_id) as mine:
        channel = Channel.objects.get(pk=channel_id)
        waits = channel.next_try_at is not None and channel.next_try_at > now
        speaking = adapters().get(channel.adapter)
        if not mine or channel.state != Channel.ACTIVE or waits:
            return 0
        if speaking is None or speaking.faults is None:
            return 0
        try:
            found = speaking.faults(facts_of(channel))
        except ChannelBusy:
            return 0
        except ChannelTrouble as trouble:
            trouble_note(channel=channel, trouble=trouble, now=now)
            return 0
        except FAILURES as odd:
            # What it says of old goods keeps no new ones from being told.
            unread_note(channel.pk, SOURCE, [Unread(0, "answer", NotUnderstood(), repr(odd))])
            return 0
        unread_note(channel.pk, SOURCE, [])
        return faults_note(channel=channel, found=found, now=now)
