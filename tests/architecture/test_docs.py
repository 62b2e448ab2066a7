"""Documentation is held to the tree: what it names exists, what it links to opens, and it is short."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.addresses import addresses

ROOT = Path(__file__).resolve().parent.parent.parent
ENDINGS = r"(?:py|md|csv|css|html|js|typ|po|toml|txt|sh|svg|png)"
FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([^`\n]+)`")
NAMED = re.compile(r"`([\w./-]+\.py)`: ((?:`[\w.]+`(?:, | and )?)+)")
"""How the tour names functions: the file, a colon, and what is defined in it."""
IDENTIFIER = re.compile(r"(?<!\w)_?[A-Za-z][a-z0-9]*(?:_[a-z0-9]+)+|(?:[A-Z][a-z0-9]+){2,}")
VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
MODULES = re.compile(r"^\| modules? \|.*\n\|[-|]+\n((?:\|.*\n)+)", re.M)
"""A table of what a package holds: its first column names modules and folders."""
ADDRESS = re.compile(r"(?:(?:GET|POST) )?(/[a-z][\w-]*/(?:[\w-]+/)*)…?")
MOST_README_LINES = 120
MOST_PICTURE_BYTES = 120_000


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return listed.stdout.splitlines()


FILES = tracked()
DOCS = sorted(name for name in FILES if name.endswith(".md") and "LICENCES" not in name)
OF_PACKAGES = [name for name in DOCS if name.startswith("ekshop/")]
OURS = [name for name in DOCS if name.startswith("docs/") or "/" not in name]


@cache
def prose(name: str) -> str:
    """The document without its code blocks."""
    return FENCE.sub("", (ROOT / name).read_text(encoding="utf-8"))


@cache
def words_of_the_code() -> frozenset[str]:
    code = (
        (ROOT / name).read_text(encoding="utf-8")
        for name in FILES
        if name.endswith((".py", ".html", ".js", ".css", ".csv", ".typ")) or name == "Makefile"
    )
    return frozenset(word for text in code for word in re.findall(r"\w+", text))


def candidates(document: str, path: str) -> Iterator[Path]:
    """Where a path may be meant to lie: at the root, beside the document, or in the house."""
    folder = (ROOT / document).parent
    yield from (ROOT / path, folder / path, ROOT / "ekshop" / path, folder / "templates" / path)


def exists(document: str, path: str) -> bool:
    return any(place.exists() for place in candidates(document, path))


@pytest.mark.parametrize("document", DOCS)
def test_every_relative_link_opens(document: str) -> None:
    broken = []
    for target in LINK.findall(prose(document)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _hash, anchor = target.partition("#")
        place = (ROOT / document).parent / path if path else ROOT / document
        if not place.exists() or (anchor and anchor not in _anchors(place)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("document", DOCS)
def test_every_path_named_is_there(document: str) -> None:
    path = re.compile(rf"[\w.-]+(?:/[\w.-]+)*(?:/|\.{ENDINGS})")
    missing = [
        quoted
        for quoted in QUOTED.findall(prose(document))
        if "/" in quoted
        and path.fullmatch(quoted)
        and not quoted.startswith("var/")
        and not exists(document, quoted)
    ]
    assert missing == []


@pytest.mark.parametrize("document", OF_PACKAGES)
def test_every_module_a_package_lists_is_there_and_none_is_left_out(document: str) -> None:
    home = (ROOT / document).parent
    rows = "".join(MODULES.findall(prose(document)))
    if not rows:
        return
    told = {
        name.strip("/")
        for row in rows.splitlines()
        for name in QUOTED.findall(row.split("|")[1])
        if "." not in name
    }
    there = {path.stem for path in home.glob("*.py")} | {path.name for path in home.iterdir()}
    own = {
        path.stem
        for path in home.iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists())
        and path.stem not in {"__init__", "apps", "models", "tasks", "tests", "migrations"}
        and path.stem not in {"management", "templatetags"}
    }
    assert (sorted(told - there), sorted(own - told)) == ([], [])


@pytest.mark.parametrize("document", [name for name in OURS + OF_PACKAGES if "adapt" not in name])
def test_every_address_named_is_answered(document: str) -> None:
    """`/operator/search/` is one, or begins one; an outside system's own are not ours to hold."""
    ours = [address.strip("/").split("/") for address, _answers in addresses()]
    named = [
        found[1] for text in QUOTED.findall(prose(document)) if (found := ADDRESS.fullmatch(text))
    ]

    def begins(pattern: list[str], address: str) -> bool:
        parts = address.strip("/").split("/")
        pairs = zip(parts, pattern, strict=False)
        return len(parts) <= len(pattern) and all(a == b or b.startswith("<") for a, b in pairs)

    assert [name for name in named if not any(begins(each, name) for each in ours)] == []


