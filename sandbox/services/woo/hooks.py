"""Webhooks out, signed as WooCommerce signs them, and switched off after too many failures."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from sandbox.services.woo.shapes import Thing

if TYPE_CHECKING:
    from sandbox.services.woo.woo import Woo

MOST_FAILURES = 5


class Hooks:
    def __init__(self, woo: Woo) -> None:
        self._woo, self._stock = woo, woo.stock

    def make(self, told: Thing) -> Thing:
        """Kept, and its address pinged with a form that has nothing but the number."""
        made = self._stock.put(
            "webhook",
            {
                "name": told.get("name", ""),
                "topic": told["topic"],
                "delivery_url": told["delivery_url"],
                "secret": str(told.get("secret") or self._woo.credentials()["consumer_secret"]),
                "status": told.get("status", "active"),
                "failures": 0,
            },
        )
        self._woo.world.outbox.post(
            self._woo.name,
            made["delivery_url"],
            f"webhook_id={made['id']}",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            lane=f"ping {made['id']}",
            purpose=f"ping {made['id']}",
        )
        return made

    def tell(self, topic: str, number: int, payload: Thing) -> None:
        """To every active webhook of the topic. Told to be silent, the shop tells nobody."""
        if self._woo.setting()["silent"]:
            return
        for hook in self._stock.all("webhook"):
            if hook["topic"] != topic or hook["status"] != "active":
                continue
            self._send(hook, topic, number, payload)

    def _send(self, hook: Thing, topic: str, number: int, payload: Thing) -> None:
        body = json.dumps(payload, ensure_ascii=True)
        mac = hmac.new(hook["secret"].encode(), body.encode(), hashlib.sha256).digest()
        resource, _, event = topic.partition(".")
        delivery = hashlib.sha256(f"{hook['id']} {topic} {number} {body}".encode()).hexdigest()
        self._woo.world.outbox.post(
            self._woo.name,
            hook["delivery_url"],
            body,
            headers={
                "Content-Type": "application/json",
                "User-Agent": "WooCommerce/9.6.0 Hookshot (WordPress/6.7)",
                "X-WC-Webhook-Source": f"{self._woo.home}/",
                "X-WC-Webhook-Topic": topic,
                "X-WC-Webhook-Resource": resource,
                "X-WC-Webhook-Event": event,
                "X-WC-Webhook-Signature": base64.b64encode(mac).decode(),
                "X-WC-Webhook-ID": str(hook["id"]),
                "X-WC-Webhook-Delivery-ID": delivery[:32],
            },
            lane=f"{resource} {number}",
            purpose=f"{topic} {number} #{hook['id']}",
        )

    def answered(self, call: dict[str, Any], status: int) -> None:
        """Six failures one after another switch a webhook off, as in a real shop."""
        words = call["purpose"].rpartition("#")
        hook = self._stock.one("webhook", int(words[2])) if words[1] else None
        if hook is None:
            return
        failures = 0 if 200 <= status < 300 else hook["failures"] + 1
        off = failures > MOST_FAILURES
        if failures or hook["failures"]:
            state = "disabled" if off else hook["status"]
            self._stock.put("webhook", {**hook, "failures": failures, "status": state})
