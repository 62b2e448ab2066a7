"""Where sellers are paid."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.parties.models import BankAccount, Membership, Organisation
from ekshop.parties.rules import fold


def bank_accounts_visible_to(actor: Actor) -> QuerySet[BankAccount]:
    """A seller's own; the operator's and auditor's: all."""
    rows = BankAccount.objects.select_related("organisation", "proposed_by", "decided_by")
    if actor.is_system or actor.role in {"operator", "auditor"}:
        return rows
    if actor.role in {"partner_staff", "producer_staff"}:
        return rows.filter(organisation_id=actor.organisation)
    return rows.none()


def bank_accounts_in_force(
    organisation_ids: Collection[int], at: datetime
) -> dict[int, BankAccount]:
    """The account each is paid to at that instant; one without any is left out."""
    rows = (
        BankAccount.objects.filter(
            organisation_id__in=organisation_ids, state="confirmed", usable_from__lte=at
        )
        .order_by("organisation_id", "-usable_from", "-id")
        .distinct("organisation_id")
    )
    return {row.organisation_id: row for row in rows}


def bank_account_in_force(organisation_id: int, at: datetime) -> BankAccount | None:
    return bank_accounts_in_force([organisation_id], at).get(organisation_id)


def bank_account_get(bank_account_id: int) -> BankAccount:
    return BankAccount.objects.select_related("organisation").get(pk=bank_account_id)


def bank_name_problem(organisation_id: int, holder: str) -> bool:
    """Whether an account in that name is somebody else's, as far as names can tell."""
    organisation = Organisation.objects.get(pk=organisation_id)
    people = Membership.objects.filter(organisation_id=organisation_id, active=True)
    names = {organisation.name_bn, organisation.name_en}
    for each in people.select_related("person"):
        names |= {each.person.name, each.person.name_bn}
    return fold(holder) not in {fold(name) for name in names if name}
