"""What the import contracts cannot say: how the files inside a package may call each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOMAIN = [
    "kernel",
    "parties",
    "ledger",
    "notices",
    "catalogue",
    "producers",
    "orders",
    "fulfilment",
    "payments",
    "settlement",
    "federation",
    "channels",
    "reporting",
]
# Inside a package, each file may call those to its right.
ORDER = [
    "apps",
    "handlers",
    "tasks",
    "admin",
    "services",
    "connectors",
    "adapters",
    "selectors",
    "models",
    "rules",
]
SAME_LEVEL = [{"handlers", "tasks", "admin"}]
HTTP_CLIENTS = {"httpx", "requests", "urllib3", "aiohttp", "asyncssh"}
SLOW = {"asyncssh", "pypdf", "scipy", "sp_api", "openpyxl", "pandas"}
"""Each takes a fifth of a second or more to import; hardly a process of ours needs it."""
OUTGOING = {("kernel", "http.py"), ("kernel", "sftp.py")}


def modules() -> Iterator[tuple[str, str, Path]]:
    """(package, file or folder at its top, path) of every module of a domain package."""
    for package in DOMAIN:
        folder = ROOT / "ekshop" / package
        for path in sorted(folder.rglob("*.py")):
            top = path.relative_to(folder).parts[0].removesuffix(".py")
            if not {"tests", "migrations"} & set(path.parts):
                yield package, top, path


def imported(path: Path) -> Iterator[str]:
    """Every module name a file needs to run, made absolute; `from x import y` gives x.y."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    here = parts[:-1]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def test_another_packages_models_and_handlers_are_private() -> None:
    wrong = []
    for package, _top, path in modules():
        for name in imported(path):
            pieces = name.split(".")
            if len(pieces) < 3 or pieces[0] != "ekshop" or pieces[1] in {package, "kernel"}:
                continue
            if pieces[1] in DOMAIN and pieces[2] in {"models", "handlers"}:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_files_inside_a_package_call_down_only() -> None:
    wrong = []
    for package, top, path in modules():
        if package == "kernel" or top not in ORDER:
            continue
        for name in imported(path):
            pieces = name.split(".")
            if pieces[:2] != ["ekshop", package] or len(pieces) < 3 or pieces[2] not in ORDER:
                continue
            target = pieces[2]
            level = any({top, target} <= same for same in SAME_LEVEL)
            if target != top and not level and ORDER.index(target) < ORDER.index(top):
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_only_adapters_and_connectors_speak_http() -> None:
    allowed = {"adapters", "connectors", "ingest"}
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for package, top, path in modules()
        if top not in allowed and (package, path.name) not in OUTGOING
        for name in imported(path)
        if name.split(".")[0] in HTTP_CLIENTS
        or name.startswith(("ekshop.kernel.http", "ekshop.kernel.sftp"))
    ]
    assert wrong == []


def test_connectors_know_no_database() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for _package, top, path in modules()
        if top in {"connectors", "ingest"}
        for name in imported(path)
        if name.startswith("django.db") or ".models" in name
    ]
    assert wrong == []


def test_rules_and_events_know_no_database() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for _package, top, path in modules()
        if top in {"rules", "events"}
        for name in imported(path)
        if name.startswith(("django.db", "django.http", "httpx", "ninja"))
    ]
    assert wrong == []


@pytest.mark.parametrize("package", [name for name in DOMAIN if name != "kernel"])
def test_a_package_holds_the_same_few_files_and_no_others(package: str) -> None:
    allowed = {
        *ORDER,
        "__init__",
        "events",
        "migrations",
        "tests",
        "templates",
        "templatetags",
        "locale",
        "management",
        "README.md",
        "search",
        "matching",
        "variants",
        "connectors",
        "configurations",
        "ingest",
        "__pycache__",
    }
    folder = ROOT / "ekshop" / package
    extra = {path.name.removesuffix(".py") for path in folder.iterdir()} - allowed
    assert extra == set()


def test_what_is_slow_to_import_is_imported_where_it_is_used() -> None:
    # An adapter that is nothing but its client is itself imported where it is used.
    clients = ROOT / "ekshop/channels/adapters/amazon"
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / "ekshop").rglob("*.py"))
        if "tests" not in path.parts and clients not in path.parents
        for statement in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(statement, ast.Import | ast.ImportFrom)
        for name in _named(statement)
        if name.split(".")[0] in SLOW
    ]
    assert found == []


def _named(statement: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    return [] if statement.level else [statement.module or ""]


def test_a_code_is_drawn_again_where_it_is_taken() -> None:
    # Placing draws the codes of an order and its parts anew together, with the whole placing.
    draws = {"kernel/ids.py", "kernel/coded.py", "orders/services/placing.py"}
    found = {
        str(path.relative_to(ROOT / "ekshop"))
        for path in (ROOT / "ekshop").rglob("*.py")
        if "tests" not in path.parts and "tracking_code(" in path.read_text(encoding="utf-8")
    }
    assert found <= draws, "use kernel.coded.coded_insert"
