"""A complaint is filed: by who was wronged, or for them with their consent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.bijoy import looks_like_bijoy
from ekshop.kernel.clock import DHAKA, dhaka_date
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.composed import Composed
from ekshop.kernel.deadlines import deadline_meet
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.idempotency import OtherContent
from ekshop.kernel.phones import parse_mobile
from ekshop.kernel.rulebook import due_at, rule_at
from ekshop.kernel.statements import insert, upsert
from ekshop.kernel.telling import tell
from ekshop.orders import selectors as orders
from ekshop.parties.rules import CONSENT_MEDIA
from ekshop.parties.services import require

from .. import rules
from ..clocks import ENTITY, kind_name
from ..events import CaseFiled, CaseReceived
from ..models import Case, Complainant, Respondent
from ..selectors import draft_for, respondents, side_of
from .chain import Entry, entry_write
from .endings import sellers_change
from .errors import ConsentNeeded, NotAMobileHolder, NotYourOrder
from .evidence import evidence_claim, sealed
from .moving import PLATFORM, clocks_start
from .noticing import receipt_tell
from .respondents import handles_add, respondent_of_seller, respondent_record


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What a complaint says. Amounts in poisha; `handles` are (kind, as typed).

    One of `seller_order_id`, `seller_organisation_id`, `respondent_id` and `seller_name` names the
    seller, the first given counts.
    """

    name: str
    mobile: str
    category: str
    story: str
    happened_on: date
    wanted: str
    nonce: UUID
    language: str = "bn"
    seller_order_id: int | None = None
    seller_organisation_id: int | None = None
    respondent_id: int | None = None
    seller_name: str = ""
    seller_address: str = ""
    handles: Sequence[tuple[str, str]] = ()
    goods: str = ""
    paid_poisha: int = 0
    paid_by: str = "not_paid"
    transaction_id: str = ""
    asked_seller_on: date | None = None
    asked_seller_note: str = ""
    wanted_poisha: int | None = None
    damages: bool = False
    publish: bool = False
    district_id: int | None = None
    draft: str = ""
    """The token of the draft it was written in, whose files come along."""
    consent_medium: str = ""
    person: dict[str, str] = field(default_factory=dict)
    """More of the complainant: email, father_name, mother_name, occupation, address."""


def case_file(*, actor: Actor, filing: Filing, now: datetime) -> Case:
    """Take a complaint in. Its receipt, its sorting and its first clock follow at once.

    By the holder of the mobile number (`Actor.mobile_holder`), or by a centre or the call line
    for somebody, with consent. The same nonce again answers with the same case.
    Errors: NotAllowed, NotAMobileHolder, ConsentNeeded, NotYourOrder, InvalidInput by field,
    OtherContent where the nonce was another person's complaint.
    """
    on_behalf = actor.is_person
    require(actor, "complaint.file_on_behalf" if on_behalf else "complaint.file")
    mobile = parse_mobile(filing.mobile)
    if done := _DONE.first(nonce=filing.nonce, mobile=mobile):
        return done
    if on_behalf and filing.consent_medium not in dict(CONSENT_MEDIA):
        raise ConsentNeeded
    if not on_behalf and not actor.is_system and actor.mobile != mobile:
        raise NotAMobileHolder
    check(filing, now=now)
    try:
        with transaction.atomic():
            return _file(actor, filing, mobile, now)
    except IntegrityError as error:
        # The same form at the same moment: the other one won.
        if "nonce" not in str(error):
            raise
        done = _DONE.first(nonce=filing.nonce, mobile=mobile)
        if done is None:
            raise OtherContent from error
        return done


_DONE = Composed(
    lambda given: Case.objects.filter(nonce=given("nonce"), complainant__mobile=given("mobile"))
)


