"""What districts tell, two producers more in each, and who may use which registered name.

Written in sets, not one by one: two hundred and fifty goods in a second.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.text import slugify
from PIL import Image, ImageDraw

from demo.content.makers import Maker, makers
from demo.content.seasons import season_of
from demo.content.tables import read, sources
from ekshop.catalogue.models import Category, Offer, OfferTerms, Product
from ekshop.catalogue.services import category_keeping_load, offers_season_check
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.ids import tracking_codes
from ekshop.kernel.money import taka
from ekshop.kernel.pictures import StoredPicture, picture_accept, picture_store
from ekshop.parties.models import Centre, Membership, Organisation, Person, Seller, Wallet
from ekshop.parties.selectors import actor_of
from ekshop.producers.models import GiEvidence, GiName, GiUse, ProducerProfile
from ekshop.producers.services.brand import district_brands_load, season_items_load
from ekshop.producers.services.marks import gi_marks_settle, names_unshown_settle
from ekshop.producers.services.names import gi_names_load

from .people import LOADER, organisation, persona
from .steps import step

PAPERS = ("loom", "field", "paper")
CLAIMED, REFUSED, SUSPENDED, WITHDRAWN = (5, 17, 29), (9, 23), (13,), (27,)
"""Which of the claims, in their order, stand otherwise than approved: those of makers whose goods have
a plain title."""
WHY = {
    "refuse": "ছবিতে কারিগর বা কাজের জায়গা দেখা যায় না। উঠানে তোলা ছবি দিয়ে আবার দাবি করুন।",
    "suspend": "দুটি পার্সেলে অন্য জেলার মাল পাওয়া গেছে। উত্তর না আসা পর্যন্ত স্থগিত।",
    "withdraw": "এ মৌসুমে আর এ কাজ করছি না।",
}
STATEMENT = "{name}, {craft}। নিজের গ্রামে, নিজের হাতে তৈরি; মাল সেন্টারে এনে দেখানো হয়। সমিতির কাগজ ও কাজের ছবি দেওয়া হলো।"
PARTNER, PARTNERS_NAME = "sutortan", "tangail-saree"
PARTNERS_WORDS = "আমরা পাথরাইলের হাট থেকে শাড়ি কিনে সারা দেশে বেচি। কেনার রসিদের ছবি দেওয়া হলো।"
PARTNERS_WHY = "রসিদে বুনকরের নাম নেই। যে বোনে সেই দাবি করতে পারে; কেনা মালে নামটি দেওয়া যায় না।"

# Of food, by category: days it keeps and days it may travel.
KEEPS = {
    "sweets": (7, 4),
    "curd-dairy": (6, 3),
    "fish": (4, 3),
    "fruits": (8, 5),
    "vegetables": (10, 6),
    "snacks-biscuits": (60, 15),
    "gur-sugar": (120, 20),
    "pickles-honey": (365, 30),
}


def load(start: datetime) -> Iterator[str]:
    """Before the orders; a line for people after each part."""
    if step("districts", lambda: _told()):
        yield "64 districts tell their story; the seasons have a calendar"
    if step("makers", lambda: _join(start)):
        yield "two producers more have joined in every district"
    if step("names of places", lambda: _names(start)):
        yield "registered names stand on the goods of those who may use them"


def load_terms(now: datetime) -> None:
    """How long food keeps and when there is any. After the orders, which knew nothing of it."""
    category_keeping_load(read("category_keeping"))
    offers = Offer.objects.filter(seller_ref__startswith="DG-").select_related(
        "product__category", "product__district"
    )
    terms = []
    for offer in offers:
        keeps, travels = KEEPS.get(offer.product.category.slug, (None, None))
        home = offer.product.district.code if offer.product.district else ""
        starts, ends = season_of(offer.product.category.slug, offer.title_en, home) or (None, None)
        if keeps or starts:
            terms.append(
                OfferTerms(
                    offer=offer,
                    shelf_life_days=keeps,
                    travel_days=travels,
                    season_from=starts,
                    season_to=ends,
                )
            )
    OfferTerms.objects.bulk_create(terms, ignore_conflicts=True)
    offers_season_check(actor=LOADER, now=now)


def _told() -> None:
    known = sources()
    district_brands_load(read("districts"), known)
    season_items_load(read("seasons"), known)
    gi_names_load(read("gi_products"), known)


def _join(now: datetime) -> None:
    """They are enrolled, approved, and have brought what they make."""
    all_of_them = list(makers())
    slugs = {row["slug"]: row["code"] for row in read("centres")}
    centres = {
        each.code: each
        for each in Centre.objects.select_related("organisation", "union", "district")
    }
    homes = [centres[slugs[maker.centre]] for maker in all_of_them]
    people = []
    for maker in all_of_them:
        person = Person(name=maker.person_en, name_bn=maker.person_bn, mobile=maker.mobile)
        person.set_unusable_password()
        people.append(person)
    people = Person.objects.bulk_create(people)
    organisations = Organisation.objects.bulk_create(
        Organisation(
            kind="producer",
            slug=f"{slugify(maker.name_en)}-{home.district.slug}-{number}",
            name_bn=maker.name_bn,
            name_en=maker.name_en,
            place=home.union,
            mobile=maker.mobile,
        )
        for number, (maker, home) in enumerate(zip(all_of_them, homes, strict=True), 1)
    )
    states.begin_all(organisations, actor=LOADER, now=now)
    Seller.objects.bulk_create(
        Seller(
            organisation=each,
            kind="producer",
            hub_district=home.district,
            sourcing_centre=home.organisation,
            about_bn=maker.about_bn,
            about_en=maker.about_en,
        )
        for each, home, maker in zip(organisations, homes, all_of_them, strict=True)
    )
    Membership.objects.bulk_create(
        Membership(person=person, organisation=each, role="producer_staff")
        for person, each in zip(people, organisations, strict=True)
    )
    Wallet.objects.bulk_create(
        Wallet(person=person, provider="bkash", number=maker.mobile[-11:], changed_at=now)
        for person, maker in zip(people, all_of_them, strict=True)
    )
    profiles = ProducerProfile.objects.bulk_create(
        ProducerProfile(
            seller=each,
            person=person,
            centre=home.organisation,
            state="approved",
            identity_kind="nid",
            identity_number=f"000{6_000_000 + number * 37:07d}",
            craft=maker.craft,
            craft_bn=maker.craft_bn,
            craft_en=maker.craft_en,
            district=home.district,
            capacity_a_month=8 * maker.hands,
            lead_days=2 + number % 4,
            hands=maker.hands,
            brought_at=now - timedelta(seconds=90 * number),
            decided_at=now,
            wallet_proved=maker.mobile[-11:],
            wallet_proved_at=now,
        )
        for number, (each, person, home, maker) in enumerate(
            zip(organisations, people, homes, all_of_them, strict=True)
        )
    )
    states.begin_all(profiles, actor=LOADER, now=now)
    _goods(all_of_them, organisations, homes, now)


def _goods(
    all_of_them: Sequence[Maker],
    organisations: Sequence[Organisation],
    homes: Sequence[Centre],
    now: datetime,
) -> None:
    categories = dict(Category.objects.values_list("slug", "pk"))
    brought = [
        (each, home, made)
        for maker, each, home in zip(all_of_them, organisations, homes, strict=True)
        for made in maker.goods
    ]
    products = Product.objects.bulk_create(
        Product(
            code=code,
            category_id=categories[made.category],
            title=made.title_bn,
            title_bn=made.title_bn,
            title_en=made.title_en,
            description=f"{made.about_bn}\n{made.about_en}",
            district=home.district,
            created_at=now,
            updated_at=now,
        )
        for (_each, home, made), code in zip(brought, _codes(len(brought)), strict=True)
    )
    Offer.objects.bulk_create(
        Offer(
            seller=each,
            seller_ref=made.ref,
            product=product,
            title=made.title_bn,
            title_bn=made.title_bn,
            title_en=made.title_en,
            price_poisha=taka(made.price).poisha,
            on_hand=made.quantity,
            source_category=made.category,
            created_at=now,
            updated_at=now,
        )
        for (each, _home, made), product in zip(brought, products, strict=True)
    )


def _codes(count: int) -> list[str]:
    """Codes that no product has yet; a taken one is drawn again."""
    free: set[str] = set()
    while len(free) < count:
        drawn = set(tracking_codes("G", count - len(free)))
        taken = Product.objects.filter(code__in=drawn).values_list("code", flat=True)
        free |= drawn.difference(taken)
    return list(free)


def _names(now: datetime) -> None:
    """Claims in every state; most are approved by Omar a day later."""
    names = {name.slug: name for name in GiName.objects.all()}
    sellers = {each.mobile: each for each in Organisation.objects.filter(kind="producer")}
    claims = [
        (names[maker.gi], sellers[maker.mobile], maker.person_bn, maker.craft_bn)
        for maker in makers()
        if maker.gi
    ]
    claims += [
        (name, sellers[row["mobile"]], row["person_bn"], row["craft_bn"])
        for row in read("producers")
        for name in _names_of(row, names)
    ]
    uses = GiUse.objects.bulk_create(
        GiUse(
            gi_name=name,
            seller=seller,
            statement=STATEMENT.format(name=person, craft=craft),
            claimed_at=now,
        )
        for name, seller, person, craft in claims
    )
    uses += GiUse.objects.bulk_create(
        [
            GiUse(
                gi_name=names[PARTNERS_NAME],
                seller=organisation(PARTNER),
                statement=PARTNERS_WORDS,
                claimed_at=now,
            )
        ]
    )
    speakers = _speakers(uses)
    for use in uses:
        states.begin_all([use], actor=speakers[use.seller_id], now=now)
    _evidence(uses, now)
    _decide(uses, speakers, now + timedelta(days=1))
    gi_marks_settle(now=now)
    names_unshown_settle(now=now)


def _speakers(uses: Sequence[GiUse]) -> dict[int, Actor]:
    """By seller: its centre's entrepreneur, who claims for it, or its own people."""
    staff = {
        row.organisation_id: actor_of(row.person, row)
        for row in Membership.objects.filter(role__in=["entrepreneur", "partner_staff"])
        .select_related("person", "organisation")
        .order_by("-id")
    }
    sellers = Seller.objects.filter(organisation__in=[use.seller_id for use in uses])
    return {
        seller.organisation_id: staff[seller.sourcing_centre_id or seller.organisation_id]
        for seller in sellers
    }


