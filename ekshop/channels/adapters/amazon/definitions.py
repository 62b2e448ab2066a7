"""What Amazon asks of a kind of goods: its JSON Schema, fetched, kept, and gone by before sending.

A schema is kept as a file beneath `VAR_DIR`, so that checking needs no network; it is asked for
again after a day, and taken only if its checksum fits.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from jsonschema import Draft201909Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from ekshop.kernel import clock

from ..shape import ChannelAway, ChannelRefuses, ChannelTrouble
from .client import NotThere, Seller

FRESH = timedelta(days=1)
TYPES = "productTypes"
CUT_OFF = _("its rules for “%(kind)s” came incomplete")
NO_SUCH = _("it knows no product type “%(kind)s”")

Schema = dict[str, Any]
_TYPE = re.compile("[A-Z0-9_]{1,100}")


class NoSuchType(ChannelRefuses):
    """Amazon knows no such product type; what else it is told of is not concerned."""


class Incomplete(ChannelAway):
    """Its rules for one product type cannot be gone by; what else it is told of is not concerned."""


@dataclass(frozen=True)
class Definition:
    """The rules for one product type on one site. `version`: Amazon's name for this state of them."""

    product_type: str
    site: str
    version: str
    checksum: str
    fetched_at: datetime
    schema: Schema

    @property
    def properties(self) -> Schema:
        found: Schema = self.schema.get("properties", {})
        return found

    def title_of(self, name: str) -> str:
        return str(self.properties.get(name, {}).get("title") or name.replace("_", " "))


def known(site: str, product_type: str) -> Definition | None:
    """As it was last fetched, however long ago; None where it never was."""
    path = _path(site, product_type)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError):
        return None


def fetched(seller: Seller, product_type: str) -> Definition:
    """At most a day old. If Amazon cannot be asked now, an older one will do.

    Raises NoSuchType, and ChannelTrouble where there is none.
    """
    if not _TYPE.fullmatch(product_type):
        raise NoSuchType(why=NO_SUCH % {"kind": product_type})
    kept, now = known(seller.site.marketplace_id, product_type), clock.now()
    if kept and now - kept.fetched_at < FRESH:
        return kept
    try:
        return _asked(seller, product_type, kept, now)
    except ChannelRefuses:
        raise
    except ChannelTrouble:
        if kept is None:
            raise
        return kept


def _asked(seller: Seller, product_type: str, kept: Definition | None, now: datetime) -> Definition:
    site = seller.site.marketplace_id
    try:
        told = seller.call(
            TYPES,
            lambda: seller.types.get_definitions_product_type(
                product_type,
                marketplaceIds=site,
                sellerId=seller.seller,
                requirements="LISTING",
                requirementsEnforced="ENFORCED",
                locale=seller.language,
            ),
        ).payload
    except NotThere as missing:
        raise NoSuchType(why=NO_SUCH % {"kind": product_type}) from missing
    try:
        link, checksum = told["schema"]["link"]["resource"], told["schema"]["checksum"]
        version = str(told.get("productTypeVersion", {}).get("version", ""))
        if kept and (kept.checksum, kept.version) == (checksum, version):
            schema = kept.schema
        else:
            content = seller.document(link)
            if digest(content) != checksum:
                raise Incomplete(why=CUT_OFF % {"kind": product_type})
            schema = json.loads(content)
    except (KeyError, TypeError, ValueError) as odd:
        raise Incomplete(why=CUT_OFF % {"kind": product_type}) from odd
    found = Definition(product_type, site, version, checksum, now, schema)
    _keep(found)
    return found


