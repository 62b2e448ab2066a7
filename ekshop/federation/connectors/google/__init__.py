"""Google Merchant product data: the list every shop already makes, at an address or as a file."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ...ingest.tables import is_lines, lines_reader, tabbed_reader, table_reader
from ..shape import BY_ITS_FORM, NOT_THIS, Connector, FileShape
from .client import fetch
from .rows import XmlReader


def _xml(path: Path, head: bytes, columns: dict[str, str] | None) -> XmlReader:
    return XmlReader(path)


def _is_xml(text: bytes) -> int:
    return BY_ITS_FORM if text.startswith(b"<") else NOT_THIS


def _is_lines(text: bytes) -> int:
    return BY_ITS_FORM if is_lines(text) else NOT_THIS


def _is_tsv(text: bytes) -> int:
    first = text.split(b"\n", 1)[0]
    return BY_ITS_FORM if _flat(first) and first.count(b"\t") >= 2 else NOT_THIS


def _is_csv(text: bytes) -> int:
    first = text.split(b"\n", 1)[0]
    marks = any(mark in first for mark in (b",", b";", b"|"))
    return BY_ITS_FORM if _flat(first) and marks and not _is_tsv(text) else NOT_THIS


def _flat(first: bytes) -> bool:
    """Not the beginning of a JSON document or of XML."""
    return not first.startswith((b"<", b"{")) and not (
        first.startswith(b"[") and b'"' in first[:200]
    )


CONNECTOR = Connector(
    key="google",
    name=_("A product list at an address, or a file"),
    about=_(
        "The list you make for Google Merchant, or any other: XML, CSV, TSV or JSON lines. "
        "We read it again and again, or you upload it."
    ),
    order=10,
    address=_("Address of the file"),
    address_hint=_(
        "We read it again and again, so that prices and stock stay right. "
        "The list you make for Google Merchant will do."
    ),
    upload=True,
    fetch=fetch,
    files=(
        FileShape("google_xml", _("Google Merchant XML"), _is_xml, _xml),
        FileShape(
            "tsv", _("Google Merchant, tab separated (TSV)"), _is_tsv, tabbed_reader, table=True
        ),
        FileShape(
            "csv", _("Google Merchant, comma separated (CSV)"), _is_csv, table_reader, table=True
        ),
        FileShape("jsonl", _("JSON lines"), _is_lines, lines_reader),
    ),
)
