"""Every address of the site, by audience."""

from django.urls import URLPattern, URLResolver, include, path

from ekshop.api.health import health
from ekshop.api.reference import page as developers
from ekshop.web.account.views import language, work
from ekshop.web.centre.views.worker import worker
from ekshop.web.consumer.views.cases import live as complaint_live

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ekshop.web.components.urls")),
    path("", include("ekshop.web.storefront.urls")),
    path("health", health, name="health"),
    path("", include("ekshop.web.papers.urls")),
    path("complain/", include("ekshop.web.consumer.urls")),
    path("answer/", include("ekshop.web.partner.urls.answer")),
    path("c/<str:code>", complaint_live, name="complaint_live"),
    path("work/", work, name="work"),
    path("worker.js", worker, name="worker"),
    path("account/", include("ekshop.web.account.urls")),
    path("centre/complaints/", include("ekshop.web.consumer.assisted_urls")),
    path("centre/", include("ekshop.web.centre.urls")),
    path("partner/", include("ekshop.web.partner.urls")),
    path("producer/", include("ekshop.web.producer.urls")),
    path("operator/", include("ekshop.web.operator.urls")),
    path("desk/", include("ekshop.web.desk.urls")),
    path("developers/", developers, name="developers"),
    path("api/", include("ekshop.api.urls")),
    path("i18n/setlang/", language, name="set_language"),
]
