"""What a session is called in the list of sessions: the browser and the system, never the whole line they send."""

from __future__ import annotations

from typing import Any

from public_api.web.requests import headers_of

# The order matters: Edge and Opera also say Chrome, and Chrome also says Safari.
BROWSERS = (("Firefox", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_of(scope: Any) -> str:
    """For example "Firefox, Windows"; empty where the browser does not say."""
    line = headers_of(scope).get(b"user-agent", b"")[:400].decode("latin-1")
    return ", ".join(
        found for names in (BROWSERS, SYSTEMS) if (found := next((name for sign, name in names if sign in line), ""))
    )
