"""What the days of the history had to say to people."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.states import move_all
from ekshop.notices.models import Message
from ekshop.notices.rules import NOTICES
from ekshop.notices.services import messages_due_run

TOLD_OF = timedelta(days=2)
"""What was said longer ago nobody waits for: the gateway is not asked to say it again today."""
GATEWAY = Actor.system("notices")


def pass_on(at: datetime, now: datetime) -> None:
    """All that waits goes out together, at the end `at` of its day; the jobs that would each have
    taken one message are not needed."""
    if at > now - TOLD_OF:
        while messages_due_run():
            pass
    else:
        arrived(at)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs"
            " WHERE status = 'todo' AND task_name = 'notices.messages_send'"
        )


@transaction.atomic
def arrived(at: datetime) -> None:
    """What was said by then was taken and delivered; what has a secret in it is forgotten."""
    waiting = Message.objects.filter(state="queued", created_at__lte=at).order_by("id")
    claimed = move_all(
        waiting,
        "claim",
        actor=GATEWAY,
        now=at,
        also={"attempts": 1, "tried_at": at},
        own={"body": lambda each: "" if NOTICES[each.template].hidden else each.body},
    )
    move_all(claimed, "deliver", actor=GATEWAY, now=at, also={"sent_at": at, "ended_at": at})
