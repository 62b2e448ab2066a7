"""``{% load maps %}{% district_map_of rows as drawn %}``, for the component that draws it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from ..maps import DistrictMap, district_map

register = template.Library()


@register.simple_tag
def district_map_of(rows: Iterable[Mapping[str, Any]]) -> DistrictMap:
    return district_map(rows or ())
