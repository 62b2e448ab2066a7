"""The guard every write begins with."""

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotAllowed
from ekshop.parties import rules


def require(actor: Actor, action: str) -> None:
    """Lets the platform itself pass, and a person or machine whose role the table names.

    It judges the action only; which rows it may touch is said by the `*_visible_to` selectors.
    Raises NotAllowed; KeyError for an action that is not in `rules.PERMISSIONS`.
    """
    if not rules.allowed(action, actor.role) and not actor.is_system:
        raise NotAllowed(action=action, role=actor.role or actor.kind)
