"""Reactions: whoever is enrolled is welcomed, and told when where it is paid changes."""

from django.conf import settings

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.phones import mask, parse_mobile
from ekshop.parties.events import (
    BankAccountChanged,
    OrganisationEnrolled,
    WalletChanged,
    WalletNamed,
)
from ekshop.parties.selectors import (
    bank_account_get,
    centres_visible_to,
    members_of,
    organisations_visible_to,
    wallet_change,
    wallet_paid,
)

from .services import NoticeToSend, notices_send

WELCOME = Actor.system("welcome")
GUARD = Actor.system("guard")


def on_organisation_enrolled(event: OrganisationEnrolled) -> None:
    """An SMS to each entrepreneur of a centre, an e-mail to each of a partner's staff."""
    welcome = {"centre": _centre, "partner": _partner}.get(event.kind)
    notices = welcome(event.organisation_id) if welcome else []
    if notices:
        notices_send(actor=WELCOME, notices=notices, now=clock.now())


def on_bank_account_changed(event: BankAccountChanged) -> None:
    """To the organisation and all who act for it: who did not ask for it can still object."""
    account = bank_account_get(event.bank_account_id)
    seller = account.organisation
    told = {seller.mobile: "bn"}
    told |= {
        member.person.mobile: member.person.language
        for member in members_of(seller.pk)
        if member.person.mobile
    }
    notices_send(
        actor=GUARD,
        notices=[
            NoticeToSend(
                template="bank_account_changed",
                to=mobile,
                language=language,
                context={
                    "seller_name": seller.name_in(language),
                    "ends_in": account.number[-4:],
                    "what": event.state,
                    "usable_from": account.usable_from,
                    "site": settings.PUBLIC_URL,
                },
                organisation_id=seller.pk,
            )
            for mobile, language in told.items()
            if mobile
        ],
        now=clock.now(),
    )


def on_wallet_changed(event: WalletChanged) -> None:
    """An SMS to the old number and to the new: whoever has lost a telephone must hear of it. Where
    somebody else did it, to the person's own, too: both numbers may be in other hands."""
    change = wallet_change(event.change_id)
    old, new = (parse_mobile(n[:11]) for n in (change.old_number, change.new_number))
    told = [old, new]
    if change.by_id != change.person_id and change.person.mobile:
        told.append(change.person.mobile)
    notices = [
        NoticeToSend(
            template="wallet_changed",
            to=number,
            language=change.person.language,
            context={"old": mask(old), "new": mask(new), "pays_from": change.pays_from},
        )
        for number in dict.fromkeys(told)
    ]
    notices_send(actor=GUARD, notices=notices, now=clock.now())


def on_wallet_named(event: WalletNamed) -> None:
    """To the person's own telephone, and to nobody's else: what was said of her in her absence."""
    wallet = wallet_paid(event.person_id)
    if wallet is None or not wallet.person.mobile:
        return
    named = NoticeToSend(
        template="wallet_named",
        to=wallet.person.mobile,
        language=wallet.person.language,
        context={"wallet": mask(parse_mobile(wallet.number[:11]))},
    )
    notices_send(actor=GUARD, notices=[named], now=clock.now())


def _centre(organisation_id: int) -> list[NoticeToSend]:
    centre = centres_visible_to(WELCOME).get(pk=organisation_id)
    return [
        NoticeToSend(
            template="enrolled_centre",
            to=member.person.mobile,
            language=member.person.language,
            context={
                "person_name": _in(
                    member.person.language, member.person.name_bn, member.person.name
                ),
                "centre_name": _in(
                    member.person.language,
                    centre.organisation.name_bn,
                    centre.organisation.name_en,
                ),
                "centre_code": centre.code,
                "url": _sign_in_url(),
            },
            organisation_id=organisation_id,
        )
        for member in members_of(organisation_id)
        if member.person.mobile
    ]


def _partner(organisation_id: int) -> list[NoticeToSend]:
    partner = organisations_visible_to(WELCOME).get(pk=organisation_id)
    return [
        NoticeToSend(
            template="enrolled_partner",
            channel="email",
            to=member.person.email,
            language=member.person.language,
            context={
                "person_name": _in(
                    member.person.language, member.person.name_bn, member.person.name
                ),
                "partner_name": _in(member.person.language, partner.name_bn, partner.name_en),
                "url": _sign_in_url(),
            },
            organisation_id=organisation_id,
        )
        for member in members_of(organisation_id)
        if member.person.email
    ]


def _in(language: str, bengali: str, english: str) -> str:
    return english if language == "en" or not bengali else bengali


def _sign_in_url() -> str:
    return f"{settings.PUBLIC_URL}/account/sign-in/"
