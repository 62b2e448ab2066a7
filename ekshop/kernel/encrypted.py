"""Columns a stolen database does not give away: account and identity numbers, encrypted at rest.

    class Wallet(models.Model):
        number = EncryptedField(context="account")

    Wallet.objects.filter(number="01712345678")          # finds it, by a keyed blind index
    Wallet.objects.filter(number__in=numbers)
    rows.annotate(key=Blind("number")).values("key")     # equal numbers have equal keys
    models.Index(Blind("number"), "pay_on", name="…")    # what makes those fast
    models.UniqueConstraint(Blind("number"), name="…")   # and what keeps them single

Code reads and writes plain text. The column holds `BLIND.KEY.CIPHER`: a keyed hash of the text,
which key encrypted it, and AES-256-GCM under a nonce of its own, both bound to the `context`, so that
a text of one context is neither found nor readable as one of another. "" stays "". The hash is the
same for the same text and so tells which rows are equal, and nothing else to who has no key. Nothing
but equality can be asked: any other lookup is refused rather than quietly wrong.

Keys are `settings.ENCRYPTION_KEYS`, by their id, the first of them the present one, and
`settings.LOOKUP_KEY`. To change keys put a new one first, restart, and run
`manage.py encryption_renew`, which rewrites every row under the present keys; then drop the old one.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.db.models.functions import Left
from django.db.models.lookups import Exact, In

BLIND = 32
"""Hexadecimal digits of the blind index: 128 bits."""
_NONCE = 12
RENEWED = 500


class CannotDecrypt(Exception):
    """The column's text was not encrypted with a key we have, or was changed since."""


def encrypt(text: str, context: str) -> str:
    """As the column holds it."""
    if not text:
        return ""
    name, key = next(iter(settings.ENCRYPTION_KEYS.items()))
    nonce = os.urandom(_NONCE)
    sealed = nonce + _cipher(key).encrypt(nonce, text.encode(), context.encode())
    return f"{blind(text, context)}.{name}.{base64.urlsafe_b64encode(sealed).decode()}"


def decrypt(kept: str, context: str) -> str:
    """Raises CannotDecrypt."""
    if not kept:
        return ""
    try:
        _blind, name, cipher = kept.split(".")
        sealed = base64.urlsafe_b64decode(cipher)
        plain = _cipher(settings.ENCRYPTION_KEYS[name]).decrypt(
            sealed[:_NONCE], sealed[_NONCE:], context.encode()
        )
    except (ValueError, KeyError, InvalidTag) as error:
        raise CannotDecrypt(context) from error
    return plain.decode()


def blind(text: str, context: str) -> str:
    """The same for the same text in one context; says nothing of it to who has no key."""
    if not text:
        return ""
    told = f"{context}\0{text}".encode()
    return hmac.new(settings.LOOKUP_KEY, told, hashlib.sha256).hexdigest()[:BLIND]


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


class EncryptedField(models.TextField):
    """Text, encrypted in the database and plain everywhere else. `context`: what kind of thing it
    is ("account"); equal texts of one context can be found across tables."""

    def __init__(self, *args: Any, context: str, **kwargs: Any) -> None:
        self.context = context
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "context": self.context}

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return None if text is None else encrypt(text, self.context)

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        return None if value is None else decrypt(value, self.context)

    def get_lookup(self, name: str) -> Any:
        if name in ("exact", "in", "isnull"):
            return super().get_lookup(name)
        raise FieldError(f"an encrypted column cannot be asked for “{name}”, only for equality")


class _Asked:
    """The blind index is compared, on both sides."""

    lhs: Any
    rhs: Any

    def process_lhs(self, compiler: Any, connection: Any, lhs: Any = None) -> Any:
        sql, values = compiler.compile(lhs or self.lhs)
        return f"LEFT({sql}, {BLIND})", values


@EncryptedField.register_lookup
class _Exact(_Asked, Exact):
    def get_prep_lookup(self) -> Any:
        if hasattr(self.rhs, "resolve_expression"):
            raise FieldError("an encrypted column is compared with a text; use Blind for columns")
        return blind(self.rhs, self.lhs.output_field.context)

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [value]


@EncryptedField.register_lookup
class _In(_Asked, In):
    def get_prep_lookup(self) -> Any:
        if hasattr(self.rhs, "resolve_expression"):
            raise FieldError("an encrypted column is compared with texts; use Blind for columns")
        return [blind(each, self.lhs.output_field.context) for each in self.rhs]

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", list(value)


class Blind(Left):
    """The blind index of a column, to group by, to index, to keep single. It is what `blind` gives."""

    def __init__(self, expression: Any, *_length: Any, **extra: Any) -> None:
        super().__init__(expression, BLIND, **extra)


# Renewing -----------------------------------------------------------------------------------------


def encrypted_columns() -> Iterator[tuple[type[models.Model], EncryptedField]]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedField):
                yield model, field


def encryption_renew(*, size: int = RENEWED) -> dict[str, int]:
    """Write what is not under the present keys anew; says how many rows by column. Handfuls a
    transaction: cut off it is gone on with, and while it runs everything is readable."""
    done: dict[str, int] = {}
    for model, field in encrypted_columns():
        rows = column_rewrite(model._meta.db_table, str(field.column), field.context, size=size)
        done[f"{model._meta.label_lower}.{field.name}"] = rows
    return done


def column_rewrite(table: str, column: str, context: str, *, size: int = RENEWED) -> int:
    """The same for one column, also for plain text in it, which is how a migration encrypts what
    there was: a text that none of our keys made is taken for plain."""
    quoted, name, rewritten, after = (
        connection.ops.quote_name(table),
        connection.ops.quote_name(column),
        0,
        0,
    )
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, {name} FROM {quoted} WHERE id > %s AND {name} <> ''"  # noqa: S608
                f" ORDER BY id LIMIT %s FOR UPDATE",
                [after, size],
            )
            rows = cursor.fetchall()
            if not rows:
                return rewritten
            after = rows[-1][0]
            stale = list(_stale(rows, context))
            rewritten += len(stale)
            cursor.executemany(
                f"UPDATE {quoted} SET {name} = %s WHERE id = %s",  # noqa: S608
                [(encrypt(text, context), pk) for pk, text in stale],
            )


def _stale(rows: Iterable[tuple[int, str]], context: str) -> Iterator[tuple[int, str]]:
    present = next(iter(settings.ENCRYPTION_KEYS))
    for pk, kept in rows:
        try:
            text = decrypt(kept, context)
        except CannotDecrypt:
            if kept.count(".") == 2:
                raise
            text = kept
        if not kept.startswith(f"{blind(text, context)}.{present}."):
            yield pk, text
