"""Listings, issues and landed prices in the reader's words."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ekshop.channels import rules
from ekshop.channels.rules import called
from ekshop.channels.rules.asked_abroad import ASKED, HINTS
from ekshop.channels.rules.said_abroad import code_alone, meaning_of, what_to_do
from ekshop.channels.rules.sources import source_words
from ekshop.channels.services import issue_said
from ekshop.kernel.bangla import (
    format_date,
    format_number,
    format_percent,
    format_taka,
    in_digits_of,
)

register = template.Library()
register.filter("source_words", source_words)

TONES = {
    "live": "green",
    "submitted": "indigo",
    "checking": "indigo",
    "issue": "madder",
    "paused": "turmeric",
}


SCRIPTS = (
    ("\u0980", "\u09ff", "bn"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u0d80", "\u0dff", "si"),
    ("\u3040", "\u30ff", "ja"),
    ("\uac00", "\ud7af", "ko"),
    ("\u4e00", "\u9fff", "zh"),
    ("\u0900", "\u097f", "hi"),
)
"""First and last letter of a script, and the language of ours that is written in it."""


def _reads_english() -> bool:
    return not (get_language() or "bn").startswith("bn")


@register.filter
def listing_tone(state: str) -> str:
    return TONES.get(state, "")


@register.filter
def listing_state(state: str) -> str:
    return str(rules.LISTING.state_label(state))


@register.filter
def trouble_words(code: str) -> str:
    """What is wrong with a channel, in two or three words."""
    return {
        "channel_away": _("does not answer"),
        "channel_busy": _("asks us to wait"),
        "channel_refuses": _("refuses us"),
    }.get(code, _("in trouble"))


OPERATIONS = {
    "listings": gettext_lazy("Goods one by one"),
    "feeds": gettext_lazy("Many goods in one file"),
    "file": gettext_lazy("Files of goods"),
    "submit": gettext_lazy("Goods one by one"),
    "end": gettext_lazy("Taking goods away"),
    "orders": gettext_lazy("The list of orders"),
}


@register.filter
def operation_words(operation: str) -> str:
    """What is asked of a channel, as one says it."""
    return str(OPERATIONS.get(operation, operation))


@register.filter
def field_words(field: str) -> str:
    """What a field is called; a question of the channel's own by the channel's name for it."""
    if field.startswith("extra."):
        return _("Asked by the channel: %(name)s") % {"name": _asked(field)}
    return str(rules.FIELDS.get(field, _("The listing as a whole")))


@register.filter
def issue_href(issue: Any, channel_id: int) -> str:
    """Where what an issue or a lack names is mended, on the goods' own page."""
    if issue.field.startswith("extra."):
        return f"#channel-{channel_id}-{issue.field.removeprefix('extra.')}"
    return f"#{issue.field}" if issue.field in rules.FIELDS else f"#channel-{channel_id}"


@register.filter
def unread_place(row: Any) -> str:
    """Where a row stood that could not be read: which order or line it was, or where in a file."""
    place = called.source_said(row.source)
    if called.is_one_thing(row.source):
        return place
    language = get_language() or "bn"
    line = _("line %s") % format_number(row.line, language) if row.line else _("the whole file")
    return f"{place} · {line}"


@register.filter
def statement_line(reference: str) -> str:
    statement, place = called.line_said(reference)
    if not place:
        return statement
    return _("%(statement)s, line %(n)s") % {
        "statement": statement,
        "n": format_number(place, get_language() or "bn"),
    }


@register.filter
def unread_why(row: Any) -> str:
    return called.text_said(row.text)


@register.filter
def understood(issue: Any) -> dict[str, Any]:
    """An issue for its reader: where (`name`) and `what` is wrong, what to `do`, and the channel's own
    words as they were `told`, where the reader has to go by ours."""
    if ours := issue_said(issue):
        return {"name": "", "what": str(ours), "do": what_to_do(issue.code), "told": ""}
    if not issue.by_channel:
        return {"name": "", "what": _(issue.text), "do": what_to_do(issue.code), "told": ""}
    meaning = meaning_of(issue.code)
    if _reads_english():
        return {"name": "", "what": issue.text or meaning.what, "do": meaning.do, "told": ""}
    return {
        "name": rules.FIELDS.get(issue.field) or _asked(issue.field),
        "what": meaning.what,
        "do": meaning.do,
        "told": issue.text,
    }


