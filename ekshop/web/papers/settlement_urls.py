"""A settlement is the same paper for its seller and the operator; each mounts it.

path("settlements/", include(settlement_paths("partner", base="partner/base.html")))
"""

from django.urls import URLPattern, path

from .views import settlements


def settlement_paths(audience: str, *, base: str) -> list[URLPattern]:
    """`audience` is the namespace the addresses are mounted under; `base` its page template."""
    options = {"audience": audience, "base": base}
    one = "<str:number>/"
    return [
        path(one, settlements.settlement, options, name="settlement"),
        path(f"{one}line/<int:line_id>/", settlements.line, options, name="settlement_line"),
        path(f"{one}settlement.pdf", settlements.settlement_pdf, name="settlement_pdf"),
        path(f"{one}settlement.xlsx", settlements.settlement_xlsx, name="settlement_xlsx"),
        path(f"{one}settlement.csv", settlements.settlement_csv, name="settlement_csv"),
    ]
