"""Prizes by published rules: schemes, how everyone stands, what was frozen, who received what."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language

from .. import rules

PERSON = "parties.Person"
ORGANISATION = "parties.Organisation"

_TERMS = [
    "name_bn",
    "name_en",
    "about_bn",
    "about_en",
    "first_month",
    "last_month",
    "settles_on",
    "objections_until",
    "tie_rule",
    "made_by_id",
    "made_at",
]

# A published scheme is a promise: its terms stay as they were read.
TERMS_STAY = pgtrigger.Protect(
    name="prize_terms_stay",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.state NOT IN ('draft', 'proposed') AND ("
        + ", ".join(f"OLD.{column}" for column in _TERMS)
        + ") IS DISTINCT FROM ("
        + ", ".join(f"NEW.{column}" for column in _TERMS)
        + ")"
    ),
)


def _part_of_terms(name: str) -> pgtrigger.Trigger:
    """Rows beside the scheme that belong to its terms: written while it is a draft and then no
    more."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (SELECT FROM settlement_prizescheme
                       WHERE id = COALESCE(NEW.scheme_id, OLD.scheme_id) AND state <> 'draft') THEN
                RAISE EXCEPTION 'the terms of prize scheme % stay',
                    COALESCE(NEW.scheme_id, OLD.scheme_id) USING ERRCODE = 'check_violation';
            END IF;
            RETURN COALESCE(NEW, OLD);
        """,
    )


class PrizeScheme(models.Model):
    """What entrepreneurs may win for the commission of one month or several, by published rules.

    Counted is what was sold in `first_month` to `last_month` ("2026-11"), locked by the end of
    `settles_on`, less what was taken back of it by then. Everybody may object to the frozen result
    through `objections_until`. `ranked`: how many had a rank when standings were last reckoned.
    """

    machine = rules.PRIZE_SCHEME

    name_bn = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    about_bn = models.TextField(max_length=1000, blank=True)
    about_en = models.TextField(max_length=1000, blank=True)
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
    settles_on = models.DateField()
    objections_until = models.DateField()
    tie_rule = models.CharField(max_length=14, choices=rules.TIE_RULES)
    state = models.CharField(max_length=16, default=rules.PRIZE_SCHEME.initial)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    reckoned_at = models.DateTimeField(null=True)
    ranked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")), name="prize_months_in_order"
            ),
            models.CheckConstraint(
                condition=Q(objections_until__gt=F("settles_on")),
                name="prize_objections_after_settling",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | (Q(proposed_by__isnull=False) & ~Q(published_by=F("proposed_by"))),
                name="prize_published_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (Q(frozen_by__isnull=False) & ~Q(confirmed_by=F("frozen_by"))),
                name="prize_confirmed_by_two_people",
            ),
        ]
        triggers = [
            TERMS_STAY,
            pgtrigger.Protect(
                name="prize_scheme_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_by_id__isnull=False),
            ),
        ]

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if get_language() == "en" else self.name_bn

    @property
    def about(self) -> str:
        """In the reader's language."""
        return self.about_en if get_language() == "en" else self.about_bn


class PrizePlace(models.Model):
    """A division or district whose centres take part; a scheme without any: the whole country."""

    scheme = models.ForeignKey(PrizeScheme, on_delete=models.CASCADE, related_name="places")
    place = models.ForeignKey("parties.Place", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "place"], name="prize_place_once")]
        triggers = [_part_of_terms("prize_places_stay")]


class Prize(models.Model):
    """A step of the ladder (all who reach it), or for ranks in the country or in each division.

    `value_poisha`: what it is worth, as the sponsor says.
    """

    scheme = models.ForeignKey(PrizeScheme, on_delete=models.CASCADE, related_name="prizes")
    kind = models.CharField(max_length=10, choices=rules.PRIZE_KINDS)
    threshold_poisha = models.BigIntegerField(null=True)
    first_rank = models.PositiveSmallIntegerField(null=True)
    last_rank = models.PositiveSmallIntegerField(null=True)
    name_bn = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    value_poisha = models.BigIntegerField()
    sponsor = models.ForeignKey(
        ORGANISATION, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="step",
                    threshold_poisha__gt=0,
                    first_rank__isnull=True,
                    last_rank__isnull=True,
                )
                | Q(
                    kind__in=["country", "division"],
                    threshold_poisha__isnull=True,
                    first_rank__gte=1,
                    last_rank__gte=F("first_rank"),
                ),
                name="prize_step_or_ranks",
            ),
            models.CheckConstraint(
                condition=Q(value_poisha__gt=0), name="prize_is_worth_something"
            ),
            models.UniqueConstraint(
                fields=["scheme", "threshold_poisha"], name="prize_one_per_step"
            ),
            ExclusionConstraint(
                name="prize_one_per_rank",
                expressions=[
                    ("scheme", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func("first_rank", "last_rank", Value("[]"), function="int4range"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(first_rank__isnull=False),
            ),
        ]
        triggers = [_part_of_terms("prizes_stay")]

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if get_language() == "en" else self.name_bn


class _Counted(models.Model):
    """What a centre has in a scheme. `reached_at`: when the last of it was earned; `returned_poisha`
    (negative): what was taken back of it. No ranks: it takes no part, see `excluded_by`."""

    centre = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    division = models.ForeignKey("parties.Place", on_delete=models.PROTECT, related_name="+")
    counted_poisha = models.BigIntegerField()
    returned_poisha = models.BigIntegerField()
    lines = models.PositiveIntegerField()
    reached_at = models.DateTimeField(null=True)
    rank = models.PositiveIntegerField(null=True)
    division_rank = models.PositiveIntegerField(null=True)
    excluded_by = models.ForeignKey(
        "settlement.PrizeFlag", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class PrizeStanding(_Counted):
    """How a centre stands while the scheme runs, as last reckoned; nothing hangs on it.

    `waiting_poisha`: sold and paid, not locked yet. `behind_poisha`: what whoever is next before it
    has more; null for the first.
    """

    scheme = models.ForeignKey(
        PrizeScheme, on_delete=models.CASCADE, related_name="standings", db_index=False
    )
    waiting_poisha = models.BigIntegerField()
    behind_poisha = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "centre"], name="prize_standing_once")
        ]
        indexes = [models.Index(fields=["scheme", "rank", "id"], name="prize_standing_in_order")]


