"""Words that mean the same: said, tried before they are saved, and taken back."""

import re
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.catalogue.selectors import (
    Rule,
    SearchUnavailable,
    finds_with,
    house_synonyms,
    search_tried,
    search_tuning,
    search_tunings,
    tuned,
)
from ekshop.catalogue.services import (
    rule_checked,
    search_tuning_restore,
    synonym_add,
    synonym_remove,
    synonyms_import,
)
from ekshop.kernel import clock
from ekshop.kernel.bangla import normalise
from ekshop.kernel.tables import TableUnreadable, table_read
from ekshop.parties import rules
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..lists import csv_answer

HISTORY = 6
SHOWN = 200


@access("operations.read")
@require_http_methods(["GET", "HEAD", "POST"])
def synonyms(request: Request) -> HttpResponse:
    """The rules there are, and room for one more: tried first, then saved."""
    form = Posted(request, {"words": request.GET.get("words", "")})
    trial = None
    if form.sent:
        words, finds = split(form.text("words")), split(form.text("finds"))
        if form.text("act") == "save":
            if form.tried(
                lambda: synonym_add(actor=request.actor, words=words, finds=finds, now=clock.now())
            ):
                messages.success(request, _("It holds everywhere within two seconds."))
                _warned(request, rule_checked(words, finds))
                return redirect("operator:synonyms")
        elif form.tried(lambda: rule_checked(words, finds)):
            trial = tried([*search_tuning().synonyms.rules, form.result])
    return form.page("operator/search/synonyms.html", {**_listed(request), "trial": trial})


@access("operations.read")
@require_safe
def synonyms_export(request: Request) -> HttpResponse:
    """As the import takes them."""
    return csv_answer(
        "synonyms",
        ["words", "finds"],
        (
            (" | ".join(rule.words), " | ".join(rule.finds))
            for rule in search_tuning().synonyms.rules
        ),
    )


@access("search.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def synonyms_table(request: Request) -> HttpResponse:
    """A table of rules: read into the page, tried, then taken up."""
    form = Posted(request)
    trial = None
    if form.sent:
        lines = _brought(request, form) or form.text("rules")
        form.values["rules"] = lines
        brought = rules_of(lines)
        replace = form.text("replace") == "1"
        if not brought:
            form.wrong("rules", _("There are no rules in this table."))
        elif form.text("act") == "save":
            if form.tried(
                lambda: synonyms_import(
                    actor=request.actor, rules=brought, replace=replace, now=clock.now()
                ),
                {"words": "rules", "finds": "rules"},
            ):
                messages.success(request, _("The table is taken up."))
                return redirect("operator:synonyms")
        elif form.tried(
            lambda: [rule_checked(*rule) for rule in brought], {"words": "rules", "finds": "rules"}
        ):
            held = () if replace else search_tuning().synonyms.rules
            trial = tried([*held, *form.result])
    return form.page("operator/search/synonyms_import.html", {"trial": trial})


@access("search.manage")
@require_POST
def synonym_end(request: Request) -> HttpResponse:
    synonym_remove(
        actor=request.actor,
        words=split(request.POST.get("words", "")),
        finds=split(request.POST.get("finds", "")),
        now=clock.now(),
    )
    messages.success(request, _("These words no longer find each other."))
    return redirect("operator:synonyms")


@access("search.manage")
@require_POST
def restore(request: Request, part: str, version_id: int) -> HttpResponse:
    """As it stood in an earlier version."""
    search_tuning_restore(actor=request.actor, version_id=version_id, part=part, now=clock.now())
    messages.success(request, _("It is as it was then, everywhere within two seconds."))
    return redirect("operator:search_weights" if part == "weights" else "operator:synonyms")


def _warned(request: Request, rule: Rule) -> None:
    with suppress(SearchUnavailable):
        if not finds_with(rule):
            messages.warning(request, _("None of these words finds anything in the shop now."))


def split(text: str) -> list[str]:
    return [entry.strip() for entry in re.split(r"[|,;\n،]", text) if entry.strip()]


def rules_of(lines: str) -> list[Rule]:
    """A line a rule: "words" or "words → finds"."""
    brought = []
    for line in normalise(lines).splitlines()[:5_000]:
        words, arrow, finds = line.partition("→")
        if split(words):
            brought.append(Rule(tuple(split(words)), tuple(split(finds)) if arrow else ()))
    return brought


def tried(held: list[Rule]) -> Any:
    """What these rules would change; a word while the catalogue is being prepared."""
    new = [text for rule in held[-20:] for text in (*rule.words, *rule.finds)]
    try:
        return search_tried(tuned(rules=held), words=new, language=get_language() or "bn")
    except SearchUnavailable:
        return None


def history(part: str, request: Request) -> list[dict[str, Any]]:
    """The latest versions of one part, each with the address that puts back what stood before it."""
    versions = list(search_tunings(part)[: HISTORY + 1])
    return [
        {
            "version": version,
            "back": reverse(
                "operator:search_restore",
                args=[part, versions[at + 1].pk if at + 1 < len(versions) else 0],
            ),
        }
        for at, version in enumerate(versions[:HISTORY])
    ]


def _listed(request: Request) -> dict[str, Any]:
    asked = normalise(request.GET.get("q", "").strip()).lower()
    own = [rule for rule in search_tuning().synonyms.rules if _has(rule, asked)]
    house = [rule for rule in house_synonyms() if _has(rule, asked)]
    return {
        "q": asked,
        "own": own[:SHOWN],
        "more": max(0, len(own) - SHOWN),
        "house": house,
        "history": history("synonyms", request),
        "may_manage": rules.allowed("search.manage", request.actor.role),
    }


def _has(rule: Rule, asked: str) -> bool:
    return not asked or any(asked in entry.lower() for entry in (*rule.words, *rule.finds))


def _brought(request: Request, form: Posted) -> str:
    """The lines of a CSV file of words and finds, as the page's own field has them."""
    file = request.FILES.get("file")
    if file is None:
        return ""
    try:
        table = table_read(file.read())
    except TableUnreadable as refused:
        form.wrong("file", str(refused))
        return ""
    lines = [
        f"{cells[0]} → {cells[1]}" if len(cells) > 1 and cells[1].strip() else cells[0]
        for _number, cells in table.rows
        if cells and cells[0].strip()
    ]
    return "\n".join(lines)
