"""Statements are the same paper for the centre, its sellers and the operator; each mounts them.

    path("statements/", include(statement_paths("partner", base="partner/base.html")))

under an address file whose `app_name` is the audience's.
"""

from django.urls import URLPattern, path

from .views import statements


def statement_paths(audience: str, *, base: str) -> list[URLPattern]:
    """`audience` is the namespace the addresses are mounted under; `base` its page template."""
    options = {"audience": audience, "base": base}
    one = "<str:month>/<int:seller_id>/<int:centre_id>/"
    return [
        path("", statements.statement_list, options, name="statements"),
        path(one, statements.statement, options, name="statement"),
        path(f"{one}statement.pdf", statements.statement_pdf, name="statement_pdf"),
        path(f"{one}statement.xlsx", statements.statement_xlsx, name="statement_xlsx"),
        path(f"{one}statement.csv", statements.statement_csv, name="statement_csv"),
    ]