class PrizeResult(_Counted):
    """The same when frozen, with why the rank is what it is: by the sum, the tie rule, shared."""

    scheme = models.ForeignKey(
        PrizeScheme, on_delete=models.PROTECT, related_name="results", db_index=False
    )
    reason = models.CharField(max_length=10, choices=rules.RANK_REASONS)
    step = models.ForeignKey(Prize, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "centre"], name="prize_result_once"),
            models.CheckConstraint(
                condition=Q(excluded_by__isnull=True)
                | Q(rank__isnull=True, division_rank__isnull=True, step__isnull=True),
                name="prize_excluded_is_never_ranked",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "rank", "id"], name="prize_result_in_order")]
        triggers = [
            pgtrigger.Protect(name="prize_result_figures_stay", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="prize_result_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT FROM settlement_prizescheme WHERE id = OLD.scheme_id
                               AND state IN ('confirmed', 'finished')) THEN
                        RAISE EXCEPTION 'the result of prize scheme % stays', OLD.scheme_id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN OLD;
                """,
            ),
        ]


class PrizeFlag(models.Model):
    """What looks as if a centre dealt with itself, for a person to judge.

    `facts` say why, in figures; the lines are in `evidence`. Upheld, it leaves out either those
    lines or the centre (`excludes`). What turns up after a judgement is a flag of its own.
    """

    machine = rules.PRIZE_FLAG

    scheme = models.ForeignKey(PrizeScheme, on_delete=models.PROTECT, related_name="flags")
    centre = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=rules.PRIZE_FLAG_KINDS)
    key = models.CharField(max_length=80)
    facts = models.JSONField()
    state = models.CharField(max_length=16, default=rules.PRIZE_FLAG.initial)
    excludes = models.CharField(max_length=8, blank=True, choices=rules.FLAG_EXCLUDES)
    found_at = models.DateTimeField()
    judged_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)
    judgement = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "centre", "key"],
                condition=Q(state="open"),
                name="prize_flag_once_open",
            ),
            models.CheckConstraint(
                condition=Q(state="open", excludes="", judged_by__isnull=True)
                | Q(state="dismissed", excludes="", judged_by__isnull=False)
                | Q(state="upheld", excludes__in=["orders", "centre"], judged_by__isnull=False),
                name="prize_flag_judged_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "state", "id"], name="prize_flag_queue")]


class PrizeFlagLine(models.Model):
    """An order line a flag points at."""

    flag = models.ForeignKey(PrizeFlag, on_delete=models.CASCADE, related_name="evidence")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["flag", "order_line"], name="prize_flag_line_once")
        ]


class PrizeObjection(models.Model):
    """An entrepreneur does not agree with the frozen result; answered before it is confirmed."""

    scheme = models.ForeignKey(PrizeScheme, on_delete=models.PROTECT, related_name="objections")
    centre = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=600)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=600, blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True, answer="")
                | (Q(answered_by__isnull=False) & ~Q(answer="")),
                name="prize_objection_answered_by_someone",
            )
        ]


class PrizeAward(models.Model):
    """A prize one centre won: handed over against a signature, or never fetched.

    `named_by`: who of the centre agreed that its name stands on the public list. `proof_name`: a
    photo of the signed paper, if there is one.
    """

    machine = rules.PRIZE_AWARD

    scheme = models.ForeignKey(PrizeScheme, on_delete=models.PROTECT, related_name="awards")
    centre = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    prize = models.ForeignKey(Prize, on_delete=models.PROTECT, related_name="awards")
    rank = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=16, default=rules.PRIZE_AWARD.initial)
    named_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(null=True)
    signed_name = models.CharField(max_length=120, blank=True)
    paper_reference = models.CharField(max_length=60, blank=True)
    proof_name = models.CharField(max_length=200, blank=True)
    handed_on = models.DateField(null=True)
    noted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "prize"], name="prize_award_once"),
            models.CheckConstraint(
                condition=~Q(state="handed_over")
                | (
                    Q(handed_on__isnull=False, noted_by__isnull=False)
                    & ~Q(signed_name="")
                    & (~Q(paper_reference="") | ~Q(proof_name=""))
                ),
                name="prize_handed_over_with_proof",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "state", "id"], name="prize_award_queue")]
        triggers = [
            pgtrigger.ReadOnly(
                name="prize_award_stays", fields=["scheme", "centre", "prize", "rank"]
            ),
            pgtrigger.Protect(name="prize_award_is_kept", operation=pgtrigger.Delete),
        ]
