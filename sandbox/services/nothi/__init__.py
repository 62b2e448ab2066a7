"""The government's e-filing system, as its shapes are seen in public code.

A citizen's dak comes in and gets a receipt number; it moves from desk to desk, a note on it is
completed, a letter is issued. Digits travel as Bengali. What the real one does with a dak sent
twice is not known: this one knows it again by `meta_data`, unless told to forget.
"""

from typing import Any

from sandbox.core.service import Service
from sandbox.services.nothi.nothi import Nothi


def services(world: Any) -> list[Service]:
    return [Nothi(world)]