def _names_of(row: dict[str, str], names: dict[str, GiName]) -> list[GiName]:
    """The names of its district that goods of a producer of the table are about."""
    titles = [
        (each["title_bn"], each["title_en"])
        for each in read("producer_goods")
        if each["producer"] == row["slug"] and each["is_gi"] == "yes"
    ]
    at_home = {
        each["slug"]
        for each in read("gi_products")
        if row["district"] in each["districts"].split("|") and each["register"] == "registered"
    }
    return [
        name
        for slug, name in names.items()
        if slug in at_home and any(name.wording.describes(pair) for pair in titles)
    ]


def _decide(uses: Sequence[GiUse], speakers: Mapping[int, Actor], at: datetime) -> None:
    omar = persona("omar")
    left = [use for number, use in enumerate(uses[:-1]) if number not in CLAIMED]
    refused = [uses[number] for number in REFUSED]
    by = {"decided_by_id": omar.person_id, "decided_at": at}
    _move(refused, "refuse", WHY["refuse"], at, by)
    _move([uses[-1]], "refuse", PARTNERS_WHY, at, by)
    approved = [use for use in left if use not in refused]
    states.move_all(approved, "approve", actor=omar, now=at, also=by)
    later = at + timedelta(days=20)
    _move([uses[number] for number in SUSPENDED], "suspend", WHY["suspend"], later, by)
    for use in (uses[number] for number in WITHDRAWN):
        _move([use], "withdraw", WHY["withdraw"], later, {}, by=speakers[use.seller_id])


