"""Why something about an order from abroad is refused."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict, DomainError


class NotNow(Conflict):
    code = "export_not_now"
    message = _("This cannot be done while the order is “%(state)s”.")


class StillOpen(Conflict):
    code = "export_still_open"
    message = _("Something about this order waits for a person. Settle that first.")


class SupplyUnderWay(Conflict):
    code = "export_supply_under_way"
    message = _("Goods for this order are on their way already. Cancel it, or keep it as it was.")


class NotSense(Conflict):
    code = "export_not_sense"
    message = _("What the channel tells now cannot be an order. Ask it, or refuse the order.")


class WeightDiffers(DomainError):
    """`weighed_g` against `expected_g`."""

    code = "weight_differs"
    message = _(
        "The parcel weighs %(weighed_g)s grams; by their export papers its goods weigh %(expected_g)s. "
        "Count them again, or say why it differs."
    )


class NoRateThatDay(Conflict):
    code = "no_rate"
    message = _("No rate of exchange is recorded for %(currency)s. Record it first.")


class NothingToSend(Conflict):
    code = "nothing_to_send"
    message = _("There is nothing in this consignment.")


class FileKnown(Conflict):
    code = "settlement_file_known"
    message = _("This file was read before, on %(at)s.")


class AskedBefore(Conflict):
    code = "booking_asked_before"
    message = _("Somebody has said already what this line was.")


class PaysAnOrder(Conflict):
    code = "line_pays_an_order"
    message = _(
        "This line pays an order, which went on with it. If it was wrong, the channel has to send the "
        "contrary line."
    )


class LineMoved(Conflict):
    code = "settlement_line_moved"
    message = _("This line has been dealt with meanwhile. Look at it again.")


class SamePerson(Conflict):
    code = "same_person"
    message = _("Another person has to confirm this.")
