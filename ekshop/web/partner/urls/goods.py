from django.urls import path

from ..views import categories, offers

urlpatterns = [
    path("offers/", offers.offer_list, name="offers"),
    path("categories/", categories.category_list, name="categories"),
    path("categories/decide/", categories.decide, name="categories_decide"),
]
