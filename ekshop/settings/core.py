"""Where things are, and what the environment says."""

from pathlib import Path

import environ

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("EKSHOP_VAR", default=str(BASE_DIR / "var"))).resolve()

DEBUG = env.bool("EKSHOP_DEBUG", default=False)

# The demonstration: people who may sign in are shown, the clock may be moved, and the outside
# world is the sandbox on this machine.
DEMO = env.bool("EKSHOP_DEMO", default=True)

# A file holding an offset in seconds which every process adds to its clock; empty: real time.
CLOCK_FILE = env.str("EKSHOP_CLOCK_FILE", default=str(VAR_DIR / "clock") if DEMO else "")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Dhaka"
