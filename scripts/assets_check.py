"""Say whether the committed styles, scripts, fonts and drawings are what their sources say.

Without Node it compares hashes and class names; where Node's packages are installed it also
compiles the sheet again and compares.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ekshop.web.styles.check import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
