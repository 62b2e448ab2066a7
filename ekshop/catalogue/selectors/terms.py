"""An offer's terms in words, in the reader's language."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ekshop.kernel.bangla import format_date_short, format_number

from .. import rules
from ..models import OfferTerms


def terms_of(offer_id: int) -> rules.Terms:
    """What its seller says of it, or nothing."""
    row = OfferTerms.objects.filter(pk=offer_id).first()
    return row.said if row else rules.NO_TERMS


def terms_words(terms: rules.Terms) -> list[str]:
    """A sentence for each thing that is said: made to order, keeps, travels, season."""
    language = get_language() or "bn"

    def days(number: int) -> str:
        return ngettext("%(days)s day", "%(days)s days", number) % {
            "days": format_number(number, language)
        }

    said = []
    if terms.made_to_order_days:
        said.append(_("Made to order, in %(days)s") % {"days": days(terms.made_to_order_days)})
    if terms.shelf_life_days:
        said.append(_("Keeps for %(days)s") % {"days": days(terms.shelf_life_days)})
    if terms.longest_way is not None:
        said.append(_("At most %(days)s on the way") % {"days": days(terms.longest_way)})
    if terms.usual:
        said.append(_("These days are usual for such goods: the seller says none"))
    if season := season_of(terms):
        said.append(_("In season from %(first)s to %(last)s") % season)
    return said


def returns_words(days: int | None) -> str:
    """Within how many days its seller takes it back, to stand behind what it is about."""
    if days is None:
        return _("as the law says")
    if days == 0:
        return _("not taken back")
    return ngettext("within %(days)s day", "within %(days)s days", days) % {
        "days": format_number(days, get_language() or "bn")
    }


def season_of(terms: rules.Terms) -> dict[str, str]:
    """Its first and last day in words, or nothing."""
    if terms.season_from is None or terms.season_to is None:
        return {}
    language = get_language() or "bn"
    return {
        "first": format_date_short(rules.day_of_year(terms.season_from), language),
        "last": format_date_short(rules.day_of_year(terms.season_to), language),
    }


def season_words(terms: rules.Terms) -> str:
    """Why it may not be ordered today, to stand behind its title."""
    season = season_of(terms)
    if not season:
        return str(rules.NOT_ORDERABLE["season"])
    return _("its season is from %(first)s to %(last)s.") % season


def too_far_words(terms: rules.Terms, days: int) -> str:
    """Why it may not be ordered where it would be `days` on the way, to stand behind its title."""
    language = get_language() or "bn"
    words = (
        _(
            "such goods may usually be on the way for %(most)s days at most, or they spoil, and to"
            " this place it takes %(days)s."
        )
        if terms.usual
        else _(
            "it may be on the way for %(most)s days at most, or it spoils, and to this place it takes"
            " %(days)s."
        )
    )
    return words % {
        "most": format_number(terms.longest_way or 0, language),
        "days": format_number(days, language),
    }
