"""What Python's collector of garbage looks at, in processes that live long.

Two million objects come with the code and live until the process ends. Left to itself the collector
goes through all of them again and again: a quarter to a half of a request's processor time.
"""

import gc

NEW_OBJECTS = 50_000
"""How many of them come before the youngest are looked at; Python's own number is 700."""


def settled() -> None:
    """To be called once a process has loaded all it needs: what is there now is never garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)
    gc.enable()
