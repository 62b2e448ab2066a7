"""The page for the moments while search is being prepared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ekshop.catalogue.selectors import SearchUnavailable


def building(request: HttpRequest, error: SearchUnavailable) -> HttpResponse:
    response = render(request, "storefront/building.html", {"error": error}, status=503)
    response["Retry-After"] = "60"
    return response
