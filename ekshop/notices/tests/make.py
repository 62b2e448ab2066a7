"""Makers for other packages' tests."""

from typing import Any

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.notices import rules
from ekshop.notices.models import Message
from ekshop.notices.services import notice_send

from .samples import values

KARIM = "+8801812345679"


def message(template: str = "parcel_arrived", *, to: str = KARIM, **options: Any) -> Message:
    """A queued notice with sample values."""
    channel, language = options.pop("channel", rules.SMS), options.pop("language", "bn")
    context = values(rules.NOTICES[template].variables[channel], language)
    return notice_send(
        actor=Actor.system("test"),
        template=template,
        to=to,
        language=language,
        channel=channel,
        context={**context, **options.pop("context", {})},
        reference=options.pop("reference", "K74-MX2P-9"),
        now=options.pop("now", None) or clock.now(),
        **options,
    )
