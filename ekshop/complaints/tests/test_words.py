"""Every kind of entry the services write has words for people."""

import re
from pathlib import Path

from ekshop.complaints import rules

SERVICES = Path(rules.__file__).parent.parent / "services"
_WRITTEN = re.compile(r"""(?:\bEntry|_say|_entry)\(\s*(?:case,\s*)?"([a-z_]+)\"""")


def test_what_is_said_to_ones_own_side_has_words_for_everybody_too():
    for words in rules.OWN_ENTRY_WORDS.values():
        assert words.keys() <= rules.ENTRY_WORDS.keys()
    for words in rules.OWN_CLOCK_WORDS.values():
        assert words.keys() <= rules.CLOCK_STATES.keys()


def test_every_kind_of_entry_has_words():
    written = {
        kind for file in SERVICES.glob("*.py") for kind in _WRITTEN.findall(file.read_text())
    }
    assert len(written) > 30
    assert written - set(rules.ENTRY_WORDS) == set()
