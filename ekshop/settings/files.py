"""Files people bring: kept under var/, handed out by a view that knows who may see them."""

from .core import VAR_DIR, env

MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Where ClamAV's daemon listens: a path, or host:port. Empty: what people bring is judged by its
# bytes alone. Its StreamMaxLength must be at least 40M.
CLAMD_SOCKET = env.str("CLAMD_SOCKET", default="")
