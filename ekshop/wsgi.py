"""The door gunicorn knocks at."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ekshop.settings")
application = get_wsgi_application()

# Nobody's first request waits for the code behind it.
import_module("ekshop.urls")
import_module("ekshop.kernel.memory").settled()
