"""Sentences people see: collect them into each package's Bengali catalogue, compile, check.

GNU gettext's tools are not asked for: templates are read with Django's own lexer, Python with
Babel. A sentence already translated in one catalogue is not asked for again in another.

    messages.py collect   add new sentences (untranslated), drop those no longer used
    messages.py compile   write the .mo files beside the catalogues
    messages.py check     fail when a sentence is missing, empty or marked fuzzy
"""

import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract_python

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [ROOT / "ekshop", ROOT / "demo"]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Key = tuple[str | None, str, str | None]  # context, singular, plural

STRING = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TRANSLATE = re.compile(rf"^trans(?:late)?\s+{STRING}(?:.*?\bcontext\s+{STRING})?", re.S)
UNDERSCORE = re.compile(rf"\b_\({STRING}\)")
BLOCK = re.compile(r"^blocktrans(?:late)?\b")
CONTEXT = re.compile(rf"\bcontext\s+{STRING}")


def unquote(text: str) -> str:
    return text[1:-1].replace("\\" + text[0], text[0])


def from_template(path: Path) -> Iterator[Key]:
    """The sentences of a template: translate tags, blocks and underscore calls."""
    from django.template.base import DebugLexer, TokenType
    from django.utils.translation import trim_whitespace

    block: tuple[str | None, bool] | None = None
    parts: list[str] = []
    singular: str | None = None

    def text() -> str:
        joined = "".join(parts)
        return trim_whitespace(joined) if block and block[1] else joined

    for token in DebugLexer(path.read_text(encoding="utf-8")).tokenize():
        contents = token.contents
        if token.token_type == TokenType.BLOCK and BLOCK.match(contents):
            found = CONTEXT.search(contents)
            block = (unquote(found[1]) if found else None, " trimmed" in contents)
            parts, singular = [], None
        elif token.token_type == TokenType.BLOCK and contents.startswith("endblocktrans"):
            assert block is not None
            if singular is None:
                yield block[0], text(), None
            else:
                yield block[0], singular, text()
            block = None
        elif token.token_type == TokenType.BLOCK and block and contents.strip() == "plural":
            singular, parts = text(), []
        elif block:
            if token.token_type == TokenType.TEXT:
                parts.append(contents.replace("%", "%%"))
            elif token.token_type == TokenType.VAR:
                parts.append(f"%({contents.split('|')[0].strip()})s")
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            if found := TRANSLATE.match(contents):
                context = unquote(found[2]) if found[2] else None
                yield context, unquote(found[1]), None
            for match in UNDERSCORE.finditer(contents):
                yield None, unquote(match[1]), None


def from_python(path: Path) -> Iterator[Key]:
    with path.open("rb") as file:
        for _line, function, arguments, _comments in extract_python(file, KEYWORDS, [], {}):
            if arguments is None:  # a value worked out, not a sentence written down
                continue
            if arguments is None:  # a variable: its words are collected where they are written
                continue
            words = [arguments] if isinstance(arguments, str) else list(arguments)
            if not words or not isinstance(words[-1], str) and not isinstance(words[0], str):
                continue
            if function.startswith("np"):
                yield words[0], words[1], words[2]
            elif function.startswith("p"):
                yield words[0], words[1], None
            elif function.startswith("n"):
                yield None, words[0], words[1]
            elif words[0]:
                yield None, words[0], None


def package_of(path: Path) -> Path:
    """The installed app a file belongs to: the nearest folder above with an apps.py."""
    for folder in path.parents:
        if (folder / "apps.py").exists():
            return folder
    return ROOT / "ekshop" / "kernel"


def collect() -> dict[Path, set[Key]]:
    found: dict[Path, set[Key]] = defaultdict(set)
    for source in SOURCES:
        for folder, folders, files in os.walk(source):
            folders[:] = [
                f for f in folders if f not in {"migrations", "tests", "static", "locale"}
            ]
            for name in files:
                path = Path(folder) / name
                if name.endswith(".py"):
                    found[package_of(path)].update(from_python(path))
                elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                    found[package_of(path)].update(from_template(path))
    return found


