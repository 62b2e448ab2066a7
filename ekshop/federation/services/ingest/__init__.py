"""One reading of a feed, from start to end."""

from .reading import cleaner_for
from .taking import rows_take, terms_now
from .working import run_work

__all__ = ["cleaner_for", "rows_take", "run_work", "terms_now"]
