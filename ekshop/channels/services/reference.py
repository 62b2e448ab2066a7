"""The nomenclature and the first rules and duties, loaded at every start."""

from datetime import date

from django.db import transaction

from ekshop.kernel.bangla import normalise

from ..models import CountryRule, DutyRate, HsCode
from ..rules import nomenclature


@transaction.atomic
def channels_reference_load() -> int:
    """HS codes are mended; rules and duties, which people keep, come only into an empty table."""
    codes = [
        HsCode(
            code=row["code"],
            text_en=row["text_en"],
            text_bn=normalise(row["text_bn"]),
            words=normalise(row["words"]),
        )
        for row in nomenclature.hs_rows()
    ]
    HsCode.objects.bulk_create(
        codes,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["text_en", "text_bn", "words"],
    )
    if not CountryRule.objects.exists():
        CountryRule.objects.bulk_create(
            CountryRule(**{**row, "valid_from": date.fromisoformat(row["valid_from"])})
            for row in nomenclature.country_rule_rows()
        )
    if not DutyRate.objects.exists():
        DutyRate.objects.bulk_create(
            DutyRate(
                country=row["country"],
                hs_prefix=row["hs_prefix"],
                bp=int(row["bp"]),
                source=row["source"],
                valid_from=nomenclature.HOLDS_FROM,
            )
            for row in nomenclature.duty_rows()
        )
    return len(codes)
