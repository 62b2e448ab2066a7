"""What is sold: orders made and changed, put out in files, and settled."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.core.service import BadAction
from sandbox.services.markets import forms
from sandbox.services.markets.people import buyer

if TYPE_CHECKING:
    from sandbox.services.markets.market import Market

ORDERS, SETTLEMENTS = "out/orders", "out/settlements"
Order = dict[str, Any]


class Selling:
    """An order is kept as it was made; `state` new, cancelled, shipped or settled."""

    def __init__(self, market: Market) -> None:
        self._market, self._store = market, market.world.store

    # Orders ------------------------------------------------------------------------------------

    async def order(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"sku" or "lines": [{"sku", "quantity", "unit"}], "quantity", "currency", "buyer": {…},
        "bad_address": true, "ended": true, "shipping"}: somebody buys, and a file says so.
        "told": true is an order of before, known to the platform and in this "state": no file."""
        number = self._store.one(
            "SELECT count(*) AS n FROM market_orders WHERE market = ?", self._market.key
        )["n"]
        profile = self._market.profile
        whose = {**buyer(profile.country, number), **(told.get("buyer") or {})}
        if told.get("bad_address"):
            whose.update(postcode="?", city="")
        order = {
            "ref": str(told.get("ref") or f"{profile.key[:2].upper()}-{10_001 + number}"),
            "at": self._market.world.clock.now().isoformat(),
            "currency": str(told.get("currency") or profile.currency),
            "shipping": str(told.get("shipping") or "0"),
            "buyer": whose,
            "lines": self._lines(told),
            "state": "new",
            "what": "new",
        }
        if told.get("told"):
            self._save({**order, "state": str(told.get("state") or "new")})
            return {"ref": order["ref"], "files": [], "lines": order["lines"]}
        self._save(order)
        self._take_stock(order, -1)
        names = [self.put_out([order])]
        setting = self._market.setting()
        if setting["duplicate_orders"]:
            names.append(self.put_out([order]))
        return {"ref": order["ref"], "files": names, "lines": order["lines"]}

    def _lines(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        asked = told.get("lines") or [
            {"sku": told.get("sku") or self._any_sku(bool(told.get("ended"))), "quantity": told.get("quantity", 1), "unit": told.get("unit")}
        ]  # fmt: skip
        lines = []
        for number, line in enumerate(asked, 1):
            sku = str(line["sku"])
            known = self._market.listing(sku)
            unit = line.get("unit") or (known or {}).get("price") or "10"
            lines.append(
                {"line": str(number), "sku": sku, "quantity": int(line.get("quantity", 1)), "unit": self._market.profile.amount(Decimal(str(unit)))}
            )  # fmt: skip
        return lines

    def _any_sku(self, ended: bool) -> str:
        found = self._store.row(
            "SELECT sku FROM market_listings WHERE market = ? AND state = ? "
            "AND (quantity > 0 OR state = 'ended') ORDER BY random() LIMIT 1",
            self._market.key,
            "ended" if ended else "live",
        )
        if not found:
            raise BadAction("nothing has ended here yet" if ended else "nothing is for sale here")
        return str(found["sku"])

    def _take_stock(self, order: Order, sign: int) -> None:
        for line in order["lines"]:
            self._store.run(
                "UPDATE market_listings SET quantity = max(0, quantity + ?) "
                "WHERE market = ? AND sku = ?",
                sign * line["quantity"],
                self._market.key,
                line["sku"],
            )

    async def cancel(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"ref"}: the buyer does not want it any more, however late it is."""
        order = self.found(str(told.get("ref") or ""))
        order.update(state="cancelled", what="cancelled")
        self._save(order)
        self._take_stock(order, 1)
        return {"ref": order["ref"], "files": [self.put_out([order])]}

    async def repeat(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"name"?}: an order file once more, the last one or this, under another name."""
        names = [each.name for each in self._market.shelf.entries(ORDERS)]
        name = str(told.get("name") or (names[-1] if names else ""))
        data = self._market.shelf.read(f"{ORDERS}/{name}")
        if data is None:
            raise BadAction("there is no such order file")
        again = self._name("orders", name.rpartition(".")[2])
        self._market.shelf.put(f"{ORDERS}/{again}", data)
        return {"files": [again]}

    def found(self, ref: str) -> Order:
        row = self._store.row(
            "SELECT body FROM market_orders WHERE market = ? AND ref = ?", self._market.key, ref
        )
        if not row:
            raise BadAction(f"no order here has the number {ref!r}")
        return dict(json.loads(row["body"]))

    def all(self) -> list[Order]:
        return [
            json.loads(row["body"])
            for row in self._store.rows(
                "SELECT body FROM market_orders WHERE market = ? ORDER BY id", self._market.key
            )
        ]

    def _save(self, order: Order) -> None:
        self._store.run(
            "INSERT INTO market_orders (market, ref, body) VALUES (?, ?, ?) "
            "ON CONFLICT (market, ref) DO UPDATE SET body = excluded.body",
            self._market.key,
            order["ref"],
            json.dumps(order, ensure_ascii=False),
        )

    # Files out ---------------------------------------------------------------------------------

    def put_out(self, orders: list[Order]) -> str:
        """A file of these, and where the market is asked for pages, their place in the row."""
        form = self._market.profile.orders
        name = self._name("orders", form.kind)
        self._market.put_out(f"{ORDERS}/{name}", self.written(orders))
        for order in orders:
            self._store.insert(
                "market_pages", market=self._market.key, body=json.dumps(order, ensure_ascii=False)
            )
        return name

    def page(self, after: int, most: int = 50) -> bytes:
        """Orders changed since a place, with the place to go on from."""
        rows = self._store.rows(
            "SELECT id, body FROM market_pages WHERE market = ? AND id > ? ORDER BY id LIMIT ?",
            self._market.key,
            after,
            most,
        )
        form = self._market.profile.orders
        return json.dumps(
            {
                form.root: [self._record(json.loads(row["body"])) for row in rows],
                "next": str(rows[-1]["id"] if rows else after),
                "more": len(rows) == most,
            },
            ensure_ascii=False,
        ).encode()

    def written(self, orders: list[Order]) -> bytes:
        form = self._market.profile.orders
        if form.kind == "json":
            return json.dumps({form.root: [self._record(each) for each in orders]}, ensure_ascii=False).encode()  # fmt: skip
        if form.kind == "xml":
            return forms.elements(form.root, form.record, [self._record(each) for each in orders])
        rows = [
            {**self._head(order), **self._line(line)} for order in orders for line in order["lines"]
        ]
        columns = [*form.order.values(), *form.line.values()]
        return forms.write(form.kind, rows, columns, trailer=form.trailer)

    def _record(self, order: Order) -> dict[str, Any]:
        lines = [forms.nested(self._line(each)) for each in order["lines"]]
        return {**forms.nested(self._head(order)), self._market.profile.orders.lines: lines}

    def _head(self, order: Order) -> dict[str, str]:
        profile = self._market.profile
        told = {
            **order["buyer"],
            "ref": order["ref"],
            "at": profile.stamp(datetime.fromisoformat(order["at"])),
            "currency": order["currency"],
            "state": profile.orders.words[order["what"]],
            "shipping": profile.amount(Decimal(order["shipping"])),
        }
        return {theirs: str(told.get(ours, "")) for ours, theirs in profile.orders.order.items()}

    def _line(self, line: dict[str, Any]) -> dict[str, str]:
        form = self._market.profile.orders
        return {theirs: str(line[ours]) for ours, theirs in form.line.items()}

    def _name(self, what: str, kind: str) -> str:
        number = self._store.insert("market_names", market=self._market.key)
        return f"{what}-{number:08d}.{kind}"

    # Money -------------------------------------------------------------------------------------

    async def settle(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"refs"?, "refund"?: [refs], "fee_percent"?}: pays for these orders, or for all that
        were shipped, takes its fee, and says what went to the bank. A refund takes back."""
        refunds = {str(ref) for ref in told.get("refund") or []}
        refs = {str(ref) for ref in told.get("refs") or []}
        chosen = [
            each
            for each in self.all()
            if each["ref"] in refs | refunds or (not refs | refunds and each["state"] == "shipped")
        ]
        if not chosen:
            raise BadAction("there is nothing to settle; orders are settled once they are shipped")
        profile, now = self._market.profile, self._market.world.clock.now()
        percent = Decimal(str(told.get("fee_percent") or self._market.setting()["fee_percent"]))
        name = self._name("settlement", profile.settlements.kind)
        reference, total = name.partition(".")[0].upper(), Decimal()
        rows: list[tuple[str, str, Decimal]] = []
        for order in chosen:
            worth = sum((Decimal(line["unit"]) * line["quantity"] for line in order["lines"]), Decimal(order["shipping"]))  # fmt: skip
            if order["ref"] in refunds:
                rows.append((order["ref"], "refund", -worth))
                continue
            rows.append((order["ref"], "sale", worth))
            rows.append((order["ref"], "fee", -Decimal(profile.amount(worth * percent / 100))))
            self._save({**order, "state": "settled"})
        total = sum((amount for _ref, _kind, amount in rows), Decimal())
        rows.append(("", "transfer", -total))
        flat = profile.settlements
        written = [
            {
                flat.columns["ref"]: ref,
                flat.columns["kind"]: flat.words[kind],
                flat.columns["amount"]: profile.amount(abs(amount) if profile.fees_positive else amount),
                flat.columns["currency"]: profile.currency,
                flat.columns["at"]: profile.stamp(now),
                flat.columns["reference"]: reference,
            }
            for ref, kind, amount in rows
        ]  # fmt: skip
        data = forms.write(flat.kind, written, flat.columns.values(), trailer=flat.trailer)
        self._market.put_out(f"{SETTLEMENTS}/{name}", data)
        return {"file": name, "reference": reference, "transfer": str(total), "orders": len(chosen)}

    def note(self, what: str, row: dict[str, str]) -> None:
        """The platform says something of an order: acknowledged, shipped, cannot be had."""
        try:
            order = self.found(row.get("ref", ""))
        except BadAction:
            return
        order["notes"] = [*order.get("notes", []), {"what": what, **row}]
        if what == "ship" and order["state"] == "new":
            order["state"] = "shipped"
        elif what == "cancel" and order["state"] == "new":
            order["state"] = "cancelled"
        self._save(order)
