"""The partner API's reference for people, made from the same description that machines read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ekshop.federation.rules import EVENT_TYPES

from .access import access
from .partners.interface import PREFIX, interface

METHODS = ("get", "put", "post", "delete")
DEEPEST = 3
KEY = "eks_…"  # pragma: allowlist secret


@dataclass(frozen=True)
class Field:
    """`name` is dotted where it stands inside another; `many`: a list of such."""

    name: str
    type: str
    needed: bool
    about: str


@dataclass(frozen=True)
class Operation:
    key: str
    method: str
    path: str
    summary: str
    about: str
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]
    curl: str
    python: str


@dataclass(frozen=True)
class Group:
    name: str
    operations: list[Operation]


@access.public
def page(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "storefront/developers.html",
        {
            "groups": groups(),
            "events": sorted(EVENT_TYPES.items()),
            "address": settings.PUBLIC_URL.rstrip("/"),
            "prefix": PREFIX,
            "calls": settings.PARTNER_API_CALLS_A_MINUTE,
        },
    )


@cache
def groups() -> list[Group]:
    """Every operation of the partner API under its heading, in the order of the router."""
    schema = interface.get_openapi_schema(path_prefix=PREFIX)
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if told := methods.get(method):
                found.setdefault(told["tags"][0], []).append(_operation(schema, path, method, told))
    return [Group(name, operations) for name, operations in found.items()]


def _operation(schema: Any, path: str, method: str, told: Any) -> Operation:
    body = _json_of(told.get("requestBody"))
    answered = next(
        (_json_of(each) for code, each in told["responses"].items() if str(code).startswith("2")),
        None,
    )
    sample = _sample(schema, body, 0) if body else None
    return Operation(
        key=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        about=told.get("description", ""),
        parameters=[
            Field(
                one["name"],
                _type(schema, one["schema"]),
                bool(one.get("required")),
                one.get("description") or one["schema"].get("description", ""),
            )
            for one in told.get("parameters", [])
        ],
        body=list(_fields(schema, body, "", 0)) if body else [],
        answer=list(_fields(schema, answered, "", 0)) if answered else [],
        curl=_curl(method, path, sample),
        python=_python(method, path, sample),
    )


def _json_of(content: Any) -> Any:
    return ((content or {}).get("content") or {}).get("application/json", {}).get("schema")


def _resolved(schema: Any, told: Any) -> Any:
    """Past references and "or nothing"."""
    while "$ref" in told:
        told = schema["components"]["schemas"][told["$ref"].rpartition("/")[2]]
    options = [one for one in told.get("anyOf", []) if one.get("type") != "null"]
    if len(options) == 1:
        return {**_resolved(schema, options[0]), **{k: v for k, v in told.items() if k != "anyOf"}}
    return told


def _fields(schema: Any, told: Any, before: str, depth: int) -> Iterator[Field]:
    told = _resolved(schema, told)
    needed = set(told.get("required", []))
    for name, each in told.get("properties", {}).items():
        inner = _resolved(schema, each)
        about = each.get("description") or inner.get("description", "")
        if inner.get("properties") and not each.get("description"):
            about = ""
        shown = f"{before}{name}"
        yield Field(shown, _type(schema, each), name in needed, about)
        inside = _resolved(schema, inner["items"]) if inner.get("type") == "array" else inner
        if inside.get("properties") and depth < DEEPEST:
            mark = "[]." if inner.get("type") == "array" else "."
            yield from _fields(schema, inside, shown + mark, depth + 1)


def _type(schema: Any, told: Any) -> str:
    told = _resolved(schema, told)
    if "enum" in told:
        return " | ".join(str(one) for one in told["enum"])
    if "const" in told:
        return str(told["const"])
    if told.get("type") == "array":
        return f"{_type(schema, told['items'])}[]"
    if told.get("format") == "date-time":
        return "time"
    options = [_type(schema, one) for one in told.get("anyOf", []) if one.get("type") != "null"]
    return " | ".join(dict.fromkeys(options)) or str(told.get("type", "object"))


def _sample(schema: Any, told: Any, depth: int) -> Any:
    """A small body that has what is needed, by the description's own examples."""
    told = _resolved(schema, told)
    if told.get("examples"):
        return told["examples"][0]
    if told.get("properties") and depth <= DEEPEST:
        needed = set(told.get("required", []))
        return {
            name: _sample(schema, each, depth + 1)
            for name, each in told["properties"].items()
            if name in needed or _resolved(schema, each).get("examples")
        }
    if told.get("type") == "array":
        return [_sample(schema, told["items"], depth + 1)]
    if "enum" in told:
        return told["enum"][0]
    if told.get("format") == "date-time":
        return "2026-11-22T10:15:00+06:00"
    plain = {"integer": 1, "number": 1, "boolean": True, "object": {}}
    return plain.get(told.get("type", ""), "…")


def _curl(method: str, path: str, sample: Any) -> str:
    lines = [f"curl -X {method.upper()} '{_address(path)}'", f"-H 'Authorization: Bearer {KEY}'"]
    if method != "get":
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if sample is not None:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d '{json.dumps(sample, ensure_ascii=False, indent=2)}'")
    return " \\\n  ".join(lines)


def _python(method: str, path: str, sample: Any) -> str:
    headers = [f'"Authorization": "Bearer {KEY}"']
    if method != "get":
        headers.append('"Idempotency-Key": uuid.uuid4().hex')
    lines = [f"answer = httpx.{'request' if method == 'delete' else method}("]
    if method == "delete":
        lines.append('    "DELETE",')
    lines += [f'    "{_address(path)}",', "    headers={" + ", ".join(headers) + "},"]
    if sample is not None:
        written = json.dumps(sample, ensure_ascii=False, indent=4).replace("true", "True")
        lines.append(f"    json={written},".replace("\n", "\n    "))
    return "\n".join([*lines, ")", "answer.raise_for_status()", "print(answer.json())"])


def _address(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path.replace("{code}", "S74-MX2P-9").replace(
        "{ref}", "B000001"
    )
