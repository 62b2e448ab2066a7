"""What happened and what is due, said to the side it is about: "you", on one's own page.

By side; what is missing is called as everybody calls it.
"""

from django.utils.translation import gettext_lazy as _

from .case import COMPLAINANT, SELLER

OWN_ENTRY_WORDS = {
    COMPLAINANT: {
        "filed": _("You filed the complaint"),
        "information_asked": _("The seller asked you for information"),
        "information_given": _("You answered the seller"),
        "offer_accepted": _("You accepted the offer"),
        "offer_countered": _("You asked for something else"),
        "offer_declined": _("You refused the offer"),
        "cash_given": _("The centre gave you the cash"),
        "settled": _("You and the seller agreed before the agency"),
        "remedy_confirmed": _("You confirmed that it came"),
        "remedy_disputed": _("You said that it was not done"),
        "withdrawn": _("You withdrew the complaint"),
        "reopened": _("You opened it again"),
        "information_missing": _("You did not answer: the seller goes on without"),
        "offer_lapsed": _("Closed: you did not answer the offer after the notices"),
        "settled_unopposed": _("Closed as put right: you did not object after the notices"),
        "share_due": _("Your share of the fine is due"),
        "share_paid": _("Your share of the fine was paid"),
        "message": _("The coordinator wrote to you"),
    },
    SELLER: {
        "to_serve": _("The coordinator brings you the notice"),
        "sent_to_seller": _("Sent to you"),
        "served": _("Notice was served: your time begins"),
        "remedy_offered": _("You offered a remedy"),
        "rejected": _("You rejected it"),
        "information_asked": _("You asked for information"),
        "counter_accepted": _("You accepted the counter-offer"),
        "settled": _("You and the complainant agreed before the agency"),
        "remedy_reported": _("You said that it is done"),
        "seller_silent": _("You did not answer in time"),
        "information_missing": _("No answer came: go on without"),
        "promise_broken": _("You did not keep the promise in time"),
        "message": _("The coordinator wrote to you"),
    },
}
OWN_CLOCK_WORDS = {
    COMPLAINANT: {
        "information": _("You give the information"),
        "offer_answer": _("You answer the offer"),
        "cash": _("You collect the cash at the centre"),
        "confirmation": _("You confirm that it came"),
    },
    SELLER: {
        "seller_answer": _("You begin a solution"),
        "counter_answer": _("You answer the counter-offer"),
        "remedy": _("You give the remedy"),
    },
}
