"""Listings out: a category's schema filled and saved as a draft, which the account's owner publishes.

Alibaba knows a product by its own number, not by ours. Ours goes along as the model number, and
before a draft is made whose number we do not have, it is looked for: where the answer to making one
was lost, no second one is made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...rules.sentences import sentence
from ..batches import told_one_by_one
from ..shape import (
    WARNING,
    Ask,
    ChannelBusy,
    ChannelFacts,
    ListingItem,
    Problem,
    Result,
    Submission,
)
from . import schemas
from .client import Platform, Wrong, granted
from .pictures import banked

DRAFT, UPDATE = "/icbu/product/schema/add/draft", "/icbu/product/schema/update"
LIST, DISPLAY = "/alibaba/icbu/product/list", "/icbu/product/update/display"
PRODUCT, MODEL = "/icbu/product/get", "model number"
GONE = "600010"
PAGE, PAGES_MOST = 20, 25
CATEGORY = "cat_id"

NO_CATEGORY = sentence(
    "alibaba.no_category",
    _("Say in which of Alibaba's categories these goods belong, by its number."),
)
RULES_NOT_HERE = sentence(
    "alibaba.rules_not_here",
    _(
        "Alibaba's rules for category %(kind)s have not been fetched yet; the goods are checked when"
        " they are sent."
    ),
)
CATEGORY_LABEL = _("Number of Alibaba's category")


def category_of(item: ListingItem, channel: ChannelFacts) -> str:
    """What was said for these goods, or what the settings say for their HS code: `categories`, one
    "630130 100006792" a line; the longest beginning counts. "" where nobody said."""
    if chosen := item.extra.get(CATEGORY, "").strip():
        return chosen
    lines = [one.split()[:2] for one in str(channel.settings.get("categories") or "").splitlines()]
    fits = [one for one in lines if len(one) == 2 and item.hs_code.startswith(one[0])]
    return max(fits, key=lambda one: len(one[0]))[1] if fits else ""


def problems(item: ListingItem, channel: ChannelFacts) -> list[Problem]:
    category = category_of(item, channel)
    if not _is_number(category):
        return [Problem(f"extra.{CATEGORY}", "requiredRule", NO_CATEGORY())]
    fields = schemas.known(category)
    if fields is None:
        return [Problem("", "rules_not_here", RULES_NOT_HERE(kind=category), severity=WARNING)]
    return list(schemas.problems_of(fields, _values(fields, item, channel)))


def asks(item: ListingItem, channel: ChannelFacts) -> list[Ask]:
    category = category_of(item, channel)
    answered = frozenset(item.extra)
    found = [Ask(CATEGORY, CATEGORY_LABEL)] if not category or CATEGORY in answered else []
    fields = schemas.known(category) if _is_number(category) else None
    if fields is not None:
        found += schemas.asks_of(fields, _values(fields, item, channel), answered)
    return found


def _values(
    fields: tuple[schemas.Field, ...], item: ListingItem, channel: ChannelFacts
) -> schemas.Values:
    return schemas.values_of(fields, item, str(channel.settings.get("brand") or ""))


def submit(channel: ChannelFacts, items: Sequence[ListingItem]) -> Submission:
    with Platform(channel) as platform:
        return told_one_by_one(items, lambda item: _told(platform, item))


def _told(platform: Platform, item: ListingItem) -> Result:
    category = category_of(item, platform.channel)
    if not _is_number(category):
        said = Problem(f"extra.{CATEGORY}", "requiredRule", NO_CATEGORY())
        return Result(item.sku, ok=False, problems=(said,))
    try:
        fields = schemas.fetched(platform, category)
    except Wrong as wrong:
        unknown = Problem(f"extra.{CATEGORY}", wrong.code, wrong.message)
        return Result(item.sku, ok=False, problems=(unknown,))
    values = _values(fields, item, platform.channel)
    found = tuple(schemas.problems_of(fields, values))
    if found:
        return Result(item.sku, ok=False, problems=found)
    addresses, found = banked(platform, item)
    if found:
        return Result(item.sku, ok=False, problems=found)
    values = _values(fields, replace(item, pictures=addresses), platform.channel)
    number = item.remote_ref
    try:
        number = number or _looked_for(platform, item)
        return _saved(platform, item, category, schemas.xml_of(fields, values), number)
    except Wrong as wrong:
        said_all = _said(wrong, fields)
        return Result(item.sku, ok=False, remote_ref=number, problems=said_all)


def _saved(platform: Platform, item: ListingItem, category: str, xml: str, number: str) -> Result:
    if number:
        try:
            platform.call(UPDATE, product_id=number, cat_id=category, language="en_US", xml=xml)
            return Result(item.sku, ok=True, remote_ref=number)
        except Wrong as wrong:
            if wrong.code != GONE:
                raise
    asked = {"cat_id": int(category), "language": "en_US", "xml": xml}
    result = platform.call(DRAFT, param_product_top_publish_request=asked)
    return Result(item.sku, ok=True, remote_ref=str(result.get("product_id") or ""))


def _looked_for(platform: Platform, item: ListingItem) -> str:
    """The number of the product of this title that has our SKU as its model, "" where there is none.
    Raises Wrong, ChannelTrouble."""
    for page in range(1, PAGES_MOST + 1):
        result = platform.call(LIST, subject=item.title, current_page=page, page_size=PAGE)
        found = [one for one in result.get("products") or [] if isinstance(one, dict)]
        for one in found:
            if one.get("subject") == item.title and _model(platform, one) == item.sku:
                return str(one["id"])
        if len(found) < PAGE:
            return ""
    return ""


def _said(wrong: Wrong, fields: tuple[schemas.Field, ...]) -> tuple[Problem, ...]:
    """Its own words, by the field they name: `[productTitle] Product name is required; …`."""
    known = {one.id: one for one in _all(fields)}
    parts = [one.strip() for one in wrong.message.split(";") if one.strip()]
    found: list[Problem] = []
    for part in parts:
        named = re.match(r"\[([\w-]+)]\s*(.*)", part)
        field = known.get(named[1]) if named else None
        text: Any = (named[2] if named else part)[:500]
        found.append(Problem(schemas.field_of(field) if field else "", wrong.code, text))
    return tuple(found) or (Problem("", wrong.code, ""),)


def _is_number(category: str) -> bool:
    return bool(re.fullmatch("[0-9]{1,18}", category))


def _all(fields: tuple[schemas.Field, ...]) -> list[schemas.Field]:
    return [each for one in fields for each in (one, *_all(one.inner))]


def end(channel: ChannelFacts, skus: Sequence[str]) -> Submission:
    """Takes them off display; a product that is not there is ended, too. Those whose number we were
    never told are looked for among all products."""
    numbers = {sku: channel.number(sku) for sku in skus}
    with Platform(channel) as platform:
        lacking = {sku for sku, number in numbers.items() if not number}
        numbers |= _numbers(platform, lacking) if lacking else {}
        return told_one_by_one(skus, lambda sku: _ended(platform, sku, numbers[sku]))


def _ended(platform: Platform, sku: str, number: str) -> Result:
    if not number:
        return Result(sku, ok=True)
    try:
        told = platform.call(DISPLAY, new_display="off", product_id_list=[int(number)])
    except Wrong as wrong:
        if wrong.code == GONE:
            return Result(sku, ok=True)
        return Result(sku, ok=False, problems=(Problem("", wrong.code, wrong.message),))
    failed = told.get("fail_id_map") or {}
    if not failed:
        return Result(sku, ok=True)
    why = str(next(iter(failed.values())) if isinstance(failed, dict) else failed)
    return Result(sku, ok=False, problems=(Problem("", "DISPLAY", why[:500]),))


def _numbers(platform: Platform, skus: set[str]) -> dict[str, str]:
    """Of more products than are looked through nothing is known: ChannelBusy."""
    found: dict[str, str] = {}
    for page in range(1, PAGES_MOST + 1):
        told = granted(platform, LIST, current_page=page, page_size=PAGE)
        products = told.get("products") or []
        for one in products:
            if (model := _model(platform, one)) in skus:
                found[model] = str(one["id"])
            if len(found) == len(skus):
                return found
        if len(products) < PAGE:
            return found
    raise ChannelBusy(operation="end", seconds=3_600)


def _model(platform: Platform, product: dict[str, Any]) -> str:
    """The model number. The list of products tells none: each is asked for, which is slow."""
    try:
        told = platform.call(PRODUCT, product_get_request={"productId": product["id"]})
    except Wrong:
        return ""
    for one in (told.get("product") or told).get("attributes") or []:
        if str(one.get("attribute_name") or "").lower() == MODEL:
            return str(one.get("value_name") or "")
    return ""
