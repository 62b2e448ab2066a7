"""A shop whose own system sends its goods: by the ek-Shop contract of before, or by the partner API.

What a sender of today does: everything it has, in calls of a bounded size, each answered at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import httpx

from sandbox.core.service import BadAction
from sandbox.services.shops import platform
from sandbox.services.shops.goods import Row

if TYPE_CHECKING:
    from sandbox.services.shops.shop import Shop

AT_ONCE = 200
SECONDS = 60


class Pushing:
    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    async def push(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"by": "contract", "login_id": "ekl_…"} or {"by": "api"}; answers how many articles came
        to which outcome."""
        by = str(told.get("by") or "contract")
        if by not in {"contract", "api"}:
            raise BadAction("by is contract or api")
        rows = list(self._shop.rows(self._shop.told()))
        address = self._shop.world.options.platform_url
        try:
            async with httpx.AsyncClient(
                base_url=address, timeout=SECONDS, trust_env=False
            ) as client:
                if by == "api":
                    outcomes = await self._by_api(client, rows)
                else:
                    outcomes = await self._by_contract(client, rows, str(told.get("login_id", "")))
        except (httpx.HTTPError, ValueError, LookupError) as problem:
            raise BadAction(f"the platform did not answer as agreed: {problem!r}") from None
        return {"by": by, "articles": len(rows), "outcomes": dict(outcomes)}

    async def _by_contract(
        self, client: httpx.AsyncClient, rows: Sequence[Row], login_id: str
    ) -> Counter[str]:
        session = (await client.post(platform.SESSION, json={"login_id": login_id})).json()
        if session["status"] != 1:
            raise BadAction(str(session["message"]))
        headers = {"x-auth-token": session["user_login_session"]["token"]}
        outcomes: Counter[str] = Counter()
        for some in portions(families(rows)):
            products = [platform.contract_product(each) for each in some]
            told = (await client.post(platform.PRODUCTS, json=products, headers=headers)).json()
            outcomes.update(
                one["outcome"] for each in told["data"] for one in each["sku_information"]
            )
        return outcomes

    async def _by_api(self, client: httpx.AsyncClient, rows: Sequence[Row]) -> Counter[str]:
        at = self._shop.world.clock.now().isoformat()
        outcomes: Counter[str] = Counter()
        for number, some in enumerate(portions(rows)):
            key = platform.idempotency_key(self._shop.name, "goods", at, str(number))
            told = await client.put(
                platform.GOODS,
                json={"goods": [platform.api_good(row, at) for row in some]},
                headers=platform.headers(self._shop.credentials()["api_key"], key),
            )
            outcomes.update(one["outcome"] for one in told.json()["results"])
        return outcomes


def portions(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(things), AT_ONCE):
        yield things[first : first + AT_ONCE]


def families(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that are sizes and colours of one thing together, all in the order of the first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row.get("item_group_id") or row["id"]), []).append(row)
    return list(found.values())
