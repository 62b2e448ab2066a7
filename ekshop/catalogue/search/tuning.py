"""What the operator says about searching, as every web process holds it: synonyms and weights.

The updater of each node writes it beside the index (`tuning.json`, in one step) within a second of
a change; readers take it with the index, as one state. So asking costs the database nothing, and a
node whose updater is away goes on with what it last heard.
"""

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

from ekshop.kernel.outage import Outage

from .synonyms import NONE, Rule, Synonyms, compiled
from .weights import HOUSE, Weights, weights_of

log = structlog.get_logger(__name__)

FILE = "tuning.json"
LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Tuning:
    synonyms: Synonyms = NONE
    weights: Weights = HOUSE


PLAIN = Tuning()


def tuning_of(rules: list[list[list[str]]], held: Mapping[str, int]) -> Tuning:
    """From what is stored: rules as [[words], [finds]], weights by name."""
    return Tuning(
        compiled(Rule(tuple(words), tuple(finds)) for words, finds in rules),
        weights_of(held),
    )


def path() -> Path:
    return Path(settings.SEARCH_INDEX_DIR) / FILE


def stamp() -> tuple[int, int] | None:
    """Another one whenever the file is another; None while there is none."""
    try:
        held = path().stat()
    except OSError:
        return None
    return held.st_mtime_ns, held.st_ino


def read() -> Tuning:
    """What this node last heard; plain before it heard anything."""
    try:
        held = json.loads(path().read_text(encoding="utf-8"))
        return tuning_of(held["synonyms"], held["weights"])
    except FileNotFoundError:
        return PLAIN
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("search_tuning_unreadable", error=str(error))
        return PLAIN


def write() -> bool:
    """Bring this node's file up to what the database says; True if it was behind."""
    from ..models import SearchTuning

    newest = SearchTuning.objects.order_by("-pk").first()
    told: dict[str, Any] = (
        {"version": newest.pk, "synonyms": newest.synonyms, "weights": newest.weights}
        if newest
        else {"version": 0, "synonyms": [], "weights": {}}
    )
    if _version() == told["version"]:
        return False
    path().parent.mkdir(parents=True, exist_ok=True)
    draft = path().with_suffix(f".{os.getpid()}.{threading.get_ident()}.new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path())
    return True


def _version() -> int:
    try:
        return int(json.loads(path().read_text(encoding="utf-8"))["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return -1


def follow(stop: threading.Event) -> None:
    """Keeps this node's file true until told to stop, beside an updater that may be busy for long."""
    outage = Outage("search tuning")
    try:
        while not stop.is_set():
            try:
                write()
                outage.over()
                stop.wait(LOOK_SECONDS)
            except DatabaseError as error:
                outage.wait(error, stop)
    finally:
        connection.close()
