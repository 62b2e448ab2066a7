"""Who may use which name, and which goods say so."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotAllowed, NotFound
from ekshop.parties.rules.permissions import SELLER_ROLES
from ekshop.parties.selectors import sellers_visible_to

from ..models import GiEvidence, GiName, GiUse
from ..rules import names as rules

USES_ORDER = ("-claimed_at", "-id")
WATCHERS = ("operator", "auditor")


@dataclass(frozen=True, slots=True)
class GiOfSeller:
    """A name one of the sellers of a product is an approved user of."""

    seller_id: int
    name: GiName
    number: str


@dataclass(frozen=True)
class NamesInUse:
    """The register, and the names each of some sellers may put on goods that day: read once for many
    titles."""

    names: Mapping[int, GiName]
    rights: Mapping[int, Collection[int]]

    def without_right(self, seller_id: int, titles: Sequence[str]) -> GiName | None:
        """The registered name these titles use though their seller is no approved user of it; None
        where all is well. A name it may use covers its own words: a shorter one inside it asks
        nothing more. No statement."""
        right, others = self.apart(seller_id)
        claimed = rules.first_claimed(others, titles, by_right=right)
        return self.names[claimed.id] if claimed else None

    def earned(self, seller_id: int, titles: Sequence[str]) -> list[int]:
        """The names the seller may use that the titles are about (`rules.earned`). No statement."""
        right, others = self.apart(seller_id)
        return [name.id for name in rules.earned(right, others, titles)] if right else []

    def apart(self, seller_id: int) -> tuple[list[rules.Wording], list[rules.Wording]]:
        """The wordings of the names a seller may use, and of those it may not."""
        own = self.rights.get(seller_id, ())
        right = [wording for pk, wording in self._wordings.items() if pk in own]
        return right, [wording for pk, wording in self._wordings.items() if pk not in own]

    def uses_any(self, titles: Sequence[str]) -> bool:
        """False where none of the names can be in the titles; quick. No statement."""
        return self._sieve.lets_through(titles)

    @cached_property
    def _sieve(self) -> rules.Sieve:
        return rules.Sieve(list(self._wordings.values()))

    @cached_property
    def _wordings(self) -> dict[int, rules.Wording]:
        return {pk: name.wording for pk, name in self.names.items()}


def gi_names() -> QuerySet[GiName]:
    """All of the register, with their districts."""
    return GiName.objects.prefetch_related("districts").order_by("name_en")


def gi_name_by_id(gi_name_id: int) -> GiName:
    """Raises NotFound."""
    name = gi_names().filter(pk=gi_name_id).first()
    if name is None:
        raise NotFound(what="gi name")
    return name


def gi_names_in(district_id: int) -> list[GiName]:
    """Names at home in a district, with their districts; two statements."""
    return list(gi_names().filter(districts=district_id))


def gi_names_of_districts() -> dict[int, list[str]]:
    """By district, the names at home there in the reader's language; two statements."""
    found: dict[int, list[str]] = {}
    for name in gi_names():
        for place in name.districts.all():
            found.setdefault(place.pk, []).append(name.name)
    return found


def approved_users(gi_name_ids: Iterable[int], *, today: date) -> dict[int, list[GiUse]]:
    """By name, those who may put it on goods that day, each with `papers`, how many showed its
    right; one statement."""
    uses: dict[int, list[GiUse]] = {}
    rows = _in_force(today).filter(gi_name_id__in=list(gi_name_ids))
    rows = rows.annotate(papers=Count("evidence"))
    for use in rows.filter(seller__state="active").order_by("decided_at", "id"):
        uses.setdefault(use.gi_name_id, []).append(use)
    return uses


def approved_sellers(*, today: date) -> dict[int, list[GiName]]:
    """By seller, the names it may put on goods that day; two statements."""
    names: dict[int, list[GiName]] = {}
    for use in _in_force(today).prefetch_related("gi_name__districts"):
        names.setdefault(use.seller_id, []).append(use.gi_name)
    return names


def gi_of_offers(offers: Iterable[Any], *, today: date) -> list[GiOfSeller]:
    """Which names the sellers of these offers are approved users of, each name of a seller once.
    Only names that the offer's own title is about, and none of a title that uses another name
    without right. Offers need `seller_id`, `title`, `title_bn` and `title_en`. One statement, and a
    second where there are such users."""
    by_seller: dict[int, list[Any]] = {}
    for offer in offers:
        by_seller.setdefault(offer.seller_id, []).append(offer)
    rows = _in_force(today).filter(seller_id__in=list(by_seller)).order_by("gi_name_id", "id")
    uses: dict[int, list[GiUse]] = {}
    for use in rows:
        uses.setdefault(use.seller_id, []).append(use)
    if not uses:
        return []
    rights = {pk: {use.gi_name_id for use in own} for pk, own in uses.items()}
    names = NamesInUse(_registered(), rights)
    found = []
    for seller_id, own in uses.items():
        about = {
            name_id
            for offer in by_seller[seller_id]
            for name_id in names.earned(seller_id, (offer.title, offer.title_bn, offer.title_en))
        }
        found += [
            GiOfSeller(seller_id, use.gi_name, use.number) for use in own if use.gi_name_id in about
        ]
    return sorted(found, key=lambda one: one.name.pk)


