"""What goes on in the catalogue one at a time."""

from ekshop.kernel.locks import turn


def merge_turn() -> None:
    """Until the transaction ends no merge of any feed judges by what is there now and writes after
    this. Taken before any row is locked, so that nobody who has it waits for one who waits for it."""
    turn("catalogue.merge")
