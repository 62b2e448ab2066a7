"""Slips, receipts, statements and labels as PDF, set by typst in both languages.

A template is a file in ``templates/``; its data is one dict of plain values, and ``shapes.md`` beside
it lists what each template reads. Values are written for the reader by the name of their key:

* ``…_poisha`` (int) as taka, ``…_in_words`` (int, poisha) in words, ``…_bp`` (int, basis points) as
  a percentage under the name without ``_bp``, any other int as a number;
* ``datetime`` and ``date`` as dates of Dhaka (under the key ``date`` without the year); ``month`` ("2026-11") by name;
  ``mobile`` (+8801…) as people write it;
* ``qr`` (an address) becomes a QR code. ``None`` leaves a thing out.

The file is PDF/A-3 and carries the same document as plain text and as JSON, because text copied out
of a Bengali PDF cannot be trusted. What no font here has is set in Latin letters; text and JSON keep
the original. The same data, language and moment give the same bytes.
"""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils.translation import override

from .. import bangla, clock, phones
from ..number_words import taka_in_words
from .labels import LABELS
from .letters import encodable, printable_in

HERE = Path(__file__).parent
TEMPLATES = (
    "order_slip",
    "receipt",
    "statement",
    "settlement",
    "shipping_label",
    "pool_list",
    "letter",
    "complaint_receipt",
    "agreement",
    "commercial_invoice",
    "packing_list",
    "customs_data",
)


def pdf_render(
    template: str,
    data: dict[str, Any],
    *,
    language: str,
    plain_text: str | None = None,
    json_twin: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> bytes:
    """The document as PDF. ``plain_text`` and ``json_twin`` are drawn from ``data`` if not given.

    ``at`` is the moment written into the file as its making. Raises ``ValueError`` for a template
    that is not there and ``typst.TypstError`` for data that lacks what the template must have.
    """
    inputs = _inputs(template, data, language, plain_text, json_twin)
    pdf = _compiler(template).compile(
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["a-3b"],
        timestamp=int((at or clock.now()).timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf


def qr_svg(text: str) -> str:
    """A QR code as SVG, for pages and documents; medium error correction, a quiet zone of two."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, dark="#1d2421", light=None
    )
    return out.getvalue().decode()


def plain_text(template: str, data: dict[str, Any], *, language: str) -> str:
    """The document's values under their labels, for readers and machines without eyes."""
    labels = _labels(language)
    shown = _shown({key: value for key, value in data.items() if key != "qr"}, language)
    return f"{labels[template]}\n\n" + "\n".join(_lines(shown, labels, "")) + "\n"


def _inputs(
    template: str,
    data: dict[str, Any],
    language: str,
    plain: str | None,
    twin: dict[str, Any] | None,
) -> dict[str, str]:
    if template not in TEMPLATES:
        raise ValueError(f"there is no document template {template!r}")
    shown = printable_in(_shown(data, language))
    if data.get("qr"):
        shown["qr_svg"] = qr_svg(data["qr"])
    return {
        "name": template.replace("_", "-"),
        "language": language,
        "data": json.dumps(shown, ensure_ascii=False),
        "labels": json.dumps(_labels(language), ensure_ascii=False),
        "plain": encodable(plain or plain_text(template, data, language=language)),
        "twin": encodable(
            json.dumps(
                twin or {"document": template, "language": language, **data},
                ensure_ascii=False,
                indent=1,
                default=_iso,
            )
        ),
    }


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _labels(language: str) -> dict[str, str]:
    with override(language):
        return {key: str(text) for key, text in LABELS.items()}


def _shown(data: dict[str, Any], language: str) -> dict[str, Any]:
    """The data in words, absent values left out."""
    shown = {}
    for key, value in data.items():
        if value is not None:
            shown[key.removesuffix("_bp")] = _written(key, value, language)
    return shown


def _written(key: str, value: Any, lang: str) -> Any:
    if isinstance(value, dict):
        return _shown(value, lang)
    if isinstance(value, list | tuple):
        return [_written(key, item, lang) for item in value]
    if isinstance(value, datetime):
        return bangla.format_datetime(value, lang)
    if isinstance(value, date):
        short = key == "date"
        return (bangla.format_date_short if short else bangla.format_date)(value, lang)
    if isinstance(value, int):
        return _number_written(key, value, lang)
    if key == "month":
        return bangla.format_month(value, lang)
    if key == "mobile":
        return bangla.in_digits_of(phones.local_form(value), lang)
    return str(value)


def _number_written(key: str, value: int, lang: str) -> str:
    if key.endswith("_poisha"):
        return bangla.format_taka(value, lang)
    if key.endswith("_in_words"):
        return taka_in_words(value, lang)
    if key.endswith("_bp"):
        return bangla.in_digits_of(f"{value / 100:g}%", lang)
    return bangla.format_number(value, lang)


def _lines(shown: dict[str, Any], labels: dict[str, str], indent: str) -> list[str]:
    lines: list[str] = []
    for key, value in shown.items():
        name = labels.get(_bare(key), key)
        if isinstance(value, dict):
            lines += [f"{indent}{name}:", *_lines(value, labels, indent + "  ")]
        elif isinstance(value, list):
            lines.append(f"{indent}{name}:")
            for item in value:
                body = _lines(item, labels, indent + "    ") if isinstance(item, dict) else [item]
                lines += [f"{indent}  - {body[0].strip()}", *body[1:]] if body else []
        else:
            lines.append(f"{indent}{name}: {value}")
    return lines


def _bare(key: str) -> str:
    for ending in ("_poisha", "_at", "_on", "_grams"):
        key = key.removesuffix(ending)
    return key


@lru_cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")]
    )


def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        input=str(HERE / "templates" / f"{template}.typ"),
        root=str(HERE / "templates"),
        font_paths=_fonts(),
    )