@pytest.mark.parametrize("document", OURS)
def test_every_function_named_with_its_file_is_defined_there(document: str) -> None:
    missing = []
    for path, names in NAMED.findall(prose(document)):
        place = next((place for place in candidates(document, path) if place.exists()), None)
        text = place.read_text(encoding="utf-8") if place else ""
        for name in QUOTED.findall(names):
            last = name.rsplit(".", 1)[-1]
            if not re.search(rf"^\s*(?:def|class) {last}\b|^{last}\b.*=", text, re.M):
                missing.append(f"{path}: {name}")
    assert missing == []


@pytest.mark.parametrize("document", OURS + OF_PACKAGES)
def test_every_name_of_the_code_still_lives_in_it(document: str) -> None:
    """A backticked `order_place` or `SECRET_KEY` that is nowhere in the code was renamed."""
    quoted = QUOTED.findall(prose(document))
    said = " ".join(q for q in quoted if "/" not in q and not q.startswith(("manage.py", "make ")))
    names = set(IDENTIFIER.findall(said)) | set(VARIABLE.findall(said))
    assert sorted(names - words_of_the_code()) == []


@pytest.mark.parametrize("document", DOCS)
def test_every_command_named_exists(document: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    commands = {Path(name).stem for name in FILES if "/management/commands/" in name}
    text = (ROOT / document).read_text(encoding="utf-8")
    wrong = [name for name in re.findall(r"`make ([a-z]+)", text) if name not in targets]
    wrong += [name for name in re.findall(r"manage\.py ([a-z_]+)", text) if name not in commands]
    assert [name for name in wrong if name not in {"migrate", "makemigrations"}] == []


@pytest.mark.parametrize("document", DOCS)
def test_no_document_knows_a_machine(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    own = re.findall(r"(?:/home/|/root/|/work/|/Users/|[A-Z]:\\)[\w./\\-]*", text)
    hosts = re.findall(r"(?:files\.pythonhosted|pypi|registry\.npmjs|npmjs)\.(?:org|com)", text)
    assert own + hosts == []


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= MOST_README_LINES


def test_pictures_are_light_and_shown() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    shown = "".join((ROOT / name).read_text(encoding="utf-8") for name in OURS)
    assert pictures
    assert [p.name for p in pictures if p.stat().st_size > MOST_PICTURE_BYTES] == []
    assert [p.name for p in pictures if p.name not in shown] == []


def test_the_readme_names_every_variable_the_settings_read() -> None:
    folder = ROOT / "ekshop" / "settings"
    settings = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[A-Z][A-Z_]+", readme))
    for stem, ends in re.findall(r"`([A-Z_]+_)`(?:\s*\+\s*)((?:`[A-Z_]+`(?:, )?)+)", readme):
        named |= {stem + end for end in re.findall(r"[A-Z_]+", ends)}
    assert sorted(read - named) == []


def test_every_package_has_its_one_screen() -> None:
    apps = [Path(name).parent for name in FILES if re.fullmatch(r"ekshop/\w+/apps\.py", name)]
    homes = [str(home) for home in apps if home.name != "settings"]
    homes += ["ekshop/web", "sandbox", "demo", "bench", "tests"]
    assert [home for home in sorted(homes) if not (ROOT / home / "README.md").exists()] == []


def _anchors(place: Path) -> set[str]:
    """Headings as the usual viewers turn them into addresses."""
    if place.suffix != ".md":
        return set()
    heads = re.findall(r"^#+ (.+)$", place.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\s-]", "", head.lower()).strip().replace(" ", "-") for head in heads}
