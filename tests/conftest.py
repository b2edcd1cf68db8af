"""For all tests: no display is needed, and no property test fails because the machine was slow."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
