"""The database made ready for `make run`, in one process: each start of Django takes seconds.

Everything here is safe to run again and goes on where it was broken off.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ekshop.settings")


def main(*, demo: bool) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("setup_reference")
    if demo:
        call_command("demo_load")
    call_command("search_rebuild", if_missing=True)


if __name__ == "__main__":
    main(demo="--demo" in sys.argv)