def digest(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


# Where they are kept -----------------------------------------------------------------------------


def _path(site: str, product_type: str) -> Path:
    name = "".join(one for one in product_type if one.isalnum() or one == "_")
    return Path(settings.VAR_DIR) / "channels" / "amazon" / f"{site}-{name}.json"


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Definition:
    told = json.loads(path.read_text(encoding="utf-8"))
    return Definition(**{**told, "fetched_at": datetime.fromisoformat(told["fetched_at"])})


def _keep(definition: Definition) -> None:
    """Whole or not at all: another process may be reading."""
    path = _path(definition.site, definition.product_type)
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {**vars(definition), "fetched_at": definition.fetched_at.isoformat()}
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        json.dump(told, file)
    os.replace(file.name, path)


# Going by them -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Breach:
    """One way in which attributes break the rules. `name`: the attribute; `kind`: the schema's word
    for the rule; `limit`: what the rule says; `value`: what was given."""

    name: str
    kind: str
    limit: Any = None
    value: Any = None


def breaches(definition: Definition, attributes: Mapping[str, Any]) -> list[Breach]:
    """Of a whole item."""
    validator = _validator(definition.site, definition.product_type, definition.checksum)
    if validator is None:
        validator = _validator_of(definition.schema)
    return _said(validator, attributes)


def part_breaches(definition: Definition, attributes: Mapping[str, Any]) -> list[Breach]:
    """Of some attributes; none has to be there."""
    parts = {
        name: definition.properties[name] for name in attributes if name in definition.properties
    }
    schema = {"$defs": definition.schema.get("$defs", {}), "properties": parts}
    return _said(_validator_of(schema), attributes)


def _said(validator: Any, attributes: Mapping[str, Any]) -> list[Breach]:
    found = [each for error in validator.iter_errors(attributes) for each in _breaches(error)]
    return list({(each.name, each.kind): each for each in found}.values())


def _breaches(error: ValidationError) -> Iterator[Breach]:
    path = list(error.absolute_path)
    if error.validator == "required" and not path:
        for name in error.validator_value:
            if name not in error.instance:
                yield Breach(name, "required")
    elif error.validator in ("anyOf", "oneOf", "allOf", "if") and error.context:
        # Of several ways to be right, the first is named: the others are for other goods.
        first = min(error.context, key=lambda one: str(list(one.schema_path)))
        yield from _breaches(first)
    elif error.validator == "additionalProperties" and not path:
        for name in set(error.instance) - set(error.schema.get("properties", {})):
            yield Breach(name, "unknown")
    else:
        name = str(path[0]) if path else ""
        yield Breach(name, str(error.validator), error.validator_value, error.instance)


@lru_cache(maxsize=32)
def _validator(site: str, product_type: str, checksum: str) -> Any:
    """Made once for each state of the rules."""
    definition = known(site, product_type)
    if definition is None or definition.checksum != checksum:
        return None
    return _validator_of(definition.schema)


def _validator_of(schema: Schema) -> Any:
    return _Validator(schema)


def _most_unique(_validator: Any, most: int, values: Any, schema: Schema) -> Iterator[Any]:
    if _most_alike(values, schema) > most:
        yield ValidationError("too many values")


def _least_unique(_validator: Any, least: int, values: Any, schema: Schema) -> Iterator[Any]:
    if isinstance(values, list) and len(values) < least:
        yield ValidationError("too few values")


def _most_alike(values: Any, schema: Schema) -> int:
    """How many values share one combination of the selectors."""
    if not isinstance(values, list):
        return 0
    counts: dict[str, int] = {}
    for each in values:
        told = each if isinstance(each, dict) else {}
        key = json.dumps([told.get(name) for name in schema.get("selectors", [])])
        counts[key] = counts.get(key, 0) + 1
    return max(counts.values(), default=0)


def _most_bytes(_validator: Any, most: int, value: Any, _schema: Schema) -> Iterator[Any]:
    if isinstance(value, str) and len(value.encode()) > most:
        yield ValidationError("too many bytes")


def _least_bytes(_validator: Any, least: int, value: Any, _schema: Schema) -> Iterator[Any]:
    if isinstance(value, str) and len(value.encode()) < least:
        yield ValidationError("too few bytes")


_Validator = extend(
    Draft201909Validator,
    {
        "maxUniqueItems": _most_unique,
        "minUniqueItems": _least_unique,
        "maxUtf8ByteLength": _most_bytes,
        "minUtf8ByteLength": _least_bytes,
    },
)
"""JSON Schema 2019-09 with the words of Amazon's own vocabulary that say what is right."""