def check(filing: Filing, *, now: datetime) -> None:
    """Raises InvalidInput with a sentence for each field that must be mended."""
    wrong: dict[str, Any] = {}
    story = normalise(filing.story)
    if len(story) < rules.STORY_AT_LEAST or len(story.split()) < rules.STORY_WORDS_AT_LEAST:
        wrong["story"] = _("Tell in a few sentences what happened.")
    elif looks_like_bijoy(story):
        wrong["story"] = _(
            "This is typed for a Bijoy font, and reads as strange signs elsewhere. Set the keyboard"
            " to Unicode (Avro, or the Bengali keyboard of the telephone) and type it again; or send"
            " it as a photo or a recording with a few words here."
        )
    if len(story) > rules.STORY_AT_MOST:
        wrong["story"] = _("This is too long. Keep to what happened and attach the rest as a file.")
    if not normalise(filing.name):
        wrong["name"] = _("Write the complainant's name.")
    if filing.category not in rules.BY_CODE:
        wrong["category"] = _("Choose what the complaint is about.")
    if filing.wanted not in dict(rules.REMEDIES):
        wrong["wanted"] = _("Choose what would put it right.")
    if filing.paid_by not in dict(rules.PAID_BY):
        wrong["paid_by"] = _("Choose how it was paid.")
    if filing.happened_on > dhaka_date(now):
        wrong["happened_on"] = _("This day has not come yet.")
    elif filing.happened_on.year < 2009:
        wrong["happened_on"] = _("This is before the law began. Look at the year.")
    if filing.asked_seller_on and filing.asked_seller_on > dhaka_date(now):
        wrong["asked_seller_on"] = _("This day has not come yet.")
    if not 0 <= filing.paid_poisha <= 10**12:
        wrong["paid"] = _("Write the amount that was paid, in taka.")
    if filing.wanted in rules.MONEY_REMEDIES and not filing.wanted_poisha:
        wrong["wanted_amount"] = _("Write how much should come back, in taka.")
    if filing.wanted_poisha is not None:
        if not 0 < filing.wanted_poisha <= 10**12:
            wrong["wanted_amount"] = _("Write how much should come back, in taka.")
        elif not filing.damages and filing.wanted_poisha > filing.paid_poisha:
            wrong["wanted_amount"] = _(
                "This is more than was paid. Mark that you claim damages, or write less."
            )
    if not (
        filing.seller_order_id
        or filing.seller_organisation_id
        or filing.respondent_id
        or normalise(filing.seller_name)
    ):
        wrong["seller"] = _("Say who the seller is: a name, a page or a number is enough.")
    if wrong:
        raise InvalidInput(wrong)


def _file(actor: Actor, filing: Filing, mobile: str, now: datetime) -> Case:
    respondent = _respondent(actor, filing, mobile, now)
    complainant = _complainant(actor, filing, mobile, now)
    deadline = due_at(rule_at("complaint_admissible", now), _noon(filing.happened_on))
    turn = rules.TURNS[rules.CASE.initial]
    case = Case(
        channel=_channel(actor),
        complainant=complainant,
        filed_by_id=actor.person_id,
        filed_at_organisation_id=actor.organisation_id if actor.is_person else None,
        consent_medium=filing.consent_medium,
        respondent=respondent,
        seller_order_id=filing.seller_order_id,
        category=filing.category,
        urgency="at_once" if rules.category_of(filing.category).urgent else "normal",
        district_id=filing.district_id or complainant.district_id,
        language=filing.language,
        story=normalise(filing.story),
        goods=normalise(filing.goods)[:200],
        happened_on=filing.happened_on,
        paid_poisha=filing.paid_poisha,
        paid_by=filing.paid_by,
        transaction_id=normalise(filing.transaction_id).upper()[:60],
        asked_seller_on=filing.asked_seller_on,
        asked_seller_note=normalise(filing.asked_seller_note)[:500],
        wanted=filing.wanted,
        wanted_poisha=filing.wanted_poisha,
        damages=filing.damages,
        publish=filing.publish,
        nonce=filing.nonce,
        filed_at=now,
        in_law_time=now <= deadline,
        owner_side=turn.side,
    )
    coded_insert(case, "C", write=lambda row: insert([row]))
    told = {"channel": case.channel, "wanted": case.wanted}
    entry = Entry("filed", data={**told, **_files(actor, filing, case)})
    entry_write(case, entry, actor=actor, side=side_of(actor), now=now)
    states.begin(case, actor=actor, now=now, event=[CaseFiled(case.pk), *sellers_change([case])])
    clocks_start(
        [
            ("admissible", "complaint_admissible", _noon(filing.happened_on), None),
            (turn.clock, turn.rule_key, now, None),
        ],
        case=case,
        now=now,
    )
    if case.in_law_time:
        deadline_meet(entity=(ENTITY, case.pk), kind=kind_name("admissible"), now=now)
    tell([CaseReceived(case.pk)], lambda: receipt_tell(case, actor=PLATFORM, now=now))
    return case


