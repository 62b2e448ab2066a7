"""Goods made ready for export: the same pages for partners, producers and the operator.

path("export/", include(export_paths("partner", base="partner/base.html")))
"""

from django.urls import URLPattern, path

from .views import export, export_listings, export_orders


def export_paths(audience: str, *, base: str) -> list[URLPattern]:
    """`audience` is the namespace the addresses are mounted under; `base` its page template."""
    options = {"audience": audience, "base": base}
    one = "<int:goods_id>/"
    return [
        path("", export.goods_list, options, name="export"),
        path("new/", export.goods_new, options, name="export_new"),
        path("begin/", export.goods_begin, options, name="export_begin"),
        path(one, export.goods_page, options, name="export_goods"),
        path(f"{one}code/", export.code_search, options, name="export_code"),
        path(f"{one}code/choose/", export.code_choose, options, name="export_code_choose"),
        path(f"{one}english/", export.english, options, name="export_english"),
        path(f"{one}papers/", export.paper_add, options, name="export_paper"),
        path(
            f"{one}papers/<int:paper_id>/remove/",
            export.paper_remove,
            options,
            name="export_paper_remove",
        ),
        path(
            f"{one}papers/<int:paper_id>/file/",
            export.paper_file,
            options,
            name="export_paper_file",
        ),
        path(f"{one}pictures/", export.picture_add, options, name="export_picture"),
        path(
            f"{one}pictures/<int:picture_id>/remove/",
            export.picture_remove,
            options,
            name="export_picture_remove",
        ),
        path(f"{one}list/<int:channel_id>/", export_listings.begin, options, name="export_list"),
        path(
            "listings/<int:listing_id>/answers/",
            export_listings.answers,
            options,
            name="export_answers",
        ),
        path(
            "listings/<int:listing_id>/<slug:action>/",
            export_listings.act,
            options,
            name="export_listing",
        ),
    ]


def export_order_paths(audience: str, *, base: str) -> list[URLPattern]:
    """A seller's own part of orders from abroad, beside `export_paths`."""
    options = {"audience": audience, "base": base}
    return [path("orders/", export_orders.own_orders, options, name="export_orders")]
