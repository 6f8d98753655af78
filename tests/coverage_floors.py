"""Compares what the test runs covered, lines and branches, with the floor of each package: `make coverage`."""

from __future__ import annotations

import io
import sys

from coverage import Coverage

# The rules decide about people's livelihood: no branch of them goes untested.
FLOORS = {"accreditation": 100, "registry": 90, "public_api": 90, "admin": 90, "fixtures": 90}


def main() -> int:
    """Print one line per package, and every missing line of one that is below its floor; returns the exit code."""
    covered = Coverage()
    covered.load()
    below = []
    for package, floor in FLOORS.items():
        details = io.StringIO()
        percentage = covered.report(include=[f"{package}/*"], file=details)
        sys.stdout.write(f"{package:<14} {percentage:6.2f}% covered, {floor}% asked\n")
        if percentage < floor:
            below.append(package)
            sys.stdout.write(details.getvalue())
    if below:
        sys.stdout.write(f"Write tests for {', '.join(below)} before this can pass.\n")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
