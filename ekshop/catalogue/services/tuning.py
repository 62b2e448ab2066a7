"""What the operator says about searching. Each change is a whole new version; the newest holds on
every node within two seconds, without an index being made anew."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.locks import turn
from ekshop.parties.services import require

from ..models import SearchTuning
from ..search.synonyms import MAX_LETTERS, MAX_WORDS, Rule, phrase_of
from ..search.weights import MOST, NAMES, Weights, weights_of

SYNONYMS, WEIGHTS = "synonyms", "weights"
MAX_RULES = 2_000
MAX_ENTRIES = 20

Rules = tuple[Rule, ...]


def rule_checked(words: Iterable[str], finds: Iterable[str] = ()) -> Rule:
    """A rule as it is kept: entries cleaned, none twice. Raises InvalidInput, naming `words` or `finds`."""
    rule = Rule(_entries(words), _entries(finds))
    problems: dict[str, object] = {}
    for name, entries in (("words", rule.words), ("finds", rule.finds)):
        if len(entries) > MAX_ENTRIES:
            problems[name] = _("Too many for one rule.")
        for entry in entries:
            if not 1 <= len(phrase_of(entry)) <= MAX_WORDS or len(entry) > MAX_LETTERS:
                problems[name] = _("“%(entry)s” is too long, or says nothing.") % {"entry": entry}
    if not rule.words:
        problems["words"] = _("Write the words people type.")
    elif not list(rule.pairs()):
        problems["words" if not rule.finds else "finds"] = _(
            "Write at least two different words, split by commas or |."
        )
    if problems:
        raise InvalidInput(problems)
    return rule


def synonym_add(
    *, actor: Actor, words: Iterable[str], finds: Iterable[str] = (), now: datetime
) -> SearchTuning:
    """From now on these words find each other, or (with `finds`) the first find the second also.

    Errors: NotAllowed, InvalidInput.
    """
    rule = rule_checked(words, finds)
    return _changed(
        actor,
        "synonym_add",
        said(rule),
        lambda rules: (*(held for held in rules if held != rule), rule),
        now,
    )


def synonym_remove(
    *, actor: Actor, words: Iterable[str], finds: Iterable[str] = (), now: datetime
) -> SearchTuning:
    """Takes back a rule as it stands. Errors: NotAllowed, NotFound."""
    rule = Rule(tuple(words), tuple(finds))

    def without(rules: Rules) -> Rules:
        if rule not in rules:
            raise NotFound(what="synonym")
        return tuple(held for held in rules if held != rule)

    return _changed(actor, "synonym_remove", said(rule), without, now)


def synonyms_import(
    *, actor: Actor, rules: Iterable[Rule], replace: bool, now: datetime
) -> SearchTuning:
    """Takes up a table of rules: beside those there are, or in their place.

    Errors: NotAllowed, InvalidInput.
    """
    new = tuple(dict.fromkeys(rule_checked(*rule) for rule in rules))
    return _changed(
        actor,
        "synonyms_import",
        str(len(new)),
        lambda held: new if replace else tuple(dict.fromkeys((*held, *new))),
        now,
    )


def search_weights_set(*, actor: Actor, weights: Mapping[str, int], now: datetime) -> SearchTuning:
    """How much each thing counts, each from 0 to 100. Errors: NotAllowed, InvalidInput."""
    checked = weights_checked(weights)
    with transaction.atomic():
        newest = _newest(actor)
        return _put(
            actor,
            SearchTuning(
                synonyms=newest.synonyms, weights=checked.as_dict(), change="search_weights_set"
            ),
            now,
        )


def weights_checked(weights: Mapping[str, int]) -> Weights:
    problems: dict[str, object] = {
        name: _("A whole number from 0 to 100.")
        for name in NAMES
        if not 0 <= weights.get(name, 0) <= MOST
    }
    if problems:
        raise InvalidInput(problems)
    return weights_of(weights)


def search_tuning_restore(
    *, actor: Actor, version_id: int, part: str, now: datetime
) -> SearchTuning:
    """The synonyms or the weights as they stood in an earlier version; 0 is before the first.

    Errors: NotAllowed, NotFound.
    """
    with transaction.atomic():
        newest = _newest(actor)
        old = SearchTuning.objects.filter(pk=version_id).first() if version_id else SearchTuning()
        if old is None or part not in (SYNONYMS, WEIGHTS):
            raise NotFound(what="search_tuning")
        return _put(
            actor,
            SearchTuning(
                synonyms=old.synonyms if part == SYNONYMS else newest.synonyms,
                weights=old.weights if part == WEIGHTS else newest.weights,
                change=f"search_{part}_restore",
                told=str(version_id),
            ),
            now,
        )


def said(rule: Rule) -> str:
    words, finds = " | ".join(rule.words), " | ".join(rule.finds)
    return f"{words} → {finds}" if finds else words


def _changed(
    actor: Actor, change: str, told: str, how: Callable[[Rules], Rules], now: datetime
) -> SearchTuning:
    with transaction.atomic():
        newest = _newest(actor)
        rules = how(tuple(Rule(tuple(words), tuple(finds)) for words, finds in newest.synonyms))
        if len(rules) > MAX_RULES:
            raise InvalidInput({"words": _("There are as many rules as search can hold.")})
        return _put(
            actor,
            SearchTuning(
                synonyms=[[list(rule.words), list(rule.finds)] for rule in rules],
                weights=newest.weights,
                change=change,
                told=told[:200],
            ),
            now,
        )


def _newest(actor: Actor) -> SearchTuning:
    """What holds now; whoever else changes it waits until this transaction is over."""
    require(actor, "search.manage")
    turn("catalogue.search_tuning")
    return SearchTuning.objects.order_by("-pk").first() or SearchTuning()


def _put(actor: Actor, version: SearchTuning, now: datetime) -> SearchTuning:
    version.by, version.at = actor.label[:120], now
    version.save()
    audit_write(
        actor=actor,
        action=version.change,
        entity="search_tuning",
        entity_id=version.pk,
        data={"told": version.told, "weights": version.weights}
        if version.change == "search_weights_set"
        else {"told": version.told},
        now=now,
    )
    return version


def _entries(texts: Iterable[str]) -> tuple[str, ...]:
    cleaned = (" ".join(normalise(text).split()) for text in texts)
    return tuple(dict.fromkeys(text for text in cleaned if text))
