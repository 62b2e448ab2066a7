"""A partner in the middle of its trial: its goods are here, a trial order is confirmed and waits to
be shipped by its people, who work on our pages."""

from datetime import date, datetime, timedelta

from ekshop.catalogue.models import Category
from ekshop.catalogue.rules import CATCH_ALL
from ekshop.catalogue.services import offers_merge, offers_stage
from ekshop.catalogue.services.staging import StagedRow
from ekshop.federation.services import conformance_advance, conformance_start
from ekshop.kernel.ids import tracking_codes
from ekshop.kernel.money import taka
from ekshop.orders.models import SellerOrder
from ekshop.orders.services import LineAnswer, seller_order_answer
from ekshop.parties.models import Membership
from ekshop.parties.selectors import actor_of
from ekshop.parties.services import NewLicence, NewPerson, partner_enrol

from .people import LOADER

NAME_BN, NAME_EN = "নতুন হাট", "Notun Hat"
BATCH = 910_000
PATIENCE = timedelta(days=2)
GOODS = (
    ("NH-1", "বাঁশের ঝুড়ি", "Bamboo basket", "240"),
    ("NH-2", "পাটের শিকা", "Jute hanger", "180"),
    ("NH-3", "মাটির সরা", "Painted clay lid", "120"),
)


def load(now: datetime) -> None:
    joined = now - timedelta(days=3)
    seller = partner_enrol(
        actor=LOADER,
        name_bn=NAME_BN,
        name_en=NAME_EN,
        about_bn="হাতে গড়া ঘরের জিনিস, ছয়টি গ্রাম থেকে।",
        about_en="Things for the house made by hand in six villages.",
        hub_district_code="district-47",
        days_same_district=2,
        days_elsewhere=5,
        delivery_fee_same_district_poisha=6_000,
        delivery_fee_elsewhere_poisha=11_000,
        mobile="+8801700002009",
        email="shop@notunhat.example",
        staff=[NewPerson(name="Liton Das", name_bn="লিটন দাস", mobile="+8801700000190")],
        licences=[
            NewLicence(
                kind="trade",
                number="TRAD/DEMO/047/100209",
                valid_from=date(2025, 7, 1),
                valid_until=date(2030, 6, 30),
            )
        ],
        now=joined,
    )
    pk = seller.pk
    _goods(pk, joined)
    member = Membership.objects.select_related("person").get(organisation_id=pk)
    liton = actor_of(member.person, member)
    run = conformance_start(actor=liton, seller_id=pk, patience=PATIENCE, now=now)
    conformance_advance(run_id=run.pk, now=now)
    for share in SellerOrder.objects.filter(seller_id=pk, state="placed"):
        lines = [LineAnswer(line.pk, "confirmed") for line in share.lines.all()]
        seller_order_answer(actor=liton, seller_order_id=share.pk, answers=lines, now=now)
    conformance_advance(run_id=run.pk, now=now)


def _goods(seller_id: int, now: datetime) -> None:
    other = Category.objects.get(slug=CATCH_ALL).pk
    offers_stage(
        batch=BATCH,
        rows=[
            StagedRow(
                position,
                "offer",
                ref,
                title=title_bn,
                title_bn=title_bn,
                title_en=title_en,
                description=f"{title_bn}\n{title_en}",
                url="",
                image_url="",
                price_poisha=taka(price).poisha,
                stock=12,
                brand="",
                mpn="",
                gtin="",
                source_category="",
                fingerprint=ref,
                code=code,
            )
            for position, ((ref, title_bn, title_en, price), code) in enumerate(
                zip(GOODS, tracking_codes("G", len(GOODS)), strict=True), 1
            )
        ],
    )
    offers_merge(
        actor=LOADER,
        batch=BATCH,
        seller_id=seller_id,
        feed_id=None,
        complete=False,
        categories={"": other},
        other_category=other,
        now=now,
    )
