"""What came with the code is out of the collector's way, and what is thrown away is still collected."""

import gc
import weakref

from ekshop.kernel.memory import settled


class Knot:
    """Holds itself: only the collector frees it."""

    def __init__(self) -> None:
        self.me = self


def test_what_a_process_began_with_is_not_looked_at_again_and_garbage_is():
    # Every run of tests is settled before its first test, as the web and the worker are.
    assert gc.isenabled()
    before = gc.get_freeze_count()
    assert before > 100_000
    settled()
    assert gc.get_freeze_count() > before

    gone = weakref.ref(Knot())
    gc.collect()
    assert gone() is None
