"""Tags the components stand on: ``{% load look %}``.

Colour of the page, names of pictures, shapes of options, and charts as plain numbers. Whatever
a page needs beyond this belongs in its view.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ekshop.kernel import bangla
from ekshop.web.styles.goods import DRAWINGS

from ..theme import LIGHTS, theme_of

register = template.Library()

UNKNOWN_DRAWING = "package"
_numbers = count(1)


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The light this person chose: ``light``, ``dark``, or empty for as the device has it."""
    request = context.get("request")
    return theme_of(request) if request else ""


@register.simple_tag
def lights() -> tuple[tuple[str, str, Any], ...]:
    """The choices of light: (value, icon, label)."""
    return LIGHTS


@register.simple_tag
def drawing_url(name: str) -> str:
    """Address of a drawing; a parcel where there is none of that name."""
    known = name if name in DRAWINGS else UNKNOWN_DRAWING
    return static(f"look/drawings/{known}.svg")


@register.simple_tag
def fresh_id(prefix: str = "f") -> str:
    """An id no other element on the page has, to tie a label or a hint to its field."""
    return f"{prefix}{next(_numbers) % 10_000_000}"


@register.filter
def first_error(error: Any) -> str:
    """One sentence out of what a form, a DomainError or a template gave as the error."""
    if not error:
        return ""
    if isinstance(error, str | Promise):
        return str(error)
    if isinstance(error, Iterable):
        return " ".join(str(one) for one in error)
    return str(error)


@register.simple_tag
def options_of(options: Any, value: Any = "") -> list[dict[str, Any]]:
    """Options as rows of ``value, label, hint, aside, chosen``.

    Takes pairs ``(value, label)``, triples with a hint, mappings of those names, or bare words.
    ``value`` is what is chosen, or several in a list.
    """
    chosen = {str(one) for one in value} if isinstance(value, list | tuple | set) else {str(value)}
    rows = []
    for option in options or ():
        if isinstance(option, Mapping):
            row = dict(option)
        elif isinstance(option, Sequence) and not isinstance(option, str):
            row = dict(zip(("value", "label", "hint", "aside"), option, strict=False))
        else:
            row = {"value": option, "label": option}
        row["chosen"] = str(row["value"]) in chosen
        rows.append(row)
    return rows


WIDGET_KINDS = {
    "hidden": "hidden",
    "textarea": "textarea",
    "select": "select",
    "radioselect": "radios",
    "checkboxselectmultiple": "checkboxes",
    "selectmultiple": "checkboxes",
    "checkbox": "checkbox",
    "file": "file",
    "clearablefile": "file",
}


@register.simple_tag
def field_shape(field: BoundField) -> dict[str, Any]:
    """What ``c-form-field`` needs to know of a form's field.

    Numbers are typed as text with a digit keyboard: a browser's number field refuses ১২৩.
    """
    widget = field.field.widget
    kind = "hidden" if field.is_hidden else WIDGET_KINDS.get(field.widget_type, "text")
    given = getattr(widget, "input_type", "text")
    value = field.value()
    return {
        "kind": kind,
        "type": "text" if given == "number" else given,
        "inputmode": widget.attrs.get("inputmode", "decimal" if given == "number" else ""),
        "autocomplete": widget.attrs.get("autocomplete", "off"),
        "maxlength": widget.attrs.get("maxlength", ""),
        "accept": widget.attrs.get("accept", "image/*"),
        "optional": "" if field.field.required else "1",
        "options": list(getattr(field.field, "choices", [])) if kind != "text" else [],
        "values": list(value or []) if kind == "checkboxes" else [],
        # a password is never written back
        "shown": "" if given == "password" else value,
    }


@register.simple_tag
def spark(values: Sequence[float], width: int = 120, height: int = 32) -> dict[str, Any]:
    """A sparkline as the points of a line, of the ground under it, and of its last dot."""
    numbers = [float(value) for value in values or ()]
    if not numbers:
        return {"line": "", "area": "", "x": 0, "y": 0}
    low, high = min(numbers), max(numbers)
    reach = (high - low) or 1
    gap = (width - 8) / max(len(numbers) - 1, 1)
    points = [
        (round(4 + i * gap, 1), round(height - 4 - (n - low) / reach * (height - 8), 1))
        for i, n in enumerate(numbers)
    ]
    line = " ".join(f"{x},{y}" for x, y in points)
    return {
        "line": line,
        "area": f"{points[0][0]},{height} {line} {points[-1][0]},{height}",
        "x": points[-1][0],
        "y": points[-1][1],
    }


@register.simple_tag
def bars_of(rows: Any) -> list[dict[str, Any]]:
    """Rows of a bar list with ``share`` (0 to 100) of the largest value.

    A row is ``(label, value)``, ``(label, value, shown)`` or a mapping of ``label, value, shown,
    href, tone``. ``shown`` is the value as people read it.
    """
    shaped = []
    for row in rows or ():
        if not isinstance(row, Mapping):
            row = dict(zip(("label", "value", "shown", "href", "tone"), row, strict=False))
        shaped.append(dict(row))
    top = max((float(row["value"]) for row in shaped), default=0) or 1
    for row in shaped:
        row["share"] = round(float(row["value"]) / top * 100, 1)
        row.setdefault("shown", bangla.format_number(int(row["value"]), get_language() or "bn"))
    return shaped


@register.filter
def initials(name: str) -> str:
    """The first letters of a name's first and last word, each with its vowel sign."""
    words = str(name).split()
    picked = [words[0], words[-1]] if len(words) > 1 else words[:1]
    return "".join(_first_letter(word) for word in picked)


def _first_letter(word: str) -> str:
    signs = range(0x09BE, 0x09CD)
    end = 1
    while end < len(word) and ord(word[end]) in signs:
        end += 1
    return word[:end].upper()


@register.filter
def local_digits(number: Any) -> str:
    """A number in the digits of the page, ungrouped: for fields people type into."""
    if number is None or number == "":
        return ""
    return bangla.in_digits_of(str(number), get_language() or "bn")


def _query_with(context: Context, changes: Mapping[str, Any]) -> str:
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """This page's query with some names changed; an empty value takes the name away.

    ``<a href="{% with_query state='late' cursor='' %}">``
    """
    return _query_with(context, changes)


@register.simple_tag(takes_context=True)
def page_links(
    context: Context, page: Any, name: str, previous: str = "", next: str = ""
) -> dict[str, str]:
    """Addresses of the pages before and after this one, its filters kept.

    ``page`` is a ``kernel.paging.Page`` or a mapping of its cursors.
    """

    def address(direction: str, given: str) -> str:
        name_of = f"{direction}_cursor"
        cursor = page.get(name_of) if isinstance(page, Mapping) else getattr(page, name_of, None)
        return given or (_query_with(context, {name: cursor}) if cursor else "")

    return {"previous": address("previous", previous), "next": address("next", next)}


@register.simple_tag
def qr_svg(text: str) -> SafeString:
    """A QR code drawn as SVG, dark on light in both themes."""
    import segno

    code = segno.make(text, error="m")
    drawn = code.svg_inline(scale=4, border=2, dark="#1d2421", light="#ffffff", omitsize=True)
    return mark_safe(drawn)  # noqa: S308  segno draws only paths
