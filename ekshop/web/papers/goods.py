"""A producer's goods as her pages show them: the steps of writing, and what was typed in each."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.rules import Terms, terms_problems
from ekshop.catalogue.selectors import CategoryNode, CategorySuggester, category_nodes
from ekshop.kernel.bangla import format_taka, normalise, parse_int, parse_taka
from ekshop.kernel.errors import DomainError
from ekshop.orders.selectors import PriceShares, price_shares
from ekshop.producers import rules
from ekshop.producers.selectors import Reach, reach_of
from ekshop.producers.services import ListingText
from ekshop.web.forms import Posted

STEPS = {
    "photos": _("Photos"),
    "words": _("Name and description"),
    "price": _("Price and number"),
    "terms": _("Making, keeping, season"),
}
STEP_OF = {
    "photos": "photos",
    "title_bn": "words",
    "about_bn": "words",
    "category": "words",
    "price": "price",
    "quantity": "price",
    "made_to_order_days": "terms",
    "shelf_life_days": "terms",
    "travel_days": "terms",
    "season_from": "terms",
    "season_to": "terms",
}
DAYS = ("made_to_order_days", "shelf_life_days", "travel_days")
SEASON = ("season_from", "season_to")
KINDS_FOUND, KINDS_LIKELY = 12, 3


def start_of(listing: Any) -> dict[str, Any]:
    """What the fields hold before anything is typed."""
    held: dict[str, Any] = {
        name: getattr(listing, name) for name in (*rules.REVIEWED_FIELDS, "quantity")
    }
    held |= {name: getattr(listing, name) or "" for name in DAYS}
    held["category"] = listing.category_id or ""
    held["price"] = (
        format_taka(listing.price_poisha, get_language() or "bn").lstrip("৳")
        if listing.price_poisha
        else ""
    )
    for name in SEASON:
        number = getattr(listing, name)
        held[f"{name}_day"] = number % 100 if number else ""
        held[f"{name}_month"] = number // 100 if number else ""
    return held


def text_of(form: Posted, step: str, listing: Any) -> ListingText:
    """What a step says; a field that cannot be read is told beside it."""
    if step == "words":
        text = ListingText(
            title_bn=form.text("title_bn"),
            title_en=form.text("title_en"),
            about_bn=form.text("about_bn"),
            about_en=form.text("about_en"),
        )
        text["category_id"] = form.whole("category") or None
        return text
    if step == "price":
        price = form.number("price", parse_taka, 0)
        text = ListingText(price_poisha=price or None)
        if listing.offer_id is None:
            text["quantity"] = form.number("quantity", parse_int, 0)
        return text
    text = ListingText()
    for name in DAYS:
        text[name] = form.number(name, parse_int, 0) or None  # type: ignore[literal-required]
    for name in SEASON:
        day = form.number(f"{name}_day", parse_int, 0)
        month = form.whole(f"{name}_month")
        text[name] = month * 100 + day if day or month else None  # type: ignore[literal-required]
    return text


def reach_typed(listing: Any, form: Posted | None) -> Reach | None:
    """Where it can be ordered by the days that are typed, or by those that are kept; None while
    they cannot be."""
    told = {name: getattr(listing, name) for name in DAYS}
    if form is not None:
        for name in DAYS:
            with suppress(DomainError):
                told[name] = parse_int(form.text(name)) if form.text(name) else None
    terms = Terms(**told)
    return None if terms_problems(terms) else reach_of(listing.seller_id, terms)


def categories_offered() -> list[tuple[int, str]]:
    """Those producers may sell in, as "Top › own"."""
    language = get_language() or "bn"
    return [(node.id, node.path(language)) for node in _sold_by_producers(category_nodes())]


@dataclass(frozen=True, slots=True)
class Kinds:
    """Kinds of goods to choose from, by heading. `found`: how many a word found; None where none was
    sought. `chosen`: the one that stands in the field, 0 for none."""

    groups: list[tuple[str, list[tuple[int, str]]]]
    found: int | None
    chosen: int


def kinds_offered(form: Posted) -> Kinds:
    """Under their tops, those likely by the name first; by a word only what it finds, and what is
    chosen already."""
    language, nodes = get_language() or "bn", category_nodes()
    offered = {node.id: node for node in _sold_by_producers(nodes)}
    chosen, sought = form.whole("category"), form.text("kind")
    likely = CategorySuggester(nodes).likely
    if sought:
        named = [node.id for node in offered.values() if _is_called(node, sought)]
        ids = list(dict.fromkeys([*named, *likely(sought)]))
        found = [each for each in ids if each in offered][:KINDS_FOUND]
        if not chosen and len(found) == 1:
            chosen = found[0]
        if found:
            shown = [*found, *([chosen] if chosen in offered and chosen not in found else [])]
            return Kinds(
                _under_tops([offered[each] for each in shown], language), len(found), chosen
            )
    name = f"{form.text('title_bn')} {form.text('title_en')}"
    first = [each for each in likely(name) if each in offered][:KINDS_LIKELY]
    rest = _under_tops([node for node in offered.values() if node.id not in first], language)
    if first:
        by_name = [(each, offered[each].path(language)) for each in first]
        rest.insert(0, (str(_("Likely, by its name")), by_name))
    return Kinds(rest, 0 if sought else None, chosen)


def kind_still_sought(form: Posted) -> bool:
    """Was a word typed that finds kinds of goods, and none of them chosen?"""
    if not form.text("kind"):
        return False
    kinds = kinds_offered(form)
    chosen = form.whole("category")
    return not any(chosen == each for _top, members in kinds.groups for each, _name in members)


def _sold_by_producers(nodes: Iterable[CategoryNode]) -> list[CategoryNode]:
    return [node for node in nodes if node.parent_id and not node.licence]


def _is_called(node: CategoryNode, sought: str) -> bool:
    words = normalise(sought).casefold()
    told = (node.name_bn, node.name_en, *node.keywords.split("|"))
    return any(words in normalise(each).casefold() for each in told)


def _under_tops(
    nodes: Iterable[CategoryNode], language: str
) -> list[tuple[str, list[tuple[int, str]]]]:
    tops: dict[str, list[tuple[int, str]]] = {}
    for node in nodes:
        bengali = language.startswith("bn")
        top, own = (node.parent_bn, node.name_bn) if bengali else (node.parent_en, node.name_en)
        tops.setdefault(top, []).append((node.id, own))
    return list(tops.items())


def shares_of(listing: Any, form: Posted | None, now: datetime) -> PriceShares | None:
    """Who gets what of the price typed, or of the one kept; None before there is one, or while what
    is typed is no price."""
    price = listing.price_poisha
    if form is not None and form.text("price"):
        try:
            price = parse_taka(form.text("price"))
        except DomainError:
            return None
    if not price or listing.category is None:
        return None
    return price_shares(
        seller_id=listing.seller_id,
        price_poisha=price,
        category_id=listing.category_id,
        parent_category_id=listing.category.parent_id,
        at=now,
        offer_id=listing.offer_id,
    )
