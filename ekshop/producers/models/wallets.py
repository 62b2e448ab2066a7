"""A wallet's number on its way to being proved."""

from django.db import models

from ekshop.kernel.encrypted import EncryptedField


class WalletAsked(models.Model):
    """A code was sent to the asked number's mobile; `wallet_proved` is the number it came back
    from, and a number set since is not proved."""

    asked_provider = models.CharField(max_length=8, blank=True)
    asked_number = EncryptedField(context="account", blank=True)
    asked_seal = models.CharField(max_length=64, blank=True)
    asked_tries = models.PositiveSmallIntegerField(default=0)
    asked_until = models.DateTimeField(null=True)
    wallet_proved = EncryptedField(context="account", blank=True)
    wallet_proved_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
