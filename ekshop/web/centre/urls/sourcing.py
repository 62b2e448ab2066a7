"""Orders of the producers a centre looks after: answered, looked at, and sent together."""

from django.urls import URLPattern, URLResolver, path

from ..views import pools, sourcing

urlpatterns: list[URLPattern | URLResolver] = [
    path("producers/orders/", sourcing.order_list, name="sourced"),
    path("producers/orders/<str:code>/", sourcing.order_page, name="sourced_order"),
    path("producers/orders/<str:code>/answer/", sourcing.order_answer, name="sourced_answer"),
    path("producers/orders/<str:code>/check/", sourcing.check, name="sourced_check"),
    path("pools/", pools.pool_list, name="pools"),
    path("pools/new/", pools.pool_new, name="pool_new"),
    path("pools/<str:code>/", pools.pool_page, name="pool"),
    path("pools/<str:code>/hand-over/", pools.hand_over, name="pool_hand_over"),
    path("pools/<str:code>/add/", pools.add, name="pool_add"),
    path("pools/<str:code>/take-out/", pools.take_out, name="pool_take_out"),
    path("pools/<str:code>/dissolve/", pools.dissolve, name="pool_dissolve"),
    path("pools/<str:code>/list.pdf", pools.list_pdf, name="pool_pdf"),
    path("pools/<str:code>/labels.pdf", pools.labels_pdf, name="pool_labels"),
]