def _asked(field: str) -> str:
    """What only a channel asks, in the reader's words where we know it, else by its own name."""
    name = field.removeprefix("extra.")
    return str(ASKED.get(name) or name.replace("_", " "))


@register.filter
def channels_code(issue: Any) -> str:
    """The channel's own code, to be named to it; ours are for no reader."""
    return code_alone(issue.code) if issue.by_channel else ""


@register.filter
def ask_hint(ask: Any) -> Any:
    """What to write where a channel asks: in our words to who does not read the channel's."""
    return ask.hint if _reads_english() else HINTS.get(ask.name, "") or ask.hint


@register.filter
def ask_told(ask: Any) -> str:
    """The channel's own hint, where ours stands before it."""
    ours = not _reads_english() and ask.name in HINTS
    return str(ask.hint) if ours and ask.hint else ""


@register.filter
def spoken(text: str) -> str:
    """The language a channel's words are in, by their letters: for who reads them aloud."""
    for begin, end, language in SCRIPTS:
        if any(begin <= letter <= end for letter in text):
            return language
    return "en" if any(letter.isalpha() for letter in text) else ""


@register.filter
def names_field(issue: Any) -> bool:
    """Whether what is said of it begins with the field already."""
    return bool(understood(issue)["name"])


@register.filter
def said_words(words: str) -> str:
    """Words split by "|", as one reads them."""
    return ", ".join(each.strip() for each in words.split("|"))


@register.filter
def listing_actions(state: str) -> list[tuple[str, str, str]]:
    """(address's word, words, icon) of what may be done by hand."""
    again = ("check", _("Check again"), "refresh-cw")
    pause = ("pause", _("Pause"), "pause")
    end = ("end", _("Take away"), "x")
    return {
        "draft": [end],
        "checking": [pause, end],
        "submitted": [pause, end],
        "live": [pause, end],
        "issue": [again, pause, end],
        "paused": [("resume", _("Resume"), "play"), end],
        "ended": [("list", _("List again"), "globe")],
    }[state]


@register.simple_tag
def listing_href(audience: str, listing_id: int, action: str) -> str:
    if action == "answers":
        return reverse(f"{audience}:export_answers", args=[listing_id])
    return reverse(f"{audience}:export_listing", args=[listing_id, action])


@register.filter
def foreign(minor: int | None, currency: str) -> str:
    """Money of another country in the reader's digits: "USD ২৪.৯৯"."""
    if minor is None:
        return "–"
    return in_digits_of(rules.minor_text(minor, currency), get_language() or "bn")


@register.simple_tag
def cost_note(line: rules.CostLine, one: Any) -> str:
    """What a line of the price is reckoned from."""
    lang = get_language() or "bn"
    if line.kind == "freight":
        told = {
            "grams": format_number(line.grams, lang),
            "actual": format_number(one.landed.actual_g, lang),
            "volume": format_number(one.landed.volumetric_g, lang),
        }
        text = _("for %(grams)s g: it weighs %(actual)s g, its size counts as %(volume)s g") % told
        return f"{text} · {example_words()}" if line.kind in one.examples else text
    if not line.bp:
        return ""
    shown = {"share": format_percent(line.bp, lang), "whole": format_taka(line.of_poisha, lang)}
    text = _("%(share)s of %(whole)s") % shown
    if line.kind != "duty" or not one.duty:
        return text
    if line.kind in one.examples:
        return f"{text} · {example_words()}"
    return f"{text} · {source_words(one.duty.source)}"


@register.simple_tag
def rate_note(one: Any) -> str:
    """The rate of exchange, its day, and who published it."""
    rate, lang = one.context.rate, get_language() or "bn"
    if rate is None:
        return ""
    taka = rules.taka_for_one(rate.rate, rate.currency).normalize()
    text = _("1 %(currency)s = %(taka)s taka, %(day)s, %(source)s") % {
        "currency": rate.currency,
        "taka": in_digits_of(f"{taka:f}", lang),
        "day": format_date(rate.on, lang),
        "source": source_words(rate.source),
    }
    return f"{text} · {example_words()}" if "rate" in one.examples else text


@register.simple_tag
def example_words() -> str:
    """Said beside whatever rests on a figure nobody has confirmed."""
    return _("example figure, to be confirmed")
