"""Every kind of entry the services write has words for people."""

import re
from pathlib import Path

from ekshop.complaints import rules

SERVICES = Path(rules.__file__).parent.parent / "services"
_WRITTEN = re.compile(r"""(?:\bEntry|_say|_entry)\(\s*(?:case,\s*)?"([a-z_]+)\"""")


def test_every_kind_of_entry_has_words():
    written = {
        kind for file in SERVICES.glob("*.py") for kind in _WRITTEN.findall(file.read_text())
    }
    assert len(written) > 30
    assert written - set(rules.ENTRY_WORDS) == set()
