"""Columns encrypted at rest: found by equality, readable with the keys alone, renewed under new ones."""

import base64
import os
import subprocess
import sys

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F

from ekshop.kernel.encrypted import (
    Blind,
    CannotDecrypt,
    blind,
    column_rewrite,
    decrypt,
    encrypt,
    encrypted_columns,
)
from ekshop.parties.models import Wallet
from ekshop.parties.tests import make

pytestmark = pytest.mark.django_db
NUMBER = "01712345678"


@pytest.fixture
def wallet() -> Wallet:
    person = make.person("Asha Akter", "আশা আক্তার")
    return Wallet.objects.create(person=person, provider="bkash", number=NUMBER)


def kept(wallet: Wallet) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM parties_wallet WHERE id = %s", [wallet.pk])
        return cursor.fetchone()[0]


def test_the_database_holds_no_number_and_the_code_sees_nothing_else(wallet) -> None:
    assert NUMBER not in kept(wallet)
    assert Wallet.objects.get(pk=wallet.pk).number == NUMBER
    assert list(Wallet.objects.values_list("number", flat=True)) == [NUMBER]


def test_one_text_is_never_written_the_same_and_always_found(wallet) -> None:
    first = kept(wallet)
    wallet.save()
    assert kept(wallet) != first and kept(wallet)[:32] == first[:32]
    assert Wallet.objects.filter(number=NUMBER).exists()
    assert Wallet.objects.filter(number__in=["01700000000", NUMBER]).exists()
    assert not Wallet.objects.filter(number="01712345679").exists()
    assert not Wallet.objects.exclude(number=NUMBER).exists()
    Wallet.objects.update(number="01812345678")
    assert Wallet.objects.get(number="01812345678").pk == wallet.pk


def test_equal_numbers_have_one_key_to_group_by(wallet) -> None:
    other = make.person("Bina Rani", "বীণা রানী")
    Wallet.objects.create(person=other, provider="nagad", number=NUMBER)
    counted = Wallet.objects.values_list(Blind("number")).annotate(Count("id")).order_by()
    assert list(counted) == [(blind(NUMBER, "account"), 2)]


def test_what_is_no_equality_is_refused_and_not_quietly_wrong(wallet) -> None:
    for asked in ({"number__startswith": "017"}, {"number__gt": "0"}, {"number__contains": "1"}):
        with pytest.raises(FieldError):
            Wallet.objects.filter(**asked).exists()
    with pytest.raises(FieldError):
        Wallet.objects.filter(number=F("provider")).exists()


def test_another_context_neither_finds_nor_reads_it() -> None:
    sealed = encrypt(NUMBER, "account")
    assert blind(NUMBER, "identity") != sealed[:32]
    for wrong in (sealed[:-4] + "AAA=", sealed.replace(".test.", ".gone."), "plain"):
        with pytest.raises(CannotDecrypt):
            decrypt(wrong, "account")
    with pytest.raises(CannotDecrypt):
        decrypt(sealed, "identity")
    assert encrypt("", "account") == decrypt("", "account") == blind("", "account") == ""


def test_new_keys_are_taken_up_row_by_row_and_the_old_one_can_go(wallet, settings) -> None:
    old = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = {"new": b"n" * 32, **old}
    settings.LOOKUP_KEY = base64.urlsafe_b64decode("C" * 43 + "=")
    assert Wallet.objects.get(pk=wallet.pk).number == NUMBER
    call_command("encryption_renew", verbosity=0)
    settings.ENCRYPTION_KEYS = {"new": b"n" * 32}
    assert ".new." in kept(wallet)
    assert Wallet.objects.get(number=NUMBER).pk == wallet.pk
    assert column_rewrite("parties_wallet", "number", "account") == 0


def test_what_was_plain_before_is_encrypted_where_it_lies(wallet) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE parties_wallet SET number = %s", [NUMBER])
    assert column_rewrite("parties_wallet", "number", "account", size=1) == 1
    assert Wallet.objects.get(number=NUMBER).pk == wallet.pk


def test_every_account_number_we_keep_is_in_such_a_column() -> None:
    names = {f"{model._meta.label_lower}.{field.name}" for model, field in encrypted_columns()}
    assert names >= {
        "parties.wallet.number",
        "parties.walletchange.old_number",
        "parties.walletchange.new_number",
        "parties.bankaccount.number",
        "settlement.payout.number",
        "settlement.payoutattempt.wallet",
        "settlement.providerline.wallet",
    }


def test_without_the_demonstration_nothing_starts_without_keys(tmp_path) -> None:
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in {"ENCRYPTION_KEYS", "LOOKUP_KEY", "DJANGO_SETTINGS_MODULE"}
    }
    environment |= {"EKSHOP_VAR": str(tmp_path), "SECRET_KEY": "x"}  # pragma: allowlist secret
    command = [
        sys.executable,
        "-c",
        "import ekshop.settings.security as made; print(made.LOOKUP_KEY)",
    ]
    demo, again, bare = (
        subprocess.run(
            command, env={**environment, "EKSHOP_DEMO": which}, capture_output=True, text=True
        )
        for which in ("1", "1", "0")
    )
    assert demo.stdout == again.stdout != ""
    assert bare.returncode and "ENCRYPTION_KEYS is missing" in bare.stderr
