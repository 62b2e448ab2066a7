"""The control face: what each service was told, for machines (JSON) and for people (pages)."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import (
    badge,
    choice,
    field,
    form,
    language,
    moment,
    number,
    other_button,
    page,
    say,
    table,
    tick,
    wants_json,
)
from sandbox.core.service import BadAction, Service
from sandbox.core.world import World

LABELS = {
    "slow_ms": ("উত্তর দেরিতে (মিলিসেকেন্ড)", "Answers slowly (ms)"),
    "down": ("বন্ধ", "Down"),
    "fail_every": ("প্রতি কততম ডাকে ব্যর্থ (০ = কখনো না)", "Fails every nth call (0 = never)"),
    "half": ("অর্ধেক উত্তর দেয়", "Answers half"),
    "html": ("উত্তরে HTML পাতা দেয়", "Answers an HTML page"),
    "lost_answer": ("কাজ করে, কিন্তু উত্তর হারায়", "Does the work, loses the answer"),
    "repeat": ("খবর দুবার পাঠায়", "Sends its events twice"),
    "disorder": ("খবর উল্টো ক্রমে পাঠায়", "Sends its events in the wrong order"),
    "late_s": ("খবর দেরিতে পাঠায় (সেকেন্ড)", "Sends its events late (s)"),
}
DOWN = {
    "": ("না, চালু", "No, it is up"),
    "refuse": ("৫০৩ উত্তর দেয়", "Answers 503"),
    "close": ("সংযোগ কেটে দেয়", "Closes the connection"),
}


CALL_STATES = {
    "waiting": ("বাকি", "Waiting"),
    "sent": ("পৌঁছেছে", "Sent"),
    "failed": ("মানা হয়নি", "Refused"),
}


class Control:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        return [
            Route("/", self.home),
            Route("/_control", self.listing),
            Route("/_control/{path:path}", self.show, methods=["GET"]),
            Route("/_control/{path:path}", self.tell, methods=["POST"]),
        ]

    def _find(self, path: str) -> tuple[Service | None, str]:
        """The service a path names, and the action after it."""
        path = path.strip("/")
        if path in self._world.services:
            return self._world.services[path], ""
        name, _, action = path.rpartition("/")
        return self._world.services.get(name), action

    def _state(self, service: Service, *, whole: bool = False) -> dict[str, Any]:
        world = self._world
        waiting = world.store.one(
            "SELECT count(*) AS n FROM calls_out WHERE service = ? AND state = 'waiting'",
            service.name,
        )
        state: dict[str, Any] = {
            "service": service.name,
            "title": {"bn": service.title[0], "en": service.title[1]},
            "address": world.options.public_url + service.prefix if service.prefix else "",
            "misbehaving": world.behaviour.told(service.name),
            "settings": service.setting(),
            "calls_waiting": waiting["n"],
        }
        if whole:
            state["behaviour"] = world.behaviour.of(service.name)
            state["credentials"] = service.credentials()
            state["actions"] = sorted([*service.actions(), *self._common(service)])
            state["calls_in"] = world.store.rows(
                "SELECT at, method, path, status, ms FROM calls_in WHERE service = ? "
                "ORDER BY id DESC LIMIT 50",
                service.name,
            )
            state["calls_out"] = world.store.rows(
                "SELECT id, purpose, lane, path, body, state, status, answer, attempts, sent "
                "FROM calls_out WHERE service = ? ORDER BY id DESC LIMIT 50",
                service.name,
            )
        return state

    async def listing(self, request: Request) -> Response:
        return JSONResponse(
            {"services": [self._state(service) for service in self._world.services.values()]}
        )

    async def home(self, request: Request) -> Response:
        lang = language(request)
        if wants_json(request):
            return await self.listing(request)
        cards = [
            self._card(lang, self._state(service), service)
            for service in self._world.services.values()
        ]
        return page(
            request,
            say(lang, ("বাইরের জগৎ", "The outside world")),
            tag("h1", say(lang, ("প্ল্যাটফর্মের বাইরে যা কিছু", "Everything outside the platform"))),
            tag(
                "p",
                say(
                    lang,
                    (
                        "দোকান, কুরিয়ার, এসএমএস আর ই-মেইলের নকল সেবা। প্রতিটিকে ধীর, বন্ধ বা এলোমেলো হতে বলা যায়।",
                        "Stand-ins for shops, courier, SMS and e-mail. Each can be told to be slow, down or disordered.",
                    ),
                ),
                class_="quiet",
            ),
            tag(
                "p",
                say(lang, ("প্ল্যাটফর্ম: ", "Platform: ")),
                tag("code", self._world.options.platform_url),
            ),
            tag("div", cards, class_="cards"),
        )

    def _card(self, lang: str, state: dict[str, Any], service: Service) -> Markup:
        return tag(
            "article",
            tag(
                "div",
                tag("h3", tag("a", say(lang, service.title), href=f"/_control/{service.name}")),
                self._badges(lang, state["misbehaving"]),
                class_="row",
            ),
            tag("p", say(lang, service.about), class_="small quiet"),
            tag("p", tag("code", state["address"])) if state["address"] else None,
            tag(
                "p",
                say(lang, ("পাঠানো বাকি: ", "Waiting to be sent: ")),
                number(lang, state["calls_waiting"]),
                class_="small",
            )
            if state["calls_waiting"]
            else None,
            class_="card",
        )

    def _badges(self, lang: str, told: dict[str, Any]) -> list[Markup]:
        if not told:
            return [badge(say(lang, ("ঠিকঠাক", "Well behaved")))]
        return [
            badge(
                say(lang, LABELS[key])
                if value is True
                else f"{say(lang, LABELS[key])}: {say(lang, DOWN[value]) if key == 'down' else number(lang, value)}",
                "bad",
            )
            for key, value in told.items()
        ]

    async def show(self, request: Request) -> Response:
        service, action = self._find(request.path_params["path"])
        if not service or action:
            return JSONResponse({"error": "no such service; see /_control"}, 404)
        if wants_json(request):
            return JSONResponse(self._state(service, whole=True))
        lang = language(request)
        state = self._state(service, whole=True)
        return page(
            request,
            say(lang, service.title),
            tag("h1", say(lang, service.title)),
            tag("p", say(lang, service.about), class_="quiet"),
            tag("p", tag("code", state["address"])) if state["address"] else None,
            tag("div", self._badges(lang, state["misbehaving"]), class_="row"),
            service.panel(lang),
            self._behaviour_form(lang, service),
            self._calls(lang, state),
        )

    def _behaviour_form(self, lang: str, service: Service) -> Markup:
        at = f"/_control/{service.name}"
        now = self._world.behaviour.of(service.name)
        fields: list[Markup] = []
        for key, value in now.items():
            label = say(lang, LABELS[key])
            if key == "down":
                fields.append(
                    choice(label, key, value, [(v, say(lang, t)) for v, t in DOWN.items()])
                )
            elif isinstance(value, bool):
                fields.append(tick(label, key, value))
            else:
                fields.append(field(label, key, value, inputmode="decimal"))
        return tag(
            "section",
            tag("h2", say(lang, ("খারাপ ব্যবহার", "Misbehaviour"))),
            tag(
                "div",
                form(
                    at,
                    *fields,
                    button=say(lang, ("এমন করো", "Behave like this")),
                    others=other_button(
                        say(lang, ("আবার ঠিকঠাক", "Behave well again")), f"{at}/reset"
                    ),
                ),
                class_="card",
            ),
        )

    def _calls(self, lang: str, state: dict[str, Any]) -> Markup:
        incoming = [
            [
                moment(lang, call["at"]),
                tag("code", f"{call['method']} {call['path']}"),
                call["status"] or "—",
                f"{call['ms']} ms",
            ]
            for call in state["calls_in"][:20]
        ]
        outgoing = [
            [
                call["purpose"],
                tag("code", call["path"]),
                self._call_state(lang, call),
                tag(
                    "details",
                    tag("summary", say(lang, ("দেখুন", "Show"))),
                    tag("p", tag("code", call["body"])),
                    tag("p", tag("code", call["answer"] or "—")),
                ),
                form(
                    f"/_control/{state['service']}/resend?id={call['id']}",
                    button=say(lang, ("আবার পাঠাও", "Send again")),
                    kind="second",
                )
                if call["state"] != "waiting"
                else "",
            ]
            for call in state["calls_out"][:20]
        ]
        none = tag("p", say(lang, ("এখনো কিছু নেই", "Nothing yet")), class_="quiet")
        return tag(
            "section",
            tag("h2", say(lang, ("প্ল্যাটফর্মে পাঠানো ডাক", "Calls to the platform"))),
            table(
                [
                    say(lang, head)
                    for head in (
                        ("কাজ", "Purpose"),
                        ("ঠিকানা", "Path"),
                        ("অবস্থা", "State"),
                        ("ভেতরে", "Content"),
                        ("", ""),
                    )
                ],
                outgoing,
            )
            if outgoing
            else none,
            tag("h2", say(lang, ("আসা ডাক", "Calls received"))),
            table(
                [
                    say(lang, head)
                    for head in (
                        ("সময়", "Time"),
                        ("ডাক", "Call"),
                        ("উত্তর", "Answer"),
                        ("লেগেছে", "Took"),
                    )
                ],
                incoming,
            )
            if incoming
            else none,
        )

    def _call_state(self, lang: str, call: dict[str, Any]) -> Markup:
        text = say(lang, CALL_STATES[call["state"]])
        if call["attempts"]:
            text += (
                f" · {call['status']}"
                if call["status"]
                else say(lang, (" · সাড়া নেই", " · no answer"))
            )
        return badge(text, {"failed": "bad", "waiting": "plain"}.get(call["state"], ""))

    def _common(self, service: Service) -> dict[str, Any]:
        world = self._world

        async def behave(told: dict[str, Any]) -> dict[str, Any]:
            return world.behaviour.tell(service.name, told)

        async def reset(told: dict[str, Any]) -> dict[str, Any]:
            return world.behaviour.reset(service.name)

        async def settings(told: dict[str, Any]) -> dict[str, Any]:
            return service.settle(told)

        async def credentials(told: dict[str, Any]) -> dict[str, Any]:
            known = service.credentials()
            if strange := sorted(set(told) - set(known)):
                raise BadAction(
                    f"{service.name} has no credential {strange}; it has {sorted(known)}"
                )
            saved = {**known, **{key: str(value) for key, value in told.items()}}
            world.store.put(f"credentials:{service.name}", saved)
            return saved

        async def resend(told: dict[str, Any]) -> dict[str, Any]:
            if not world.outbox.again(service.name, int(told.get("id") or 0)):
                raise BadAction("there is no finished call of this service with that id")
            return {"id": int(told["id"])}

        return {
            "": behave,
            "reset": reset,
            "settings": settings,
            "credentials": credentials,
            "resend": resend,
        }

    async def tell(self, request: Request) -> Response:
        """JSON in, JSON out; a form in, back to the page."""
        service, action = self._find(request.path_params["path"])
        if not service:
            return JSONResponse({"error": "no such service; see /_control"}, 404)
        if elsewhere(request):
            return JSONResponse({"error": "this form was sent from another site"}, 403)
        act = {**self._common(service), **service.actions()}.get(action)
        if not act:
            return JSONResponse({"error": f"{service.name} cannot {action!r}"}, 404)
        by_form = "form" in request.headers.get("content-type", "")
        try:
            told = await read(request, by_form)
            done = await act(told)
        except (BadAction, ValueError) as problem:
            if by_form:
                return page(request, "?", tag("h1", "✗"), tag("p", str(problem)), status=400)
            return JSONResponse({"error": str(problem)}, 400)
        if by_form:
            return RedirectResponse(f"/_control/{service.name}", 303)
        return JSONResponse(done)


def elsewhere(request: Request) -> bool:
    """A browser says where a form came from; another site must not steer the sandbox."""
    origin = request.headers.get("origin")
    return origin is not None and origin.partition("://")[2] != request.headers.get("host")


async def read(request: Request, by_form: bool) -> dict[str, Any]:
    if by_form:
        form_data = await request.form()
        return {**request.query_params, **{key: str(form_data[key]) for key in form_data}}
    body = await request.body()
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        raise BadAction("the body is not JSON") from None
    if not isinstance(told, dict):
        raise BadAction("the body is not a JSON object")
    return {**request.query_params, **told}
