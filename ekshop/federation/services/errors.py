"""What can be refused about webhooks and keys, in words."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict, DomainError


class NoEndpoint(Conflict):
    code = "no_endpoint"
    message = _("Save the address of your webhook first.")


class EndpointDisabled(Conflict):
    code = "endpoint_disabled"
    message = _("The webhook is switched off. Switch it on, then send again.")


class TooManyKeys(Conflict):
    code = "too_many_keys"
    message = _("There are %(most)s keys already. Revoke one that is not used any more.")


class LoginTaken(Conflict):
    code = "login_taken"
    message = _("Another seller goes by this login id here already.")


class TooManyCalls(DomainError):
    """`limit` calls a minute; `wait` seconds until the next minute."""

    code = "too_many_calls"
    message = _("More than %(limit)s calls a minute. Try again in %(wait)s seconds.")
    http_status = 429


class FeedBusy(DomainError):
    """Another worker reads the feed; the job is tried again."""

    code = "feed_busy"
    message = _("This feed is being read already.")
    http_status = 409


class DeclinedTooLate(Conflict):
    code = "declined_too_late"
    message = _(
        "The shop cancelled it after it was confirmed. The centre waits for the goods: "
        "send them, or call the centre."
    )


def problem_said(trouble: DomainError | None = None) -> dict[str, str]:
    """The columns `problem_bn` and `problem_en` of what has come to nothing, empty where all is well:
    whoever reads of it later reads another language than the worker that met it."""
    said = {}
    for language in ("bn", "en"):
        with translation.override(language):
            said[f"problem_{language}"] = str(trouble)[:500] if trouble else ""
    return said
