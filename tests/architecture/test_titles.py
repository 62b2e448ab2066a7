"""Every page says in its title which page it is: what stands on a tab, in a history, on paper."""

import re
from collections import defaultdict
from pathlib import Path

WEB = Path(__file__).parents[2] / "ekshop" / "web"
TITLE = re.compile(r"{% block title %}(.*?){% endblock %}", re.DOTALL)
WORDS = ("{% translate ", "{% blocktranslate", "_display }}", ".label }}", '_("')
NAMES_SUFFICE = {
    "storefront/product.html": "what is sold there",
    "papers/producers/agree.html": "the agreement and who agrees",
}


def titles() -> dict[str, dict[str, list[str]]]:
    """By the folder of the audience, then by title: the templates that wear it."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(WEB.rglob("templates/**/*.html")):
        if "layouts" in path.parts:
            continue
        if named := TITLE.search(path.read_text()):
            audience = path.relative_to(WEB).parts[0]
            name = str(path.relative_to(WEB / audience / "templates"))
            found[audience][named[1].strip()].append(name)
    return found


def test_no_two_pages_of_one_audience_have_the_same_title():
    same = [names for each in titles().values() for names in each.values() if len(names) > 1]
    assert not same


def test_every_title_has_words_of_the_page_and_not_only_somebodys_name():
    bare = [
        name
        for each in titles().values()
        for title, names in each.items()
        for name in names
        if name not in NAMES_SUFFICE and not any(word in title for word in WORDS)
    ]
    assert not bare
