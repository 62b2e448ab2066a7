"""From a file of a seller's goods to clean rows: no database, no network, flat memory."""

from .cleaning import Cleaner
from .records import FileProblem, Note

__all__ = ["Cleaner", "FileProblem", "Note"]
