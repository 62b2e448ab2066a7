"""Goods: categories' schemas, drafts, the picture bank, what is on display."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sandbox.services.alibaba.schemas import (
    CATEGORIES,
    Category,
    lacks,
    value_of,
    values_of,
    xml_of,
)
from sandbox.services.alibaba.shelf import DRAFT, PICTURE, Thing
from sandbox.services.alibaba.wording import odd, wrong

if TYPE_CHECKING:
    from sandbox.services.alibaba.alibaba import Alibaba

PICTURE_MOST = 5 * 1024 * 1024


class Goods:
    def __init__(self, alibaba: Alibaba) -> None:
        self._alibaba = alibaba

    async def schema_get(self, params: Thing) -> Thing:
        category = CATEGORIES.get(int(params["cat_id"]))
        if category is None:
            return wrong("CHK_CAT_NOT_LEAF", "The category is not a leaf category")
        return {"result": {"success": True, "data": xml_of(category)}}

    async def picture(self, params: Thing) -> Thing:
        """Into the picture bank; the same name is another picture there."""
        name, content = params["file_name"], params["image_bytes"]
        if len(content) > PICTURE_MOST:
            return odd("SIZE_TOO_LARGE", "SIZE_TOO_LARGE")
        if not isinstance(content, bytes) or content[:3] != b"\xff\xd8\xff":
            return odd("-2", "Upload Image Error")
        number = 1_000_000 + self._alibaba.shelf.count(PICTURE) + 1
        address = f"{self._alibaba.world.options.public_url}{self._alibaba.prefix}/kf/{number}.jpg"
        self._alibaba.shelf.put(PICTURE, address, {"file_name": name, "photobank_url": address})
        told = {"file_id": number, "photobank_url": address, "file_name": name}
        return {"result": {"response_object": told}}

    async def draft_add(self, params: Thing) -> Thing:
        asked = json.loads(params["param_product_top_publish_request"])
        return self._saved(str(10_000_000_000 + self._alibaba.shelf.count(DRAFT) + 1), asked)

    async def draft_update(self, params: Thing) -> Thing:
        number = params["product_id"]
        if self._alibaba.shelf.one(DRAFT, number) is None:
            return wrong("600010", "The product does not exist")
        return self._saved(number, {"cat_id": params["cat_id"], "xml": params["xml"]})

    def _saved(self, number: str, asked: Thing) -> Thing:
        category = CATEGORIES.get(int(asked["cat_id"]))
        if category is None:
            return wrong("CHK_CAT_NOT_LEAF", "The category is not a leaf category")
        found = self._lacks(category, asked["xml"]) if self._alibaba.setting()["audit"] else []
        if found:
            said = "; ".join(f"[{field}] {why}" for field, why in found)
            return wrong("600003", said)
        xml = str(asked["xml"])
        before = self._alibaba.shelf.one(DRAFT, number) or {"display": "on"}
        thing = {
            **before,
            "product_id": number,
            "cat_id": int(asked["cat_id"]),
            "xml": xml,
            "subject": value_of(xml, "productTitle"),
            "model": value_of(xml, "icbuCatProp", "p-3"),
            "price": value_of(xml, "ladderPrice", "price"),
            "left": int(float(value_of(xml, "inventory") or 0)),
        }
        self._alibaba.shelf.put(DRAFT, number, thing)
        return {"result": {"success": True, "product_id": number}}

    def _lacks(self, category: Category, xml: str) -> list[tuple[str, str]]:
        """By the schema; and pictures from elsewhere are not shown."""
        found = lacks(category, xml)
        outside = [
            one
            for one in values_of(xml, "scImages")
            if self._alibaba.shelf.one(PICTURE, one) is None
        ]
        return [
            *found,
            *(("scImages", f"{one[:200]} is not in the picture bank") for one in outside),
        ]

    async def draft_render(self, params: Thing) -> Thing:
        thing = self._alibaba.shelf.one(DRAFT, str(params["product_id"]))
        if thing is None:
            return wrong("600010", "The product does not exist")
        return {"result": {"success": True, "data": thing["xml"]}}

    async def products(self, params: Thing) -> Thing:
        found = [one for one in self._alibaba.shelf.all(DRAFT) if params.get("subject", "").lower() in one["subject"].lower()]  # fmt: skip
        page, size = (
            int(params.get("current_page") or 1),
            min(int(params.get("page_size") or 20), 30),
        )
        cut = found[(page - 1) * size : page * size]
        shown = [{"id": one["product_id"], "subject": one["subject"], "display": "Y" if one["display"] == "on" else "N"} for one in cut]  # fmt: skip
        return {"result": {"total_item": len(found), "curr_page": page, "page_size": size, "products": shown}}  # fmt: skip

    async def product(self, params: Thing) -> Thing:
        thing = self._alibaba.shelf.one(
            DRAFT, str(json.loads(params["product_get_request"])["productId"])
        )
        if thing is None:
            return {"result": {"error_code": "600010", "error_msg": "The product does not exist"}}
        model = {"attribute_id": 3, "attribute_name": "Model Number", "value_name": thing["model"]}
        return {"result": {"product": {"subject": thing["subject"], "attributes": [model]}}}

    async def display(self, params: Thing) -> Thing:
        numbers = json.loads(params["product_id_list"])
        if self._alibaba.setting()["keep_shown"]:
            return {
                "result": {"fail_id_map": {str(one): "The product is locked" for one in numbers}}
            }
        for number in numbers:
            if thing := self._alibaba.shelf.one(DRAFT, str(number)):
                self._alibaba.shelf.put(
                    DRAFT, str(number), {**thing, "display": params["new_display"]}
                )
        return {"result": {"fail_id_map": {}}}
