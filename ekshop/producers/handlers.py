"""Reactions: a producer hears by SMS how far her enrolment is, and her centre what to mend; the mark
of origin follows goods and approvals."""

from datetime import timedelta

from django.conf import settings

from ekshop.catalogue.events import OffersMerged
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.notices.services import NoticeToSend, notices_send
from ekshop.parties.selectors import entrepreneurs_of, members_of

from .events import GiRegisterChanged, GiUseChanged, ListingDecided, ProducerMoved
from .models import GiUse, Listing, ProducerProfile
from .services.listings import misnamed_listings_pause
from .services.marks import gi_marks_settle, names_unshown_settle

LATELY = timedelta(days=1)
"""A handler comes within minutes of the list it hears of, or a day later at most."""

TELLING = Actor.system("producers")


def tell_producer_moved(event: ProducerMoved) -> None:
    """To everyone who acts for her; to the centre's people only where they have something to do."""
    profile = ProducerProfile.objects.select_related("seller", "centre").get(pk=event.profile_id)
    notices = [
        NoticeToSend(
            template="producer_moved",
            to=member.person.mobile,
            language=member.person.language,
            context={
                "seller_name": profile.seller.name_in(member.person.language),
                "what": event.state,
                "reason": event.reason,
                "site": settings.PUBLIC_URL,
            },
            organisation_id=profile.seller_id,
        )
        for member in members_of(profile.seller_id)
        if member.person.mobile
    ]
    if event.state == "sent_back":
        notices += [
            NoticeToSend(
                template="producer_sent_back",
                to=each.mobile,
                language=each.language,
                context={
                    "seller_name": profile.seller.name_in(each.language),
                    "reason": event.reason,
                    "url": f"{settings.PUBLIC_URL}/centre/producers/{profile.seller_id}/",
                },
                organisation_id=profile.centre_id,
            )
            for each in entrepreneurs_of(profile.centre_id)
            if each.mobile
        ]
    if notices:
        notices_send(actor=TELLING, notices=notices, now=clock.now())


def gi_marks_on_goods(event: OffersMerged) -> None:
    """New or changed goods carry the mark of origin only by right, and say so where they use a name
    without. What a handler that came late left out the nightly run finds."""
    now = clock.now()
    gi_marks_settle(seller_ids=[event.seller_id], now=now)
    names_unshown_settle(seller_ids=[event.seller_id], since=now - LATELY, now=now)


def gi_marks_on_use(event: GiUseChanged) -> None:
    """A claim was decided: the mark comes onto the seller's goods, or off them; what is called by a
    name that is no longer the maker's to use leaves the shop."""
    now = clock.now()
    gi_marks_settle(seller_ids=[event.seller_id], now=now)
    names_unshown_settle(seller_ids=[event.seller_id], now=now)
    misnamed_listings_pause(seller_ids=[event.seller_id], now=now)


def gi_marks_on_register(event: GiRegisterChanged) -> None:
    """A name came into the register or is written otherwise: everybody's goods are looked at."""
    now = clock.now()
    gi_marks_settle(now=now)
    names_unshown_settle(now=now)
    misnamed_listings_pause(now=now)


def tell_gi_decided(event: GiUseChanged) -> None:
    """To whoever acts for the seller, and to a producer's centre. What one withdrew oneself is known."""
    if event.what in ("", "withdraw"):
        return
    use = GiUse.objects.select_related("gi_name", "seller").get(pk=event.use_id)
    people = [(member.person, use.seller_id) for member in members_of(use.seller_id)]
    profile = ProducerProfile.objects.filter(seller_id=use.seller_id).first()
    if profile is not None:
        people += [(each, profile.centre_id) for each in entrepreneurs_of(profile.centre_id)]
    notices = [
        NoticeToSend(
            template="gi_decided",
            to=person.mobile,
            language=person.language,
            context={
                "seller_name": use.seller.name_in(person.language),
                "title": use.gi_name.name_en if person.language == "en" else use.gi_name.name_bn,
                "what": event.what,
                "reason": event.reason,
            },
            organisation_id=organisation_id,
        )
        for person, organisation_id in people
        if person.mobile
    ]
    if notices:
        notices_send(actor=TELLING, notices=notices, now=clock.now())


def tell_listing_decided(event: ListingDecided) -> None:
    """To whoever acts for her; to her centre, too, where something is to be mended."""
    listing = Listing.objects.select_related("profile").get(pk=event.listing_id)
    profile = listing.profile
    own = [
        (member.person, f"{settings.PUBLIC_URL}/producer/goods/{listing.pk}/", profile.seller_id)
        for member in members_of(profile.seller_id)
    ]
    if event.what == "sent_back":
        address = f"{settings.PUBLIC_URL}/centre/producers/{profile.seller_id}/goods/{listing.pk}/"
        own += [(each, address, profile.centre_id) for each in entrepreneurs_of(profile.centre_id)]
    notices = [
        NoticeToSend(
            template="listing_decided",
            to=person.mobile,
            language=person.language,
            context={
                "title": (person.language == "en" and listing.title_en) or listing.title_bn,
                "what": event.what,
                "reason": event.reason,
                "url": address,
            },
            organisation_id=organisation_id,
        )
        for person, address, organisation_id in own
        if person.mobile
    ]
    if notices:
        notices_send(actor=TELLING, notices=notices, now=clock.now())
