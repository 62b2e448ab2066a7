"""Groups of centres for which a commission rule of their own may hold."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clashes import refused_as
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.selectors import centres_visible_to, districts
from ekshop.parties.services import require

from ..models import CentreGroup, CentreGroupMember

_NAMED = _("Another group has this name.")


def centre_group_set(
    *,
    actor: Actor,
    group_id: int | None,
    name_bn: str,
    name_en: str,
    district_ids: Sequence[int],
    centre_codes: Sequence[str],
    now: datetime,
) -> CentreGroup:
    """Makes a group of centres (no id), or says anew who is in one.

    Whole districts, with whatever centres they have and will have, and single centres by their
    codes. Orders already placed keep the rule they were made under. Errors: NotAllowed, NotFound,
    InvalidInput (no name, one already taken, nobody in it, a code or district that is none).
    """
    require(actor, "rate.manage")
    name_bn, name_en = normalise(name_bn)[:120], normalise(name_en)[:120]
    codes = {code.strip() for code in centre_codes}
    centres = dict(centres_visible_to(actor).filter(code__in=codes).values_list("code", "pk"))
    unknown = sorted(codes - set(centres))
    problems: dict[str, object] = {}
    for field, name in (("name_bn", name_bn), ("name_en", name_en)):
        if not name:
            problems[field] = _("Give the group a name in both languages.")
        elif CentreGroup.objects.filter(**{field: name}).exclude(pk=group_id or 0).exists():
            problems[field] = _NAMED
    if unknown:
        problems["centres"] = _("No centre has this code: %(codes)s") % {
            "codes": ", ".join(unknown)
        }
    if not set(district_ids) <= {place.pk for place in districts()}:
        problems["districts"] = _("Choose districts from the list.")
    if not district_ids and not codes:
        problems["centres"] = _("Nobody is in the group: choose a district or name a centre.")
    if problems:
        raise InvalidInput(problems)
    with refused_as(
        orders_centregroup_name_bn_key=InvalidInput({"name_bn": _NAMED}),
        orders_centregroup_name_en_key=InvalidInput({"name_en": _NAMED}),
    ):
        if group_id is None:
            group = CentreGroup(made_by_id=actor.person_id, made_at=now)
        else:
            found = CentreGroup.objects.select_for_update().filter(pk=group_id).first()
            if found is None:
                raise NotFound(what="centre_group")
            group = found
        group.name_bn, group.name_en = name_bn, name_en
        group.save()
        group.members.all().delete()
        CentreGroupMember.objects.bulk_create(
            [CentreGroupMember(group=group, district_id=pk) for pk in sorted(set(district_ids))]
            + [CentreGroupMember(group=group, centre_id=pk) for pk in sorted(centres.values())]
        )
        audit_write(
            actor=actor,
            action="centre_group_set",
            entity="centre_group",
            entity_id=group.pk,
            data={
                "name": name_en,
                "districts": sorted(set(district_ids)),
                "centres": sorted(centres.values()),
            },
            now=now,
        )
    return group
