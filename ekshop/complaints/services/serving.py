"""A seller without an account is told by every address known of it, and answers by a secret one.

Each telling makes addresses of its own, good until the clock runs out; only the hash of a secret is
kept. Whom a message reaches is proof that notice was served; a page or an account number is served
by hand. Where nothing else is known the case waits for that ("to_serve"): the seller's time begins
with the proof, which its own answer is as well.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import DomainError, InvalidInput, NotFound
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.notices.rules import EMAIL, SMS
from ekshop.notices.services import NoticeToSend, notices_send
from ekshop.parties.services import require

from .. import rules
from ..models import AnswerLink, Case, Decision, Handle, Hearing, ServiceOfNotice
from ..selectors import handles_of
from .chain import Entry, entry_write
from .holding import case_held

SECRET_BYTES = 16


class LinkOver(DomainError):
    code = "answer_link_over"
    message = _("The time of this address is over. The coordinator has the complaint now.")
    http_status = 410


class LinkUsed(DomainError):
    code = "answer_link_used"
    message = _(
        "You have answered by this address already. When it is your turn again, a new one comes."
    )
    http_status = 409


@dataclass(frozen=True)
class Address:
    """`channel`: how it is told; "" where only a person can bring it there."""

    handle_kind: str
    to: str
    channel: str


def addresses_of(case: Case) -> list[Address]:
    """Every address known of the seller, each number once: a wallet's number is a telephone's. Where
    nothing is known but a name, it is looked for by that."""
    found = _addresses(case.respondent.handles.order_by("id"))
    if place := case.respondent.address:
        found.setdefault(place, Address("", place, ""))
    if not found:
        found[case.respondent.name] = Address("", case.respondent.name, "")
    return list(found.values())


def _addresses(handles: Iterable[Handle]) -> dict[str, Address]:
    found: dict[str, Address] = {}
    for handle in handles:
        address = _address(handle.kind, handle.folded, handle.value)
        found.setdefault(address.to, address)
    return found


def told_by_hand_only(case: Case) -> bool:
    """Whether no message reaches its seller."""
    if case.respondent.organisation_id is not None:
        return False
    return not any(each.channel for each in addresses_of(case))


def notice_to_bring(
    case: Case,
    *,
    hearing: Hearing | None = None,
    decision: Decision | None = None,
    now: datetime,
) -> None:
    """Where no message reaches the seller, somebody is to bring it notice of this; the case's state
    stays as it is. The caller holds the case."""
    if not told_by_hand_only(case):
        return
    ServiceOfNotice.objects.bulk_create(
        ServiceOfNotice(
            case=case,
            handle_kind=each.handle_kind,
            address=each.to[:300],
            by_hand=True,
            served_at=now,
            hearing=hearing,
            decision=decision,
        )
        for each in addresses_of(case)
    )


def untold_at(case: Case) -> list[Address]:
    """Where to look for a seller that no message reaches and that no notice has reached by hand;
    none where it was told, or the complaint is still to be sorted."""
    if case.state == "filed" or case.sent_to_seller_at is not None or not told_by_hand_only(case):
        return []
    return [] if case.notices_served.filter(reached=True).exists() else addresses_of(case)


def _address(kind: str, folded: str, value: str) -> Address:
    if kind in ("phone", "wallet"):
        try:
            return Address(kind, parse_mobile(folded), SMS)
        except InvalidMobile:
            return Address(kind, value, "")
    return Address(kind, folded, EMAIL) if kind == "email" else Address(kind, value, "")


def seller_serve(
    case: Case, what: str, *, due_at: datetime, actor: Actor, now: datetime
) -> list[ServiceOfNotice]:
    """Tells an unregistered seller `what` (new, counter, accepted, informed) everywhere at once.

    The caller holds the case. The timeline says where; each address has an answer link of its own.
    """
    served = [_served(case, each, what, due_at, actor, now) for each in addresses_of(case)]
    ServiceOfNotice.objects.bulk_create(served)
    told = {
        "served": [each.handle_kind for each in served if not each.by_hand],
        "by_hand": [each.handle_kind for each in served if each.by_hand],
    }
    if told["served"]:
        entry = Entry("notice_served", data=told, seen_by=rules.OFFICES)
        entry_write(case, entry, actor=actor, side="platform", now=now)
    return served


def _served(
    case: Case, address: Address, what: str, due_at: datetime, actor: Actor, now: datetime
) -> ServiceOfNotice:
    key = ""
    if address.channel:
        link, url = _link_made(case, address.to, due_at, now)
        link.save()
        (message,) = notices_send(
            actor=actor, notices=[_notice(case, address, what, due_at, url)], now=now
        )
        key = message.key
    return ServiceOfNotice(
        case=case,
        handle_kind=address.handle_kind,
        address=address.to[:300],
        by_hand=not address.channel,
        message_key=key,
        served_at=now,
    )


def _notice(case: Case, address: Address, what: str, due_at: datetime, url: str) -> NoticeToSend:
    with translation.override("bn"):
        subject = case.category_name
    context = {
        "code": case.code,
        "what": what,
        "subject": subject,
        "due_at": due_at,
        "url": url,
    }
    return NoticeToSend(
        template="seller_link",
        channel=address.channel,
        to=address.to,
        language="bn",
        context=context,
        reference=case.code,
        expires_at=due_at,
    )


def reminders_by_link(
    running: Sequence[tuple[Case, str, datetime]], *, now: datetime
) -> list[NoticeToSend]:
    """Reminders for unregistered sellers of cases whose time runs: (case, what, due). Each carries
    a new address to answer by; those sent before hold as well. Two statements for any number."""
    handles = handles_of([case.respondent_id for case, _what, _due in running])
    links, notices = [], []
    for case, what, due_at in running:
        for address in _addresses(handles[case.respondent_id]).values():
            if address.channel:
                link, url = _link_made(case, address.to, due_at, now)
                links.append(link)
                notices.append(_notice(case, address, what, due_at, url))
    AnswerLink.objects.bulk_create(links)
    return notices


def answer_link_make(
    *, actor: Actor, case_id: int, sent_to: str, good_until: datetime, now: datetime
) -> str:
    """A secret address for the coordinator to bring to a seller by hand; shown this once.

    Errors: NotAllowed, NotFound, InvalidInput.
    """
    require(actor, "case.mediate")
    place = normalise(sent_to)[:300]
    if not place:
        raise InvalidInput({"sent_to": _("Say where you bring it.")})
    if good_until <= now:
        raise InvalidInput({"good_until": _("Choose a time to come.")})
    with transaction.atomic():
        case = case_held(actor, case_id)
        told = case.sent_to_seller_at is not None or case.state == "to_serve"
        told = told or ServiceOfNotice.objects.filter(case=case).exists()
        if case.respondent.organisation_id or not told:
            raise NotFound(what="case")
        entry = Entry("link_made", data={"sent_to": place}, seen_by=rules.OFFICES)
        entry_write(case, entry, actor=actor, side=rules.COORDINATOR, now=now)
        link, url = _link_made(case, place, good_until, now)
        link.save()
    return url


def answer_link_open(*, secret: str, now: datetime) -> Actor:
    """Whoever holds the secret may answer that one case as its seller.

    Raises NotFound for a secret that is none, LinkOver for one whose time is over.
    """
    link = (
        AnswerLink.objects.select_related("case__respondent")
        .filter(secret_hash=_hash(secret))
        .first()
    )
    if link is None:
        raise NotFound(what="page")
    if link.good_until < now:
        raise LinkOver(code=link.case.code)
    AnswerLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now)
    return Actor.link_holder(link.case_id, link.case.respondent.name)


def answer_link_check(*, secret: str) -> None:
    """One answer is given by one address. Raises LinkUsed where one was."""
    if AnswerLink.objects.filter(secret_hash=_hash(secret), used_at__isnull=False).exists():
        raise LinkUsed


def answer_link_used(*, secret: str, now: datetime) -> None:
    """It was answered through: from now on it may be read by only."""
    links = AnswerLink.objects.filter(secret_hash=_hash(secret), used_at=None)
    links.update(used_at=now)


def _link_made(
    case: Case, sent_to: str, good_until: datetime, now: datetime
) -> tuple[AnswerLink, str]:
    """The row, not yet written, and the address with the secret, which nobody keeps."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = AnswerLink(
        case=case,
        secret_hash=_hash(secret),
        sent_to=sent_to[:300],
        made_at=now,
        good_until=good_until,
    )
    return link, f"{settings.PUBLIC_URL}/answer/{secret}/"


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
