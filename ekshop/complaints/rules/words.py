"""What may be chosen on the forms: channels, media, remedies, reasons."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.scanning import SCAN_STATES

CHANNELS = [
    ("web", _("By the complainant")),
    ("centre", _("At a digital centre")),
    ("call_line", _("By telephone, 333")),
    ("api", _("By another system")),
]
PAID_BY = [
    ("cash", _("Cash on delivery")),
    ("bkash", _("bKash")),
    ("nagad", _("Nagad")),
    ("rocket", _("Rocket")),
    ("card", _("Card")),
    ("bank", _("Bank transfer")),
    ("other", _("Another way")),
    ("not_paid", _("Nothing was paid")),
]
REMEDIES = [
    ("refund", _("Money back")),
    ("replacement", _("Other goods instead")),
    ("repair", _("Repair")),
    ("delivery", _("Delivery of what was ordered")),
    ("compensation", _("Compensation")),
    ("apology", _("An apology")),
    ("correction", _("A correction")),
]
MONEY_REMEDIES = frozenset({"refund", "compensation"})
REFUND_MEDIA = [
    ("same", _("The way it was paid")),
    ("bkash", _("bKash")),
    ("nagad", _("Nagad")),
    ("rocket", _("Rocket")),
    ("bank", _("Bank transfer")),
    ("cash", _("Cash")),
]
URGENCIES = [("normal", _("Normal")), ("soon", _("Soon")), ("at_once", _("At once"))]
REJECTION_REASONS = [
    ("delivered_right", _("Delivered as ordered")),
    ("not_our_sale", _("Not our sale")),
    ("remedied_before", _("Already put right")),
    ("outside_terms", _("Outside the terms agreed")),
    ("no_proof", _("Nothing shows the fault")),
    ("other", _("Another reason")),
]
EVIDENCE_KINDS = [
    ("picture", _("Picture")),
    ("document", _("Document")),
    ("audio", _("Sound")),
    ("video", _("Video")),
    ("chat", _("Chat")),
]
EVIDENCE_STATES = SCAN_STATES
EVIDENCE_MOST = 20
"""Files one side may bring to one case."""
RESPONDENT_KINDS = [("registered", _("Registered")), ("unregistered", _("Not registered"))]
HANDLE_KINDS = [
    ("phone", _("Telephone")),
    ("wallet", _("Wallet number")),
    ("account", _("Bank account")),
    ("link", _("Web address")),
    ("page", _("Facebook page")),
    ("email", _("E-mail")),
    ("dbid", _("Digital business identity (DBID)")),
]
CONTACT_WAYS = [
    ("desk", _("Its desk here")),
    ("api", _("Its own system")),
    ("nothi", _("Nothi")),
    ("email", _("E-mail with a sealed letter")),
]
DECISIONS = [("order", _("Order")), ("fine", _("Fine")), ("dismissal", _("Dismissal"))]
STORY_AT_LEAST, STORY_AT_MOST, STORY_WORDS_AT_LEAST = 20, 10_000, 3
"""Letters of a complaint's story: less says nothing, more belongs into the evidence."""
DRAFT_KEPT_DAYS = 90
"""A complaint nobody went on writing is forgotten."""

COURT = "court"
PAUSE_REASONS = [
    (COURT, _("A court has it")),
    ("other_office", _("Another office is asked")),
    ("both_ask", _("Both sides ask for time")),
    ("harm", _("Illness or disaster")),
]
BULK_ACTS = [
    ("message", _("Message")),
    ("ask_seller", _("Send to the seller")),
    ("refer", _("Refer to an agency")),
    ("order", _("Order: to each what was paid")),
]
BULK_STATES = [("waiting", _("Waiting")), ("done", _("Done")), ("refused", _("Refused"))]
