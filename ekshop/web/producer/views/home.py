"""What the producer should do now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ekshop.kernel import clock
from ekshop.producers.selectors import producer_of
from ekshop.web.access import Request, access


@access("producer.work")
@require_safe
def home(request: Request) -> HttpResponse:
    profile = producer_of(request.actor.organisation)
    return render(request, "producer/home.html", {"now": clock.now(), "profile": profile})
