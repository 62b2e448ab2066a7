"""A referral's letter reaches its agency: by Nothi, by mail, or by hand; and what comes back.

Nothing here keeps a transaction open while the network is asked. Each step may be repeated.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import latin_digits, normalise
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.kernel.job_watch import job_retry
from ekshop.parties.services import require

from .. import rules
from ..adapters import Dak, Feedback, LetterMail, Received
from ..models import NothiMovement, Referral
from ..selectors import delivery_failed
from .chain import Entry, entry_write
from .holding import case_held
from .letters import letter_of, letter_pdf
from .referring import referral_accept

OFFICIAL_LANGUAGE = "bn"


class LetterOnItsWay(Conflict):
    code = "letter_on_its_way"
    message = _("The letter has arrived, or is still on its way: there is nothing to send again.")


def referral_get(referral_id: int) -> Referral:
    """With all its letter needs. Raises NotFound."""
    found = (
        Referral.objects.select_related(
            "case__complainant",
            "case__respondent",
            "agency__organisation",
            "came_from__agency__organisation",
        )
        .filter(pk=referral_id)
        .first()
    )
    if found is None:
        raise NotFound(what="referral")
    return found


def dak_of(referral: Referral) -> Dak:
    """The referral as a citizen's dak to the agency's designation, its letter attached."""
    case, agency = referral.case, referral.agency
    letter = letter_of(referral, language=OFFICIAL_LANGUAGE)
    return Dak(
        reference=referral.code,
        subject=letter["subject"],
        description="\n\n".join([*letter["paragraphs"], case.story]),
        name_bn=case.complainant.name,
        father_name=case.complainant.father_name,
        mother_name=case.complainant.mother_name,
        mobile="0" + case.complainant.mobile[-10:],
        office=agency.nothi_office,
        unit=agency.nothi_unit,
        designation=agency.nothi_designation,
        urgent=case.urgency == "at_once",
        previous_receipt=referral.came_from.dak_number if referral.came_from else "",
        files=[(f"{referral.code}.pdf", letter_pdf(referral, language=OFFICIAL_LANGUAGE))],
    )


def mail_of(referral: Referral) -> LetterMail:
    letter = letter_of(referral, language=OFFICIAL_LANGUAGE)
    return LetterMail(
        reference=f"referral-{referral.code}",
        to=referral.agency.organisation.email,
        subject=f"{letter['memo']}: {letter['subject']}",
        body="\n\n".join(letter["paragraphs"]),
        filename=f"{referral.code}.pdf",
        pdf=letter_pdf(referral, language=OFFICIAL_LANGUAGE),
    )


def referral_delivered(
    *,
    actor: Actor,
    referral_id: int,
    received: Received | None = None,
    seal: str = "",
    now: datetime,
) -> None:
    """The letter is with the agency; `received` is Nothi's receipt, `seal` the SHA-256 of a letter
    sent by mail. The first word counts."""
    with transaction.atomic():
        referral = referral_get(referral_id)
        case = case_held(actor, referral.case_id)
        changed = Referral.objects.filter(pk=referral_id, delivered_at__isnull=True).update(
            delivered_at=now,
            dak_number=received.receipt if received else referral.dak_number,
            dak_id=received.dak_id if received else referral.dak_id,
        )
        if changed:
            data = {
                "agency": referral.agency.code,
                "way": referral.way,
                "memo": referral.memo_number,
            }
            if received:
                data["dak_number"] = received.receipt
            if seal:
                data["sha256"] = seal
            entry_write(
                case, Entry("letter_delivered", data=data), actor=actor, side="platform", now=now
            )


def referral_served_by_hand(
    *, actor: Actor, referral_id: int, dak_number: str, now: datetime
) -> None:
    """The letter was printed and carried over, and got this number at the desk there.

    For when Nothi is down. The number replaces one typed wrongly before, never one Nothi gave.
    Errors: NotAllowed, NotFound, InvalidInput.
    """
    require(actor, "case.refer")
    number = normalise(dak_number)
    if not any(letter.isdigit() for letter in latin_digits(number)) or len(number) > 40:
        raise InvalidInput({"dak_number": _("Type the number as it is stamped on the letter.")})
    with transaction.atomic():
        referral = referral_get(referral_id)
        case = case_held(actor, referral.case_id)
        if referral.dak_id:
            raise InvalidInput({"dak_number": _("Nothi has given this letter a number already.")})
        Referral.objects.filter(pk=referral_id).update(
            dak_number=number,
            by_hand=True,
            delivered_at=referral.delivered_at or now,
        )
        data = {
            "agency": referral.agency.code,
            "way": "by_hand",
            "memo": referral.memo_number,
            "dak_number": number,
        }
        entry_write(
            case,
            Entry("letter_delivered", data=data, seen_by=rules.EVERYONE),
            actor=actor,
            side=rules.COORDINATOR,
            now=now,
        )


def referral_send_again(*, actor: Actor, referral_id: int, now: datetime) -> None:
    """A letter whose way failed is tried anew; the agency knows it again should it have come.

    Errors: NotAllowed, NotFound, LetterOnItsWay.
    """
    require(actor, "case.refer")
    with transaction.atomic():
        referral = referral_get(referral_id)
        case_held(actor, referral.case_id)
        referral.refresh_from_db(fields=["delivered_at"])
        failed = delivery_failed(referral)
        if referral.delivered_at is not None or failed is None:
            raise LetterOnItsWay
        job_retry(actor=actor, job_id=failed.pk, now=now)


def nothi_feedback_record(
    *, actor: Actor, referral_id: int, feedback: Feedback, now: datetime
) -> bool:
    """Keeps where a dak went and what was issued on it; False when nothing was new."""
    with transaction.atomic():
        referral = referral_get(referral_id)
        case = case_held(actor, referral.case_id)
        referral.refresh_from_db()
        known = set(referral.movements.values_list("sequence", flat=True))
        new = [each for each in feedback.movements if each.sequence not in known]
        NothiMovement.objects.bulk_create(
            NothiMovement(
                referral=referral,
                sequence=each.sequence,
                from_designation=each.from_designation[:160],
                to_designation=each.to_designation[:160],
                is_copy=each.is_copy,
                told_at=each.at[:40],
                heard_at=now,
            )
            for each in new
        )
        if new and referral.state == "sent" and case.paused_at is None:
            # Whoever moves a dak on to a desk has taken it.
            referral_accept(actor=actor, referral_id=referral_id, now=now)
            case.refresh_from_db()
        for each in new:
            moved = Entry(
                "nothi_moved",
                data={"to": each.to_designation, "copy": each.is_copy},
                seen_by=(rules.COMPLAINANT, *rules.OFFICES),
            )
            entry_write(case, moved, actor=actor, side=rules.AGENCY, now=now)
        if feedback.action <= referral.nothi_action:
            return bool(new)
        Referral.objects.filter(pk=referral_id).update(nothi_action=feedback.action)
        for entry in _said(feedback, referral.nothi_action):
            entry_write(case, entry, actor=actor, side=rules.AGENCY, now=now)
    return True


def _said(feedback: Feedback, before: int) -> list[Entry]:
    said = []
    if before < 3 <= feedback.action:
        said.append(Entry("nothi_note", seen_by=rules.OFFICES))
    if feedback.action >= 4 and feedback.memo_number:
        said.append(
            Entry(
                "nothi_letter",
                text=f"{feedback.subject}\n\n{feedback.body}".strip(),
                data={"memo": feedback.memo_number},
            )
        )
    return said
