"""Goods: sent whole in batches, the newest version of each wins, each row answered by itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpResponse
from django.utils.translation import override
from ninja import Path, Query, Router, Schema
from pydantic import ValidationError

from ekshop.api.access import Request, access
from ekshop.api.machine import field_sentences, language_of
from ekshop.api.schemas import REFUSALS, ErrorOut
from ekshop.catalogue.selectors import OFFER_SHELVES, OFFERS_ORDER, offers_listed
from ekshop.federation.selectors import goods_wire, note_sentence
from ekshop.federation.services import Good, Outcome, good_withdraw, goods_push
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of

from .calls import IdempotencyKey, write_once
from .goods_schemas import GoodIn, GoodOut, GoodsIn, GoodsOut, PriceIn, PricesIn, PushedOut

router = Router(tags=["Goods"])

if TYPE_CHECKING:
    Shelf = str
else:
    Shelf = Literal[tuple(shelf for shelf, _name in OFFER_SHELVES if shelf)]
Cursor = Annotated[str, Query(max_length=2000, description="From the answer before")]
Size = Annotated[int, Query(ge=1, le=500)]
Number = Annotated[str, Path(max_length=50, description="Your own number for it")]
PLAIN_FIELDS = {"ref": "id"}
"""Names of the wire that are not ours."""
OUTCOMES = ("taken", "held", "unchanged", "stale", "refused")
NO_AMOUNT = ("", "0", "0.0", "0.00", "০")


@router.get(
    "/",
    response={200: GoodsOut, REFUSALS: ErrorOut},
    operation_id="goods_list",
    summary="What we have of your goods, by your numbers",
)
@access("offer.read_own")
def goods(
    request: Request, state: Shelf | None = None, cursor: Cursor = "", size: Size = 100
) -> Any:
    """Goods from all your lists, whichever way they came."""
    page = page_of(
        offers_listed(request.actor, shelf=state or ""),
        order=OFFERS_ORDER,
        cursor=cursor or None,
        size=size,
    )
    return {
        "items": goods_wire(page.items),
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }


@router.put(
    "/",
    response={200: PushedOut, REFUSALS: ErrorOut},
    operation_id="goods_put",
    summary="Send articles, each whole; the newest wins",
)
@access("offer.manage")
def put(request: Request, response: HttpResponse, sent: GoodsIn, key: IdempotencyKey) -> Any:
    """Good rows are taken beside bad ones, and each is answered by itself. A row is “stale” when
    we have a newer version of it. What you do not send stays as it is."""
    return _pushed(request, response, key, GoodIn, sent.goods)


@router.put(
    "/prices",
    response={200: PushedOut, REFUSALS: ErrorOut},
    operation_id="goods_prices_put",
    summary="Send only prices and stock",
)
@access("offer.manage")
def put_prices(
    request: Request, response: HttpResponse, sent: PricesIn, key: IdempotencyKey
) -> Any:
    """Of articles sent whole before; what a row does not name stays as it was."""
    return _pushed(request, response, key, PriceIn, sent.prices)


@router.get(
    "/{path:ref}",
    response={200: GoodOut, REFUSALS: ErrorOut},
    operation_id="good_get",
    summary="One article",
)
@access("offer.read_own")
def good(request: Request, ref: Number) -> Any:
    return _told(request.actor, ref)


@router.delete(
    "/{path:ref}",
    response={200: GoodOut, REFUSALS: ErrorOut},
    operation_id="good_delete",
    summary="Take one article off the shelf",
)
@access("offer.manage")
def delete(request: Request, response: HttpResponse, ref: Number, key: IdempotencyKey) -> Any:
    """It comes back when you send it again. Orders for it stand."""
    actor = request.actor

    def write() -> dict[str, Any]:
        _told(actor, ref)
        good_withdraw(actor=actor, seller_id=_seller(actor), ref=ref, now=clock.now())
        return _told(actor, ref)

    return write_once(request, response, key, write)


def _pushed(
    request: Request,
    response: HttpResponse,
    key: str,
    schema: type[GoodIn | PriceIn],
    rows: Sequence[Mapping[str, Any]],
) -> Any:
    actor, language = request.actor, language_of(request)

    def write() -> dict[str, Any]:
        with override(language):
            read, refused = _read(schema, rows)
            outcomes = goods_push(
                actor=actor, seller_id=_seller(actor), goods=read, now=clock.now()
            )
            told = [_row(each, language) for each in outcomes] + refused
        told.sort(key=lambda each: each["row"])
        kinds = [each["outcome"] for each in told]
        counts = {kind: kinds.count(kind) for kind in OUTCOMES}
        return {**counts, "results": told}

    return write_once(request, response, key, write)


def _read(
    schema: type[GoodIn | PriceIn], rows: Sequence[Mapping[str, Any]]
) -> tuple[list[Good], list[dict[str, Any]]]:
    """The rows that have the shape asked for, and the answers to those that have not."""
    goods: list[Good] = []
    refused: list[dict[str, Any]] = []
    for number, row in enumerate(rows, 1):
        try:
            sent = schema.model_validate(row)
        except ValidationError as error:
            problems = [
                {"code": "invalid", "field": name, "value": "", "message": text, "note": False}
                for name, text in field_sentences(error.errors()).items()
            ]
            refused.append(
                {
                    "row": number,
                    "ref": _legible(str(row.get("ref", "")))[:50],
                    "outcome": "refused",
                    "problems": problems,
                }
            )
            continue
        partial = isinstance(sent, PriceIn)
        fields = dict(_fields(sent, partial=partial))
        goods.append(Good(number, sent.ref, sent.updated_at, fields, partial=partial))
    return goods, refused


def _fields(sent: Schema, *, partial: bool) -> Iterable[tuple[str, Any]]:
    """Our fields, values as the cleaner takes them: text, but for lists and attributes."""
    for name, value in sent.model_dump(exclude_unset=True).items():
        if isinstance(value, datetime) or value is None:
            continue
        if name == "sale_price" and partial and str(value).strip() in NO_AMOUNT:
            value = ""
        if isinstance(value, dict):
            value = {_legible(key): _legible(str(text)) for key, text in value.items()}
        elif isinstance(value, list):
            value = [_legible(each) for each in value]
        else:
            value = _legible(str(value))
        yield PLAIN_FIELDS.get(name, name), value


def _legible(text: str) -> str:
    """Without what PostgreSQL cannot hold; other odd characters are the cleaner's to judge."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _row(outcome: Outcome, language: str) -> dict[str, Any]:
    return {
        "row": outcome.row,
        "ref": outcome.ref,
        "outcome": outcome.what,
        "problems": [note_sentence(note, language) for note in outcome.notes],
    }


def _seller(actor: Actor) -> int:
    if actor.organisation_id is None:
        raise NotFound()
    return actor.organisation_id


def _told(actor: Actor, ref: str) -> dict[str, Any]:
    found = goods_wire(offers_listed(actor).filter(seller_ref=ref)[:1])
    if not found:
        raise NotFound(ref=ref)
    return found[0]
