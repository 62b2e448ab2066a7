"""What a complaint's words say it is about, beside what was chosen; and what comes of it."""

import pytest

from ekshop.complaints import rules
from ekshop.complaints.models import TriageRule
from ekshop.complaints.selectors import timeline_of, told, triage_dry_run
from ekshop.complaints.services import case_dismiss, case_recategorise, case_triage, message_send
from ekshop.complaints.tests import make
from ekshop.kernel.errors import InvalidInput, NotAllowed, StaleState
from ekshop.parties.tests.make import PLACED_AT

SURE = "বিকাশে অগ্রিম টাকা নিয়ে পেজ ব্লক করে দিয়েছে, নম্বর বন্ধ, মেসেঞ্জারে ব্লক, আর ফোন ধরে না।"
UNSURE = "আমার সঙ্গে একটা ব্যাপার হয়েছে যা আপনাদের জানানো দরকার মনে করি।"
BURNT = "চার্জার ফেটে আগুন লেগেছে, আমার হাত পুড়ে গেছে, এখন হাসপাতালে আছি।"


@pytest.fixture
def agency(people):
    """What is about advances goes to Rafi's agency, everything else to the seller."""
    found = make.agency(people)
    TriageRule.objects.create(
        position=0, categories=["advance_taken"], agency=found, valid_from=PLACED_AT
    )
    return found


def kinds(case):
    return [each.kind for each in timeline_of(case, side=rules.COORDINATOR)]


def name(people, case, category, **more):
    return case_recategorise(
        actor=people.nila.actor, case_id=case.pk, category=category, now=PLACED_AT, **more
    )


def test_what_its_words_say_is_kept_and_shown_only_where_it_differs(people):
    same = make.case(people)
    assert (same.suggested_category, same.other_category) == ("not_delivered", "")
    other = make.case(people, category="price", story=SURE)
    assert other.other_category == "advance_taken"
    assert other.suggested_bp >= rules.SURE_BP and other.suggested_because
    assert kinds(other) == ["filed", "sent_to_seller"]


def test_something_else_goes_where_sure_words_say_and_the_timeline_tells(people, agency):
    case = make.case(people, category="other", story=SURE)
    assert (case.state, case.owner_organisation_id, case.category) == (
        "referred",
        agency.pk,
        "other",
    )
    entry = next(
        each for each in timeline_of(case, side=rules.COMPLAINANT) if each.kind == "sorted"
    )
    assert entry.data["category"] == "advance_taken"
    assert "100" in told(entry).detail or "১০০" in told(entry).detail


def test_something_else_without_sure_words_waits_for_the_coordinator(people):
    case = make.case(people, category="other", story=UNSURE)
    assert (case.state, case.owner_side) == ("filed", rules.COORDINATOR)
    assert make.running(case)
    case_triage(actor=make.PLATFORM, case_id=case.pk, now=PLACED_AT)
    assert kinds(case) == ["filed"]


def test_what_cannot_wait_is_soon_at_least(people):
    assert make.case(people, category="quality", story=BURNT).urgency == "soon"
    assert make.case(people, category="unsafe", story=BURNT).urgency == "at_once"
    assert make.case(people).urgency == "normal"


def test_named_before_anybody_began_it_is_sorted_anew(people, agency):
    case = make.case(people, category="other", story=UNSURE)
    name(people, case, "advance_taken")
    case.refresh_from_db()
    assert (case.state, case.category) == ("referred", "advance_taken")
    assert kinds(case) == ["filed", "recategorised", "referred"]


def test_named_later_it_stays_where_it_is(people, agency):
    with_seller = make.case(people)
    name(people, with_seller, "advance_taken", text="তাঁর কথায় বোঝা যায়।")
    spoken = make.case(people, category="other", story=UNSURE)
    message_send(
        actor=people.nila.actor,
        case_id=spoken.pk,
        to_sides=["complainant"],
        text="আরেকটু বলুন।",
        now=PLACED_AT,
    )
    name(people, spoken, "advance_taken")
    for case, state in ((with_seller, "with_seller"), (spoken, "filed")):
        case.refresh_from_db()
        assert (case.state, case.category) == (state, "advance_taken")


def test_only_the_coordinator_names_and_only_what_is_open_and_known(people):
    case = make.mediated(people)
    for who in (people.rafi, people.mina, people.aziz, people.asha):
        with pytest.raises(NotAllowed):
            case_recategorise(actor=who.actor, case_id=case.pk, category="late", now=PLACED_AT)
    for wrong in ("", "nothing", case.category):
        with pytest.raises(InvalidInput):
            name(people, case, wrong)
    case_dismiss(actor=people.nila.actor, case_id=case.pk, text="এর ভিত্তি নেই।", now=PLACED_AT)
    with pytest.raises(StaleState):
        name(people, case, "late")


def test_trying_a_rule_on_the_past_goes_by_the_words_too(people, agency):
    make.case(people, category="other", story=SURE)
    make.case(people, category="other", story=UNSURE)
    run = triage_dry_run(people.nila.actor, draft=None, without_id=None, now=PLACED_AT)
    went = {each.kind: each.now for each in run.destinations}
    assert went == {"agency": 1, "coordinator": 1}
