"""The whole site, with what is behind the log-in, in a process of its own: for tests.public_api.serving.served.

Its clock stands still and its key is everybody's, so that a test can sign in by the database.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime

import uvicorn

from admin.app import create_app
from registry.clock import FixedClock
from registry.settings import read_settings

WHOLE_SITE = "tests.admin.serving"
KEY = "k" * 32

if __name__ == "__main__":
    app = create_app(read_settings({**os.environ, "SECRET_KEY": KEY}), FixedClock(datetime.fromisoformat(sys.argv[2])))
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
