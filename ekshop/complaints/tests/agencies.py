"""A referred case on its way through an agency: accepted, decided."""

from datetime import timedelta

from ekshop.complaints import rules
from ekshop.complaints.models import Referral
from ekshop.complaints.selectors import timeline_of
from ekshop.complaints.services import decision_record, referral_accept
from ekshop.parties.tests.make import PLACED_AT

LATER = PLACED_AT + timedelta(days=14)


def kinds(case, side=rules.COORDINATOR):
    return [each.kind for each in timeline_of(case, side=side)]


def accepted(people, case):
    referral = case.referrals.get()
    return referral_accept(actor=people.rafi.actor, referral_id=referral.pk, now=LATER)


def decided(people, case, **more):
    told = {"kind": "order", "text": "টাকা ফেরত দিতে হবে।", "section": "45", "now": LATER, **more}
    return decision_record(actor=people.rafi.actor, referral_id=accepted(people, case).pk, **told)


def referral_state(referral):
    return Referral.objects.get(pk=referral.pk).state
