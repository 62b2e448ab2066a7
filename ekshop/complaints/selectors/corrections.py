"""What was put right in a seller's public record: nothing said of anybody is taken back in silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ..models import PublicWarning, RespondentJoining
from ..rules.redaction import redact

WARNING_LIFTED, JOINED, SPLIT, GIVEN_BACK = "warning_lifted", "joined", "split", "given_back"


@dataclass(frozen=True)
class Correction:
    """`since`: of a warning, when it was published. `complaints`: how many came to the record
    ("joined") or left it ("split"), or came back from another's ("given_back")."""

    kind: str
    at: datetime
    since: datetime | None = None
    complaints: int = 0
    why: str = ""


def corrections_of(respondent_ids: Sequence[int]) -> dict[int, list[Correction]]:
    """The latest first. Two statements."""
    found: dict[int, list[Correction]] = {number: [] for number in respondent_ids}
    lifted = PublicWarning.objects.filter(respondent__in=respondent_ids, lifted_at__isnull=False)
    for pk, at, since, why in lifted.values_list(
        "respondent_id", "lifted_at", "published_at", "lifted_why"
    ):
        if at is not None:
            found[pk].append(Correction(WARNING_LIFTED, at, since=since, why=redact(why)))
    joinings = RespondentJoining.objects.filter(
        Q(one__in=respondent_ids) | Q(other__in=respondent_ids)
    )
    for each in joinings:
        number = len(each.moved["cases"])
        if each.one_id in found:
            found[each.one_id].append(Correction(JOINED, each.joined_at, complaints=number))
        if each.split_at is not None:
            for pk, kind in ((each.one_id, SPLIT), (each.other_id, GIVEN_BACK)):
                if pk in found:
                    found[pk].append(Correction(kind, each.split_at, complaints=number))
    return {pk: sorted(rows, key=lambda row: row.at, reverse=True) for pk, rows in found.items()}
