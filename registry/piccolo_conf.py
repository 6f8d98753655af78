"""Where Piccolo looks for the engine of this process and for its apps. Importing it reads the environment."""

import os

from piccolo.conf.apps import AppRegistry

from registry import sqlite_schema
from registry.database import engine_from_url
from registry.settings import read_settings

sqlite_schema.install()
_settings = read_settings(os.environ)
DB = engine_from_url(_settings.database_url, _settings.database_pool_size)
APP_REGISTRY = AppRegistry(apps=["registry.piccolo_app"])
