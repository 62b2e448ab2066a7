"""Is what is committed what the sources say? Answered without Node, so that CI always asks.

The build leaves ``stamp.json`` beside the compiled sheet: one hash over every source, one over
every file made from them. Beyond that, each class a template names must have a rule in the
compiled sheet, so a page that reaches for a utility nobody compiled is caught by name.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STYLES = ROOT / "ekshop/web/styles"
STATIC = ROOT / "ekshop/web/components/static/look"
READER = STATIC.parent / "scan/zxing.js"
STAMP = STATIC / "stamp.json"
SHEET = STATIC / "look.css"

SOURCES = ("*.css", "*.py", "*.js", "*.svg", "drawings/*.svg")
# Names that carry no style of their own: hooks for scripts and tests.
HOOK = re.compile(r"^(js-|htmx-|on-)")
# A class attribute, seen through template tags inside it.
CLASS_ATTRIBUTE = re.compile(r"""(?<![\w:.-])class\s*=\s*("([^"]*)"|'([^']*)')""")
TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
TEMPLATE_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
BUILT = "\0"  # stands in a name made at render time, as in badge-{{ tone }}; such are not checked


def sources() -> list[Path]:
    found = {path for pattern in SOURCES for path in STYLES.glob(pattern)}
    return sorted({*found, ROOT / "package.json", ROOT / "package-lock.json"})


def templates() -> Iterator[Path]:
    yield from sorted((ROOT / "ekshop").rglob("templates/**/*.html"))


def found_in(html: str) -> set[str]:
    """Every class name written out in a template, also inside an ``if`` or a ``yesno``."""
    html = TEMPLATE_VALUE.sub(BUILT, TEMPLATE_TAG.sub(" ", html))
    names: set[str] = set()
    for match in CLASS_ATTRIBUTE.finditer(html):
        names.update((match[2] if match[2] is not None else match[3]).split())
    return {name for name in names if BUILT not in name and not HOOK.match(name)}


def classes_used() -> dict[str, list[str]]:
    """Class name -> templates naming it, as paths under the repository."""
    used: dict[str, list[str]] = {}
    for path in templates():
        for name in found_in(path.read_text(encoding="utf-8")):
            used.setdefault(name, []).append(str(path.relative_to(ROOT)))
    return used


def classes_styled(sheet: str) -> set[str]:
    """Every class the compiled sheet has a rule for, with CSS escapes undone."""
    names = re.findall(r"\.((?:\\.|[\w-])+)", sheet)
    return {re.sub(r"\\(.)", r"\1", name) for name in names}


def hash_of(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        total.update(path.read_bytes() + b"\0")
    return total.hexdigest()


def made() -> list[Path]:
    look = (path for path in STATIC.rglob("*") if path.is_file() and path != STAMP)
    return sorted([*look, READER])


def stamp() -> dict[str, str]:
    return {"sources": hash_of(sources()), "made": hash_of(made())}


def faults() -> list[str]:
    """What is stale, each as a sentence saying what to do; empty when all is fresh."""
    if not STAMP.exists():
        return ["The compiled look is missing: run scripts/assets_build."]
    told = json.loads(STAMP.read_text())
    found = []
    if told["sources"] != hash_of(sources()):
        found.append("The sources in ekshop/web/styles changed: run scripts/assets_build.")
    if told["made"] != hash_of(made()):
        found.append(
            "A file under ekshop/web/components/static/look, or scan/zxing.js, was edited by hand: "
            "change its source and run scripts/assets_build."
        )
    styled = classes_styled(SHEET.read_text(encoding="utf-8"))
    for name, where in sorted(classes_used().items()):
        if name not in styled:
            found.append(
                f"{', '.join(where)}: class “{name}” has no rule. Use one of the agreed "
                "utilities (/components/#utilities) or run scripts/assets_build."
            )
    return found
