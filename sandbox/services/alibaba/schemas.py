"""Category schemas in the platform's XML: fields with types, rules and options, and what a filled one
lacks. The words are our own."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

UNITS = (("1", "Piece/Pieces"), ("2", "Kilogram/Kilograms"), ("3", "Set/Sets"))
ORIGINS = (("BD", "Bangladesh"), ("IN", "India"), ("CN", "China"))


@dataclass(frozen=True)
class Field:
    """`kind`: input, multiInput, singleCheck, complex, multiComplex. `longest` in bytes."""

    id: str
    name: str
    kind: str = "input"
    required: bool = False
    longest: int = 0
    most: float = 0
    options: tuple[tuple[str, str], ...] = ()
    inner: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Category:
    number: int
    name: str
    fields: tuple[Field, ...]


def _category(number: int, name: str, *own: Field) -> Category:
    common = (
        Field("productTitle", "Product name", required=True, longest=128),
        Field("productKeywords", "Keywords", "multiInput", required=True),
        Field("icbuCatProp", "Product attributes", "complex", inner=own),
        Field("scImages", "Product pictures", "multiInput", required=True),
        Field("priceUnit", "Unit", "singleCheck", required=True, options=UNITS),
        Field("minOrderQuantity", "Least order", required=True, most=1_000_000),
        Field("ladderPrice", "Price by quantity", "multiComplex", required=True, inner=(
            Field("quantity", "From how many", required=True, most=1_000_000),
            Field("price", "Price", required=True, most=1_000_000),
        )),
        Field("inventory", "Pieces in stock", most=10_000_000),
        Field("pkgMeasure", "Parcel size in cm", "complex", inner=(
            Field("length", "Length", required=True, most=1_000),
            Field("width", "Width", required=True, most=1_000),
            Field("height", "Height", required=True, most=1_000),
        )),
        Field("pkgWeight", "Parcel weight in kg", required=True, most=10_000),
        Field("textDesc", "Description", required=True, longest=20_000),
        Field("shippingTemplate", "Shipping template"),
    )  # fmt: skip
    return Category(number, name, common)


_PLACE = Field("p-1", "Place of origin", "singleCheck", required=True, options=ORIGINS)
_BRAND, _MODEL = Field("p-2", "Brand", longest=70), Field("p-3", "Model number", longest=70)
_MATERIAL = Field("p-10", "Material", required=True, longest=70)
CATEGORIES = {
    one.number: one
    for one in (
        _category(100006792, "Blankets", _PLACE, _BRAND, _MODEL, _MATERIAL, Field("p-20", "Technique", "singleCheck", required=True, options=(("1", "Handmade"), ("2", "Woven"), ("3", "Knitted")))),
        _category(100005792, "Handbags", _PLACE, _BRAND, _MODEL, _MATERIAL, Field("p-30", "Closure type", "singleCheck", required=True, options=(("1", "Zipper"), ("2", "Button"), ("3", "Open")))),
        _category(100006800, "Carpets and rugs", _PLACE, _BRAND, _MODEL, _MATERIAL),
        _category(100009260, "Home crafts", _PLACE, _BRAND, _MODEL, _MATERIAL),
    )
}  # fmt: skip


def xml_of(category: Category) -> str:
    return "<itemSchema>" + "".join(_xml(one) for one in category.fields) + "</itemSchema>"


def _xml(field: Field) -> str:
    rules = []
    if field.required:
        rules.append('<rule name="requiredRule" value="true"/>')
    if field.longest:
        rules.append(f'<rule name="maxLengthRule" value="{field.longest}" exProperty="include" unit="byte"/>')  # fmt: skip
    if field.most:
        rules.append(f'<rule name="maxValueRule" value="{field.most:g}" exProperty="include"/>')
        rules.append('<rule name="valueTypeRule" value="decimal"/>')
    options = "".join(f"<option displayName={quoteattr(name)} value={quoteattr(value)}/>" for value, name in field.options)  # fmt: skip
    return (
        f'<field id="{field.id}" name={quoteattr(field.name)} type="{field.kind}">'
        f"<rules>{''.join(rules)}</rules>"
        + (f"<options>{options}</options>" if options else "")
        + (f"<fields>{''.join(_xml(one) for one in field.inner)}</fields>" if field.inner else "")
        + "</field>"
    )


def lacks(category: Category, xml: str) -> list[tuple[str, str]]:
    """(field, what is wrong) of a filled schema. ValueError for what is not XML."""
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as odd:
        raise ValueError("the XML cannot be read") from odd
    return _lacks(category.fields, root)


def _lacks(fields: tuple[Field, ...], node: ElementTree.Element | None) -> list[tuple[str, str]]:
    given = {one.get("id"): one for one in (node if node is not None else []) if one.tag == "field"}
    found: list[tuple[str, str]] = []
    for field in fields:
        one = given.get(field.id)
        if field.kind == "complex":
            found += _lacks(field.inner, one.find("complex-value") if one is not None else None)
            continue
        values = _values(one)
        if field.kind == "multiComplex":
            parts = one.findall("complex-values") if one is not None else []
            if field.required and not parts:
                found.append((field.id, f"{field.name} is required"))
            found += [each for part in parts for each in _lacks(field.inner, part)]
        elif not values:
            if field.required:
                found.append((field.id, f"{field.name} is required"))
        else:
            found += [(field.id, why) for value in values if (why := _wrong(field, value))]
    return found


def _values(one: ElementTree.Element | None) -> list[str]:
    if one is None:
        return []
    return [each.text or "" for each in one.iter("value") if (each.text or "").strip()]


def _wrong(field: Field, value: str) -> str:
    if field.longest and len(value.encode()) > field.longest:
        return f"{field.name} is longer than {field.longest} bytes"
    if field.options and value not in [key for key, _name in field.options]:
        return f"{escape(value)} is not an option of {field.name}"
    if field.most:
        try:
            if not 0 < float(value) <= field.most:
                return f"{field.name} is out of range"
        except ValueError:
            return f"{field.name} is not a number"
    return ""


def value_of(xml: str, *path: str) -> str:
    """The first value of a field within fields, "" where there is none."""
    return next(iter(values_of(xml, *path)), "")


def values_of(xml: str, *path: str) -> list[str]:
    node: ElementTree.Element | None = ElementTree.fromstring(xml)
    for name in path:
        if node is None:
            return []
        node = next((one for one in node.iter("field") if one.get("id") == name), None)
    return _values(node)