def catalogue_of(package: Path) -> Path:
    return package / "locale" / "bn" / "LC_MESSAGES" / "django.po"


def load(path: Path) -> polib.POFile:
    if path.exists():
        return polib.pofile(str(path), wrapwidth=98)
    file = polib.POFile(wrapwidth=98)
    file.metadata = {
        "Language": "bn",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return file


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural or None


def is_translated(entry: polib.POEntry) -> bool:
    if entry.fuzzy or entry.obsolete:
        return False
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def libraries() -> set[Key]:
    """What Django and the sign-in library have in Bengali already."""
    import allauth
    import django

    keys: set[Key] = set()
    for path in [
        Path(django.__file__).parent / "conf/locale/bn/LC_MESSAGES/django.po",
        Path(allauth.__file__).parent / "locale/bn/LC_MESSAGES/django.po",
    ]:
        if path.exists():
            keys |= {key_of(e) for e in polib.pofile(str(path)) if is_translated(e)}
    return keys


def every_catalogue() -> dict[Path, polib.POFile]:
    paths = [p for s in SOURCES for p in s.rglob("locale/bn/LC_MESSAGES/django.po")]
    return {path: load(path) for path in sorted(paths)}


def collect_into_catalogues() -> int:
    found = collect()
    catalogues = every_catalogue()
    used = set().union(*found.values())
    done = {key_of(e) for file in catalogues.values() for e in file if is_translated(e)}
    before = {path: list(map(key_of, file)) for path, file in catalogues.items()}
    added = 0
    for package, keys in sorted(found.items()):
        path = catalogue_of(package)
        file = catalogues.setdefault(path, load(path))
        known = {key_of(entry) for entry in file}
        for context, singular, plural in sorted(
            keys - known - done, key=lambda k: (k[1], k[0] or "")
        ):
            entry = polib.POEntry(msgctxt=context, msgid=singular, msgid_plural=plural or "")
            if plural:
                entry.msgstr_plural = {0: "", 1: ""}
            if "%(" in singular:
                entry.flags.append("python-format")
            file.append(entry)
            added += 1
    for path, file in catalogues.items():
        for entry in [e for e in file if key_of(e) not in used]:
            file.remove(entry)
        file.sort(key=lambda e: (e.msgid, e.msgctxt or ""))
        # One that stayed as it was keeps its lines, however somebody's editor broke them.
        if len(file) and list(map(key_of, file)) != before.get(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            file.save(str(path))
    return added


def compile_catalogues() -> None:
    for path, file in every_catalogue().items():
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            partial = target.with_suffix(f".{os.getpid()}")
            file.save_as_mofile(str(partial))
            partial.replace(target)


def problems() -> list[str]:
    """What is missing, and placeholders a translation lost or invented."""
    catalogues = every_catalogue()
    done = {key_of(e) for file in catalogues.values() for e in file if is_translated(e)}
    done |= libraries()
    said = []
    for package, keys in sorted(collect().items()):
        for key in sorted(keys - done, key=lambda k: (k[1], k[0] or "")):
            said.append(f"{package.relative_to(ROOT)}: no Bengali for {key[1]!r}")
    names = re.compile(r"%\((\w+)\)s")
    for path, file in catalogues.items():
        for entry in file:
            wanted = set(names.findall(entry.msgid + entry.msgid_plural))
            texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
            for text in filter(None, texts):
                if not set(names.findall(text)) <= wanted or (
                    not entry.msgid_plural and set(names.findall(text)) != wanted
                ):
                    said.append(f"{path.relative_to(ROOT)}: placeholders differ in {entry.msgid!r}")
    return said


def main(verb: str) -> int:
    if verb == "compile":
        compile_catalogues()
    elif verb == "collect":
        print(f"{collect_into_catalogues()} new sentences to translate")
    else:
        said = problems()
        print("\n".join(said[:60]))
        if len(said) > 60:
            print(f"(+{len(said) - 60} more)")
        return 1 if said else 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
