"""Addresses of what is said about searching, beneath /operator/search/."""

from django.urls import path

from .views import search_words, sought, weighing

urlpatterns = [
    path("synonyms/", search_words.synonyms, name="synonyms"),
    path("synonyms/table.csv", search_words.synonyms_export, name="synonyms_csv"),
    path("synonyms/import/", search_words.synonyms_table, name="synonyms_import"),
    path("synonyms/remove/", search_words.synonym_end, name="synonym_remove"),
    path("restore/<slug:part>/<int:version_id>/", search_words.restore, name="search_restore"),
    path("weights/", weighing.weights, name="search_weights"),
    path("misses/", sought.misses, name="search_misses"),
    path("misses/table.csv", sought.misses_export, name="search_misses_csv"),
    path("misses/<int:miss_id>/synonym/", sought.miss_mend, name="search_miss_mend"),
    path("misses/<int:miss_id>/<slug:state>/", sought.miss_mark, name="search_miss_mark"),
]
