"""Settings, one file a concern, each read from the environment with a default that just runs."""

from .apps import *  # noqa: F403
from .core import *  # noqa: F403
from .database import *  # noqa: F403
from .files import *  # noqa: F403
from .language import *  # noqa: F403
from .logs import *  # noqa: F403
from .outside import *  # noqa: F403
from .reference import *  # noqa: F403
from .search import *  # noqa: F403
from .security import *  # noqa: F403
from .signin import *  # noqa: F403
from .web import *  # noqa: F403
