"""Frozen statements and disputes are the same for centre, seller and operator; each mounts them.

path("commission/", include(frozen_paths("centre", base="centre/base.html")))
"""

from django.urls import URLPattern, path

from .views import frozen


def frozen_paths(audience: str, *, base: str) -> list[URLPattern]:
    """`audience` is the namespace the addresses are mounted under; `base` its page template."""
    options = {"audience": audience, "base": base}
    one = "statement/<str:number>/"
    return [
        path("statements/", frozen.frozen_list, options, name="frozen_list"),
        path("disputes/", frozen.disputes, options, name="disputes"),
        path("disputes/<int:dispute_id>/", frozen.dispute, options, name="dispute"),
        path(one, frozen.frozen, options, name="frozen"),
        path(f"{one}statement.pdf", frozen.frozen_pdf, name="frozen_pdf"),
        path(f"{one}statement.xlsx", frozen.frozen_sheet, name="frozen_xlsx"),
        path(f"{one}statement.csv", frozen.frozen_csv, name="frozen_csv"),
    ]


def disputing_paths(audience: str, *, base: str) -> list[URLPattern]:
    """For the audience that disputes."""
    options = {"audience": audience, "base": base}
    return [
        path(
            "statement/<str:number>/lines/<int:line_id>/",
            frozen.dispute_new,
            options,
            name="dispute_new",
        ),
    ]
