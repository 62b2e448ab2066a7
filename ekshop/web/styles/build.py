"""Make every file under components/static/look from its source. Needs Node once (`npm ci`).

Running ek-Shop needs none of this: what it makes is committed.
"""

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from . import freshness
from .freshness import READER, ROOT, STAMP, STATIC, STYLES
from .goods import FLUENT_DRAWINGS, OWN_DRAWINGS
from .icons import ICON_ALIASES, ICONS

NODE = ROOT / "node_modules"
ASCII = set(range(0x20, 0x7F))
LATIN = (
    ASCII
    | set(range(0xA0, 0x100))
    | {0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AC, 0x2191, 0x2193}
    | {0x2212}
)
BENGALI = set(range(0x980, 0xA00)) | {0x964, 0x965, 0x200C, 0x200D, 0x25CC}
FONTS = {
    # name: (package, file, code points, layout features to keep)
    "noto-sans-bengali": (
        "noto-sans-bengali",
        "noto-sans-bengali-bengali-wght-normal.woff2",
        BENGALI,
        ["*"],
    ),
    "noto-sans": (
        "noto-sans",
        "noto-sans-latin-wght-normal.woff2",
        LATIN,
        ["kern", "liga", "tnum", "lnum", "mark", "mkmk", "ccmp", "locl"],
    ),
}
LIGHT_DARK = re.compile(r"light-dark\(")


def font_make(name: str, target: Path) -> None:
    """Subset a variable font to our letters and to weights 400 to 700; shaping rules stay."""
    package, file, letters, features = FONTS[name]
    font = TTFont(NODE / "@fontsource-variable" / package / "files" / file)
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": (400, 700)})
    font.flavor = "woff2"
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    target.write_bytes(out.getvalue())


def _collection(name: str) -> dict:
    return json.loads((NODE / "@iconify-json" / name / "icons.json").read_text())


def _body(collection: dict, name: str) -> str:
    while name not in collection["icons"]:
        name = collection["aliases"][name]["parent"]
    return collection["icons"][name]["body"]


def icons_make(target: Path) -> None:
    """One sprite of line icons; stroke and colour come from the page."""
    lucide = _collection("lucide")
    symbols = []
    for name in sorted({*ICONS, *ICON_ALIASES}):
        body = _body(lucide, ICON_ALIASES.get(name, name))
        drawn = re.sub(
            r' (?:fill="none"|stroke="currentColor"|stroke-(?:linecap|linejoin)="round"|stroke-width="2")',
            "",
            body,
        )
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>')
    target.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n",
        encoding="utf-8",
    )


def drawings_make(folder: Path) -> None:
    """One small file a drawing: a page fetches only those it shows, lazily, and keeps them."""
    fluent = _collection("fluent-emoji-flat")
    folder.mkdir(exist_ok=True)
    for name, drawn in FLUENT_DRAWINGS.items():
        body = _body(fluent, drawn)
        (folder / f"{name}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{body}</svg>\n',
            encoding="utf-8",
        )
    for name in OWN_DRAWINGS:
        shutil.copy(STYLES / "drawings" / f"{name}.svg", folder)


def _closing(text: str, start: int) -> int:
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    raise ValueError("light-dark( without its closing bracket in tokens.css")


def _side(value: str, side: int) -> str:
    """A declaration's value with every light-dark(day, night) replaced by one of the two."""
    while found := LIGHT_DARK.search(value):
        end = _closing(value, found.end())
        inside = value[found.end() : end]
        depth, cut = 0, -1
        for at, letter in enumerate(inside):
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if letter == "," and depth == 0:
                cut = at
                break
        halves = (inside[:cut].strip(), inside[cut + 1 :].strip())
        value = value[: found.start()] + halves[side] + value[end + 1 :]
    return value


def tokens_spread(css: str) -> str:
    """Rewrite light-dark(), which phones of before 2024 do not know, as two sets of values."""
    declarations = re.findall(r"(--[\w-]+):\s*([^;]+);", css)
    night = "".join(f"{n}:{_side(v, 1)};" for n, v in declarations if LIGHT_DARK.search(v))
    day = re.sub(r"(--[\w-]+):\s*([^;]+);", lambda found: f"{found[1]}: {_side(found[2], 0)};", css)
    return (
        day
        + "@media screen and (prefers-color-scheme: dark) {"
        + f':root:not([data-theme="light"]) {{{night}}}}}\n'
        + f'@media screen {{[data-theme="dark"] {{{night}}}}}\n'
    )


def colour_of(name: str, theme: str) -> str:
    """The value of a colour token in ``light`` or ``dark``, as #rrggbb."""
    css = (STYLES / "tokens.css").read_text()
    value = re.search(rf"--{name}: ([^;]+);", css)
    if not value:
        raise KeyError(name)
    return _side(value[1], 1 if theme == "dark" else 0)


def sheet_make(target: Path) -> None:
    with TemporaryDirectory(prefix=".look-", dir=NODE) as made:
        work = Path(made)
        for path in STYLES.glob("*.css"):
            shutil.copy(path, work)
        tokens = work / "tokens.css"
        tokens.write_text(tokens_spread(tokens.read_text()))
        found = " ".join(sorted(freshness.classes_used()))
        (work / "found.css").write_text(
            "".join(f'@source inline("{name}");\n' for name in found.split())
        )
        entry, out = work / "look.css", work / "out.css"
        subprocess.run(
            [str(NODE / ".bin/tailwindcss"), "-i", str(entry), "-o", str(out), "--minify"],
            check=True,
            cwd=ROOT,
        )
        target.write_text(out.read_text(encoding="utf-8").rstrip() + "\n", encoding="utf-8")


def scripts_make(folder: Path) -> None:
    shutil.copy(NODE / "htmx.org/dist/htmx.min.js", folder / "htmx.js")
    shutil.copy(NODE / "@alpinejs/csp/dist/cdn.min.js", folder / "alpine.js")
    shutil.copy(NODE / "@zxing/library/umd/index.min.js", READER)
    shutil.copy(STYLES / "look.js", folder / "look.js")
    shutil.copy(STYLES / "mark.svg", folder / "mark.svg")


def build() -> None:
    if not NODE.exists():
        sys.exit("node_modules is missing: run `npm ci` first (Node 20 or newer).")
    shutil.rmtree(STATIC / "drawings", ignore_errors=True)
    (STATIC / "fonts").mkdir(parents=True, exist_ok=True)
    for name in FONTS:
        font_make(name, STATIC / "fonts" / f"{name}.woff2")
    icons_make(STATIC / "icons.svg")
    drawings_make(STATIC / "drawings")
    scripts_make(STATIC)
    sheet_make(STATIC / "look.css")
    STAMP.write_text(json.dumps(freshness.stamp(), indent=1) + "\n")


if __name__ == "__main__":
    build()
