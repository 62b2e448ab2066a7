"""What producers agreed to."""

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.producers.models import Agreement, AgreementPaper, IdentityLook, ProducerProfile

from .profiles import producer_for


def agreements_of(profile: ProducerProfile) -> list[Agreement]:
    """Everything she ever agreed to with its papers, what is in force first, then the latest."""
    rows = profile.agreements.select_related("recorded_by").prefetch_related("papers__document")
    rows = rows.order_by("-at", "-id")
    return sorted(rows, key=lambda each: each.withdrawn_at is not None)


def agreement_paper_for(actor: Actor, seller_id: int, paper_id: int) -> AgreementPaper:
    """A page she signed, for whoever may see her. Raises NotFound."""
    profile = producer_for(actor, seller_id)
    papers = AgreementPaper.objects.select_related("document")
    found = papers.filter(pk=paper_id, agreement__profile=profile).first()
    if found is None:
        raise NotFound(paper_id=paper_id)
    return found


def looks_of(profile: ProducerProfile) -> list[IdentityLook]:
    """Who saw the whole number of her card, the latest first."""
    return list(profile.looks.select_related("by").order_by("-at", "-id"))
