"""Django REST framework: a serializer over models, without authentication, sessions or middleware.

It runs as WSGI, its usual and cheaper way; connections are kept.
"""

import os
from collections.abc import Awaitable, Callable
from io import BytesIO, StringIO
from itertools import cycle
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings

SETTINGS: dict[str, Any] = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["*"],
    "SECRET_KEY": "only for measuring",
    "ROOT_URLCONF": "benchmarks.peers.django_views",
    "MIDDLEWARE": [],
    "INSTALLED_APPS": ["rest_framework"],
    "USE_TZ": True,
    "LOGGING_CONFIG": None,
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "REST_FRAMEWORK": {
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
}


def django_rest(url: str) -> Any:
    """The WSGI application."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # nobody else waits for this loop while we measure
    settings.configure(**SETTINGS, DATABASES={"default": _database(url) | {"CONN_MAX_AGE": None}})
    django.setup()
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415  # only after the settings are there

    return get_wsgi_application()


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": parts.path[1:]}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path[1:],
        "USER": parts.username,
        "HOST": parts.hostname,
        "PORT": parts.port,
    }


def wsgi_answer(app: Any, path: str) -> tuple[int, bytes]:
    """Status and body of the answer to GET."""
    status: list[str] = []

    def start_response(line: str, headers: Any) -> None:
        status.append(line)

    body = b"".join(app(_environ(path), start_response))
    return int(status[0].split()[0]), body


def wsgi_requests(app: Any, paths: list[str]) -> Callable[[], Awaitable[None]]:
    """A case for benchmarks.turns."""
    following = cycle(paths)

    async def ask() -> None:
        wsgi_answer(app, next(following))

    return ask


def _environ(path: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "register.example",
        "HTTP_ACCEPT": "*/*",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": StringIO(),
    }
