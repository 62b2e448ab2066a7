"""Who there is: places, people, organisations, who acts for whom, and what they agreed to."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from ekshop.kernel.encrypted import EncryptedField

from . import rules


class Named:
    """Something with a name in each language; `name` is the one for whoever reads."""

    name_bn: str
    name_en: str

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_bn


class Place(Named, models.Model):
    """A division, district, upazila or union, from the geography package.

    Never keyed by name: names repeat. `code` is kind and the package's id, as "district-12".
    """

    DIVISION, DISTRICT, UPAZILA, UNION = "division", "district", "upazila", "union"

    code = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=10)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    district = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    name_bn = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "parent"], name="place_kind_parent")]


class PlaceAlias(models.Model):
    """Another spelling of a place's name, folded for look-up (Chittagong for Chattogram)."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "folded"], name="place_alias_once")]


class PersonManager(BaseUserManager["Person"]):
    def create_person(self, *, name: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(name=name, **fields)
        if password:
            person.set_password(password)
        else:
            person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone who signs in: by mobile number and code, or by e-mail, password and second factor."""

    name = models.CharField(max_length=120)
    name_bn = models.CharField(max_length=120, blank=True)
    mobile = models.CharField(max_length=16, unique=True, null=True, blank=True)
    mobile_verified_at = models.DateTimeField(null=True, blank=True)
    email = models.EmailField(unique=True, null=True, blank=True)
    language = models.CharField(max_length=2, default="bn")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mobile__isnull=False) | Q(email__isnull=False),
                name="person_reachable",
            )
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name for whoever reads: in Bengali letters where the person has one."""
        return self.name_bn if self.name_bn and get_language() != "en" else self.name


class Organisation(Named, models.Model):
    """A centre, partner, producer, agency, the operator, or the national call line."""

    machine = rules.ORGANISATION

    kind = models.CharField(max_length=16, choices=rules.ORGANISATION_KINDS)
    slug = models.SlugField(max_length=80, unique=True)
    name_bn = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    state = models.CharField(max_length=16, default=rules.ORGANISATION.initial)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    mobile = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "id"], name="organisation_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state == "active"

    def name_in(self, language: str) -> str:
        return self.name_bn if language == "bn" else self.name_en


class Centre(models.Model):
    """What only a digital centre has. `code` is read aloud on the telephone."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="centre", primary_key=True
    )
    code = models.CharField(max_length=16, unique=True)
    union = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    @property
    def where(self) -> str:
        """Union, upazila and district, each name once: centres of one name are told apart by it."""
        above = [self.union.parent.name] if self.union.parent else []
        return ", ".join(dict.fromkeys([self.union.name, *above, self.district.name]))


class Seller(models.Model):
    """What partners and producers share: where goods leave from and how fast, in days."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="seller", primary_key=True
    )
    kind = models.CharField(max_length=10, choices=rules.SELLER_KINDS)
    hub_district = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    days_same_district = models.PositiveSmallIntegerField(default=3)
    days_elsewhere = models.PositiveSmallIntegerField(default=6)
    delivery_fee_same_district_poisha = models.BigIntegerField(default=6000)
    delivery_fee_elsewhere_poisha = models.BigIntegerField(default=11000)
    about_bn = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    sourcing_centre = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Membership(models.Model):
    """A person acting for an organisation in a role."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=rules.ROLES)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], name="membership_once"
            )
        ]


class Licence(models.Model):
    """A permission an organisation holds, with the day it ends (inclusive)."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="licences"
    )
    kind = models.CharField(max_length=16, choices=rules.LICENCE_KINDS)
    number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "number"], name="licence_once")
        ]


class Wallet(models.Model):
    """Where an entrepreneur or producer is paid: a bKash, Rocket or Nagad number.

    Of several the one set last is paid. `pays_from`: nothing is sent to it before, for it was
    changed and its owner must have time to object. `rests`: somebody else named it, and nothing is
    sent to it until its owner or the office has said that it is right.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wallets")
    provider = models.CharField(max_length=8, choices=rules.WALLET_PROVIDERS)
    number = EncryptedField(context="account")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True)
    pays_from = models.DateTimeField(null=True)
    rests = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "provider"], name="wallet_per_provider")
        ]


class BankAccount(models.Model):
    """Where a seller is paid: written by one person, confirmed by another, and used only once the
    time to object is over. The last one that may be used is in force; none is ever changed.
    """

    machine = rules.BANK_ACCOUNT

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="bank_accounts"
    )
    state = models.CharField(max_length=10, default=rules.BANK_ACCOUNT.initial)
    bank = models.CharField(max_length=80)
    branch = models.CharField(max_length=80)
    routing_number = models.CharField(max_length=9)
    holder = models.CharField(max_length=120)
    number = EncryptedField(context="account")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    usable_from = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="proposed"),
                name="bank_account_one_proposal",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("proposed_by")),
                name="bank_account_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(decided_by__isnull=False, usable_from__isnull=False),
                name="bank_account_confirmed_by_somebody",
            ),
        ]

    @property
    def ends_in(self) -> str:
        """What may be shown of the number."""
        return f"…{self.number[-4:]}"


class WalletChange(models.Model):
    """A person's way of being paid was changed from one number to another, and by whom."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wallet_changes")
    old_provider = models.CharField(max_length=8, choices=rules.WALLET_PROVIDERS)
    old_number = EncryptedField(context="account")
    new_provider = models.CharField(max_length=8, choices=rules.WALLET_PROVIDERS)
    new_number = EncryptedField(context="account")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    pays_from = models.DateTimeField()


class Customer(models.Model):
    """A villager a centre serves: a name and a mobile number, known to that centre only."""

    centre = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    mobile = models.CharField(max_length=16)
    language = models.CharField(max_length=2, default="bn")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "mobile"], name="customer_per_centre")
        ]


class Consent(models.Model):
    """A customer's yes: to what words, how it was given and who wrote it down."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=24, choices=rules.CONSENT_PURPOSES)
    medium = models.CharField(max_length=12, choices=rules.CONSENT_MEDIA)
    wording = models.CharField(max_length=12)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class EnrolmentFile(models.Model):
    """A table of centres or partners somebody brought: looked at first, then enrolled.

    `rows` are [line number, {field: text}]; `enrolled` the line numbers that are in. What is
    wrong with the rest is found anew whenever it is shown, in the language of whoever looks.
    """

    machine = rules.ENROLMENT_FILE

    kind = models.CharField(max_length=10, choices=rules.ENROLMENT_KINDS)
    state = models.CharField(max_length=10, default=rules.ENROLMENT_FILE.initial)
    filename = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)
    rows = models.JSONField()
    enrolled = models.JSONField(default=list)
    looked_at = models.PositiveIntegerField(default=0)
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