def _move(
    uses: Sequence[GiUse],
    action: str,
    why: str,
    at: datetime,
    also: Mapping[str, object],
    *,
    by: Actor | None = None,
) -> None:
    """By Omar, or whom it is `by`."""
    states.move_all(
        uses, action, actor=by or persona("omar"), now=at, reason=why, also={**also, "reason": why}
    )


def _evidence(uses: Sequence[GiUse], now: datetime) -> None:
    """The same few drawings for all: whose they are does not matter here."""
    stored = [_drawn(number) for number in range(len(PAPERS))]
    GiEvidence.objects.bulk_create(
        GiEvidence(
            use=use,
            file=picture.name,
            thumb=picture.small_name,
            original_sha256=picture.sha256,
            created_at=now,
        )
        for number, use in enumerate(uses)
        for picture in (stored[number % 2], stored[2])
    )


def _drawn(number: int) -> StoredPicture:
    """A loom's threads, a field's rows, or a paper with its seal."""
    paper = Image.new("RGB", (640, 480), ("#efe6d2", "#dfe8cf", "#fbf9f4")[number])
    pen = ImageDraw.Draw(paper)
    for step_ in range(0, 640, 16):
        if number == 0:
            pen.line((step_, 60, step_, 420), fill="#a8322d", width=2)
        elif number == 1:
            pen.line((step_, 480, 320, 120), fill="#0f5b46", width=3)
        elif step_ < 320:
            pen.line((80, 100 + step_, 560, 100 + step_), fill="#5b655f", width=2)
    if number == 2:
        pen.ellipse((440, 340, 540, 440), outline="#a8322d", width=6)
    made = io.BytesIO()
    paper.save(made, "PNG")
    return picture_store(picture_accept(made.getvalue()), folder="gi")