def _files(actor: Actor, filing: Filing, case: Case) -> dict[str, Any]:
    """Closes the draft; its files are the case's now, and sealed in its first entry."""
    if not filing.draft:
        return {}
    draft = draft_for(actor, filing.draft, hold=True)
    draft.filed_as = case
    draft.save(update_fields=["filed_as"])
    files = evidence_claim(case, draft)
    return sealed(files) if files else {}


def _respondent(actor: Actor, filing: Filing, mobile: str, now: datetime) -> Respondent:
    if filing.seller_order_id:
        found = _respondent_of_order(actor, filing.seller_order_id, mobile, now)
    elif filing.seller_organisation_id:
        found = respondent_of_seller(filing.seller_organisation_id, now=now)
    elif filing.respondent_id:
        known = respondents().filter(pk=filing.respondent_id).first()
        if known is None:
            raise InvalidInput({"seller": _("This seller is not known. Search once more.")})
        found = known
    else:
        return respondent_record(
            name=filing.seller_name,
            handles=filing.handles,
            address=filing.seller_address,
            now=now,
        )
    handles_add(found, filing.handles, now=now)
    return found


def _respondent_of_order(
    actor: Actor, seller_order_id: int, mobile: str, now: datetime
) -> Respondent:
    if actor.is_person:
        seller_order = orders.seller_order_visible_to(actor, seller_order_id)
    else:
        seller_order = orders.seller_order_get(seller_order_id)
    if seller_order.order.customer.mobile != mobile:
        raise NotYourOrder
    return respondent_of_seller(seller_order.seller_id, now=now)


def _complainant(actor: Actor, filing: Filing, mobile: str, now: datetime) -> Complainant:
    known = {key: value for key, value in filing.person.items() if value}
    if actor.is_person:
        proved = Complainant.objects.filter(mobile=mobile, verified_at__isnull=False).first()
        if proved is not None:
            return _filled(proved, known)
    row = Complainant(
        mobile=mobile,
        name=normalise(filing.name)[:120],
        language=filing.language,
        district_id=filing.district_id,
        verified_at=None if actor.is_person else now,
        created_at=now,
        **known,
    )
    changed = ["name", "language", *sorted(known)]
    changed += ["district_id"] if filing.district_id else []
    changed += [] if actor.is_person else ["verified_at"]
    return upsert(row, by="mobile", changed=changed)


def _filled(row: Complainant, known: dict[str, str]) -> Complainant:
    """What the number's holder told of themselves stands; who files for them adds what is missing."""
    missing = {key: value for key, value in known.items() if not getattr(row, key)}
    for key, value in missing.items():
        setattr(row, key, value)
    if missing:
        row.save(update_fields=list(missing))
    return row


def _channel(actor: Actor) -> str:
    return {"entrepreneur": "centre", "call_operator": "call_line"}.get(actor.role, "web")


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=DHAKA)
