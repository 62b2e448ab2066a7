"""HTML that is escaped unless said otherwise: `tag("p", text, class_="quiet")`."""

from html import escape
from typing import Any


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


VOID = {"meta", "link", "input", "br", "img", "hr"}


def tag(_name: str, *children: Any, **attributes: Any) -> Markup:
    """None and False attributes vanish, True stands alone; `class_` is class, `_` becomes `-`."""
    shown = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if _name in VOID:
        return Markup(f"<{_name}{shown}>")
    return Markup(f"<{_name}{shown}>{inside(*children)}</{_name}>")


def inside(*children: Any) -> Markup:
    parts: list[str] = []
    for child in children:
        if child is None or child is False:
            continue
        if isinstance(child, Markup):
            parts.append(child)
        elif isinstance(child, list | tuple):
            parts.append(inside(*child))
        else:
            parts.append(escape(str(child)))
    return Markup("".join(parts))