def names_in_use(seller_ids: Collection[int], *, today: date) -> NamesInUse:
    """For titles of these sellers. Two statements."""
    rights: dict[int, set[int]] = {}
    held = _in_force(today).filter(seller_id__in=set(seller_ids))
    for seller_id, name_id in held.values_list("seller_id", "gi_name_id"):
        rights.setdefault(seller_id, set()).add(name_id)
    return NamesInUse(_registered(), rights)


def gi_name_without_right(*, seller_id: int, titles: Sequence[str], today: date) -> GiName | None:
    """`NamesInUse.without_right` for one seller. Two statements."""
    return names_in_use([seller_id], today=today).without_right(seller_id, titles)


def gi_names_unearned(offers: Iterable[Any], *, today: date) -> list[tuple[GiName, set[int]]]:
    """Registered names that titles of these offers use, each with the sellers that have no right to
    it. Offers as for `gi_of_offers`. Two statements, and a third where a name is used."""
    titles: dict[int, list[str]] = {}
    for offer in offers:
        own = titles.setdefault(offer.seller_id, [])
        own += {offer.title, offer.title_bn, offer.title_en} - {""}
    together = list({title for own in titles.values() for title in own})
    names = {name.pk: name for name in gi_names().filter(register=rules.REGISTERED)}
    used = [name for name in names.values() if name.wording.claimed_by(together)]
    if not used:
        return []
    rights: dict[int, list[GiName]] = {}
    for use in _in_force(today).filter(seller_id__in=list(titles)):
        if use.gi_name_id in names:
            rights.setdefault(use.seller_id, []).append(names[use.gi_name_id])
    found = []
    for name in used:
        without = {
            seller_id
            for seller_id, own in titles.items()
            if name not in (by := rights.get(seller_id, []))
            and name.wording.claimed_by(own, by_right=[each.wording for each in by])
        }
        if without:
            found.append((name, without))
    return found


def gi_seller(actor: Actor, seller_id: int) -> Any:
    """The seller's organisation, if the actor may claim for it: its own people, the centre that
    looks after it, an operator. Raises NotAllowed."""
    seller = sellers_visible_to(actor).filter(organisation_id=seller_id).first()
    if seller is None:
        raise NotAllowed()
    return seller.organisation


def gi_uses_visible_to(actor: Actor) -> QuerySet[GiUse]:
    """All for those who watch over it, a centre those of its producers, a seller its own."""
    uses = GiUse.objects.select_related("gi_name", "seller", "claimed_by", "decided_by")
    if actor.is_system or actor.role in WATCHERS:
        return uses
    if actor.organisation_id is None:
        return uses.none()
    if actor.role == "entrepreneur":
        return uses.filter(seller__seller__sourcing_centre_id=actor.organisation_id)
    if actor.role in SELLER_ROLES:
        return uses.filter(seller_id=actor.organisation_id)
    return uses.none()


def gi_use_for(actor: Actor, use_id: int) -> GiUse:
    """With its photos. Raises NotFound."""
    use = gi_uses_visible_to(actor).filter(pk=use_id).prefetch_related("evidence__document").first()
    if use is None:
        raise NotFound(what="gi use")
    return use


def gi_uses_counted(actor: Actor) -> dict[str, int]:
    """How many in each state; one statement."""
    rows = gi_uses_visible_to(actor).order_by().values_list("state").annotate(n=Count("id"))
    return dict(rows)


def gi_evidence_for(actor: Actor, evidence_id: int) -> GiEvidence:
    """Raises NotFound."""
    found = (
        GiEvidence.objects.select_related("document")
        .filter(pk=evidence_id, use__in=gi_uses_visible_to(actor).order_by().values("pk"))
        .first()
    )
    if found is None:
        raise NotFound(what="gi evidence")
    return found


def _registered() -> dict[int, GiName]:
    return {name.pk: name for name in GiName.objects.filter(register=rules.REGISTERED)}


def _in_force(today: date) -> QuerySet[GiUse]:
    return (
        GiUse.objects.filter(state="approved", gi_name__register=rules.REGISTERED)
        .filter(Q(until__isnull=True) | Q(until__gte=today))
        .select_related("gi_name", "seller")
    )
