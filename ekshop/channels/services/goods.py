"""Goods made ready for export: what customs asks, the English and its reader, certificates, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.selectors import offers_abroad
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.brought import PaperRefused, brought_forget, is_pdf, paper_accept, paper_keep
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.countries import is_country
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.kernel.pictures import PictureRefused, picture_accept, picture_store
from ekshop.kernel.strays import strays_sweep
from ekshop.parties.services import require

from .. import rules
from ..models import ExportGoods, ExportPaper, ExportPicture, HsCode
from ..selectors.goods import export_goods_visible_to
from .listings import listings_recheck

SIZES = ("net_g", "gross_g", "length_mm", "width_mm", "height_mm")
ENGLISH = ("title_en", "text_en", "points_en")
PICTURES_MOST = 8
MOST_MM_OR_G = 1_000_000
LONGEST = {"materials": 300, "text_en": 10_000}
POINT_LONGEST = 500


class SameReader(Conflict):
    code = "same_reader"
    message = _("Whoever wrote the English cannot be the one who reviews it.")


@dataclass(frozen=True)
class GoodsSaid:
    """What is said of goods. None: nothing new; sizes in grams and millimetres."""

    hs_code: str | None = None
    origin: str | None = None
    materials: str | None = None
    net_g: int | None = None
    gross_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    title_en: str | None = None
    text_en: str | None = None
    points_en: Sequence[str] | None = None
    given: dict[str, Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        named = {name: getattr(self, name) for name in (*_PLAIN, *SIZES, *ENGLISH)}
        said = {name: _cleaned(value) for name, value in named.items() if value is not None}
        object.__setattr__(self, "given", said)


def _cleaned(value: Any) -> Any:
    """Texts without what papers and channels cannot hold."""
    if isinstance(value, str):
        return normalise(value)
    return [normalise(line) for line in value] if isinstance(value, list | tuple) else value


_PLAIN = ("hs_code", "origin", "materials")


@transaction.atomic
def export_goods_begin(*, actor: Actor, offer_id: int, now: datetime) -> ExportGoods:
    """Begins to make one of the seller's own offers ready; the same again if it was begun.

    Raises NotAllowed, NotFound.
    """
    require(actor, "export.manage")
    offer = offers_abroad([offer_id]).get(offer_id)
    if offer is None or (actor.role != "operator" and offer.seller_id != actor.organisation_id):
        raise NotFound(offer_id=offer_id)
    goods, made = ExportGoods.objects.get_or_create(
        offer_id=offer_id,
        defaults={
            "seller_id": offer.seller_id,
            "title_en": offer.title_en[: rules.TITLE_LONGEST],
            "created_at": now,
            "updated_at": now,
        },
    )
    if made:
        _noted(actor, "export_goods_begin", goods, {}, now)
    return goods


@transaction.atomic
def export_goods_save(
    *, actor: Actor, goods_id: int, said: GoodsSaid, now: datetime
) -> ExportGoods:
    """Writes what is said; new English waits for another person's reading. Its listings follow.

    Raises NotAllowed, NotFound, InvalidInput (an HS code that is not there, a weight of zero, more
    net than gross, sides nobody can carry).
    """
    goods = _held(actor, goods_id)
    given = said.given
    problems = _problems(goods, said)
    if problems:
        raise InvalidInput(problems)
    english = any(given.get(name, getattr(goods, name)) != getattr(goods, name) for name in ENGLISH)
    for name, value in given.items():
        setattr(goods, name, list(value) if name == "points_en" else value)
    if english:
        goods.english, goods.english_note = ExportGoods.WRITTEN, ""
        goods.english_by_id, goods.english_at = actor.person_id, now
        goods.reviewed_by_id = goods.reviewed_at = None
    goods.updated_at = now
    goods.save()
    _noted(actor, "export_goods_save", goods, {"fields": sorted(given)}, now)
    listings_recheck(actor=actor, goods_id=goods.pk, now=now)
    return goods


@transaction.atomic
def english_review(
    *, actor: Actor, goods_id: int, fine: bool, note: str, now: datetime
) -> ExportGoods:
    """Another person has read the English: it may go out, or goes back with a note.

    Raises NotAllowed, NotFound, SameReader, Conflict where nothing waits, InvalidInput.
    """
    require(actor, "export.review")
    goods = _held(actor, goods_id)
    if goods.english != ExportGoods.WRITTEN:
        raise Conflict("nothing_to_review", _("No English waits to be read here."))
    if actor.person == goods.english_by_id:
        raise SameReader()
    if not fine and not note.strip():
        raise InvalidInput({"note": _("Say what is to be mended.")})
    goods.english = ExportGoods.REVIEWED if fine else ExportGoods.SENT_BACK
    goods.reviewed_by_id, goods.reviewed_at = actor.person, now
    goods.english_note = "" if fine else note.strip()[:300]
    goods.save()
    _noted(actor, "english_review", goods, {"fine": fine}, now)
    listings_recheck(actor=actor, goods_id=goods.pk, now=now)
    return goods


PAPERS_FOLDER = "export-papers"


def export_papers_sweep() -> int:
    """Clears away files of certificates that are noted no more; says how many."""
    return strays_sweep(
        PAPERS_FOLDER,
        named=lambda names: ExportPaper.objects.filter(file__in=names).values_list(
            "file", flat=True
        ),
    )


@transaction.atomic
def export_paper_add(
    *,
    actor: Actor,
    goods_id: int,
    kind: str,
    number: str,
    by: str,
    until: date | None,
    now: datetime,
    file: IO[bytes] | None = None,
) -> ExportPaper:
    """Notes a certificate, with a photo of it, written anew without what hides in it, or a PDF, which
    nobody opens before it was scanned. Raises NotAllowed, NotFound, InvalidInput."""
    goods = _held(actor, goods_id)
    problems: dict[str, Any] = {}
    if kind not in rules.PAPERS:
        problems["kind"] = _("Choose one of the certificates.")
    if not number.strip():
        problems["number"] = _("Give the certificate's number.")
    if not by.strip():
        problems["by"] = _("Say who gave it.")
    if until is not None and until < dhaka_date(now):
        problems["until"] = _("This certificate is over.")
    picture = scan = None
    try:
        if file is not None and not problems:
            if is_pdf(file):
                scan = paper_accept(file, name=getattr(file, "name", ""))
            else:
                picture = picture_accept(file)
    except (PictureRefused, PaperRefused) as refused:
        problems["file"] = str(refused)
    if problems:
        raise InvalidInput(problems)
    kept: dict[str, Any] = {}
    if picture:
        stored = picture_store(picture, folder=PAPERS_FOLDER)
        kept = {"file": stored.name, "document_id": None}
    elif scan:
        kept = {"file": "", "document_id": paper_keep(scan, now=now).pk}
    before = ExportPaper.objects.filter(goods=goods, kind=kind, number=number.strip()[:80])
    gone = list(before.exclude(document=None).values_list("document_id", flat=True))
    paper, _made = ExportPaper.objects.update_or_create(
        goods=goods,
        kind=kind,
        number=number.strip()[:80],
        defaults={
            "by": by.strip()[:160],
            "until": until,
            "added_by_id": actor.person_id,
            "added_at": now,
            **kept,
        },
    )
    if kept:
        brought_forget(gone)
    _noted(actor, "export_paper_add", goods, {"kind": kind}, now)
    listings_recheck(actor=actor, goods_id=goods.pk, now=now)
    return paper


@transaction.atomic
def export_paper_refused(*, actor: Actor, brought_id: int, now: datetime) -> None:
    """The scanner refused the PDF of a certificate: what went by it is reckoned anew."""
    for goods_id in ExportPaper.objects.filter(document_id=brought_id).values_list(
        "goods_id", flat=True
    ):
        listings_recheck(actor=actor, goods_id=goods_id, now=now)


@transaction.atomic
def export_paper_remove(*, actor: Actor, goods_id: int, paper_id: int, now: datetime) -> None:
    """Raises NotAllowed, NotFound."""
    goods = _held(actor, goods_id)
    paper = ExportPaper.objects.filter(pk=paper_id, goods=goods).first()
    if paper is None:
        raise NotFound(paper_id=paper_id)
    paper.delete()
    if paper.document_id:
        brought_forget([paper.document_id])
    _noted(actor, "export_paper_remove", goods, {}, now)
    listings_recheck(actor=actor, goods_id=goods.pk, now=now)


def export_picture_add(
    *, actor: Actor, goods_id: int, file: IO[bytes] | bytes, now: datetime
) -> ExportPicture:
    """Keeps a picture, made safe. Raises NotAllowed, NotFound, PictureRefused, InvalidInput."""
    require(actor, "export.manage")
    picture = picture_accept(file)
    with transaction.atomic():
        goods = _held(actor, goods_id)
        there = list(ExportPicture.objects.filter(goods=goods).order_by("position"))
        for each in there:
            if each.digest == picture.sha256:
                return each
        if len(there) >= PICTURES_MOST:
            raise InvalidInput({"picture": _("Eight pictures are enough; take one away first.")})
        stored = picture_store(picture, folder="export")
        made = ExportPicture.objects.create(
            goods=goods,
            position=there[-1].position + 1 if there else 0,
            digest=picture.sha256,
            file=stored.name,
            width=stored.width,
            height=stored.height,
            added_at=now,
        )
        _noted(actor, "export_picture_add", goods, {}, now)
        listings_recheck(actor=actor, goods_id=goods.pk, now=now)
    return made


@transaction.atomic
def export_picture_remove(*, actor: Actor, goods_id: int, picture_id: int, now: datetime) -> None:
    """Raises NotAllowed, NotFound."""
    goods = _held(actor, goods_id)
    if not ExportPicture.objects.filter(pk=picture_id, goods=goods).delete()[0]:
        raise NotFound(picture_id=picture_id)
    _noted(actor, "export_picture_remove", goods, {}, now)
    listings_recheck(actor=actor, goods_id=goods.pk, now=now)


def _held(actor: Actor, goods_id: int) -> ExportGoods:
    require(actor, "export.manage")
    goods = (
        export_goods_visible_to(actor)
        .select_related(None)
        .select_for_update(of=("self",))
        .filter(pk=goods_id)
        .first()
    )
    if goods is None:
        raise NotFound(goods_id=goods_id)
    return goods


def _problems(goods: ExportGoods, said: GoodsSaid) -> dict[str, Any]:
    given, problems = said.given, dict[str, Any]()
    if said.hs_code and not HsCode.objects.filter(code=said.hs_code).exists():
        problems["hs_code"] = _(
            "There is no such HS code in our table. Search by a word and choose one."
        )
    if said.origin and not is_country(said.origin):
        problems["origin"] = _("Choose the country in which the goods were made.")
    for name in SIZES:
        value = given.get(name)
        if value is not None and not 0 < value <= MOST_MM_OR_G:
            problems[name] = _("Zero, or so much, cannot be. Weigh or measure once more.")
    if said.title_en is not None and len(said.title_en) > rules.TITLE_LONGEST:
        problems["title_en"] = _("At most %(most)d letters.") % {"most": rules.TITLE_LONGEST}
    for name, most in LONGEST.items():
        if len(given.get(name, "")) > most:
            problems[name] = _("At most %(most)d letters.") % {"most": most}
    if any(len(line) > POINT_LONGEST for line in said.points_en or ()):
        problems["points_en"] = _("At most %(most)d letters.") % {"most": POINT_LONGEST}
    if said.points_en is not None and len(said.points_en) > rules.POINTS_MOST:
        problems["points_en"] = _("At most %(most)d lines.") % {"most": rules.POINTS_MOST}
    after = {name: given.get(name, getattr(goods, name)) for name in SIZES}
    if not problems:
        found = rules.size_oddities(**after)
        problems.update({each.field: each.words for each in found if each.stops})
    return problems


def _noted(
    actor: Actor, action: str, goods: ExportGoods, data: dict[str, Any], now: datetime
) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="export_goods",
        entity_id=goods.pk,
        data={"offer": goods.offer_id, **data},
        now=now,
    )
