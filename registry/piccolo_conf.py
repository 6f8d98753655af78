"""Where Piccolo's own commands look for the engine of this process and for its apps. Importing it makes the engine."""

from piccolo.conf.apps import AppRegistry

from registry import sqlite_schema
from registry.database import engine

sqlite_schema.install()
DB = engine()
APP_REGISTRY = AppRegistry(apps=["registry.piccolo_app"])
