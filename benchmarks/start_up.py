"""U1: CPU and memory of the server until its first answer, beside a raw ASGI application under the same server."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from subprocess import DEVNULL
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, missing
from benchmarks.visibility import SERVE, free_port, wait_until_it_answers

RAW = (sys.executable, "-m", "uvicorn", "benchmarks.plain:raw", "--no-access-log", "--log-level", "info", "--port")
LITESTAR = (
    sys.executable,
    "-m",
    "uvicorn",
    "benchmarks.plain:small_litestar",
    "--factory",
    "--no-access-log",
    "--port",
)


def measure_start_up(database: str, rounds: int) -> list[Figure]:
    """Medians of the ratios of rounds in which they take turns."""
    if not Path("/proc/self/stat").exists():
        return [missing(code, database, "needs /proc") for code in ("U1a", "U1b")]
    with TemporaryDirectory() as compiled:
        # compiled modules are kept, as on any server, also where the environment forbids it beside the sources
        env = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        for command in (RAW, LITESTAR, SERVE) if rounds > 1 else ():
            _started(command, env)  # once for nothing, to compile
        return _compared(env, database, rounds)


def _compared(env: dict[str, str], database: str, rounds: int) -> list[Figure]:
    cpu, memory, litestar_cpu, litestar_memory = [], [], [], []
    for _ in range(rounds):
        raw, litestar, ours = (_started(command, env) for command in (RAW, LITESTAR, SERVE))
        cpu.append(ours[0] / raw[0])
        memory.append(ours[1] / raw[1])
        litestar_cpu.append(litestar[0] / raw[0])
        litestar_memory.append(litestar[1] / raw[1])
    notes = (f"an empty Litestar app {median(ratios):.1f} ×" for ratios in (litestar_cpu, litestar_memory))
    return [Figure("U1a", database, median(cpu), next(notes)), Figure("U1b", database, median(memory), next(notes))]


def _started(command: tuple[str, ...], env: dict[str, str]) -> tuple[float, float]:
    """CPU seconds and kilobytes of memory of a server that has just answered for the first time."""
    port = free_port()
    process = subprocess.Popen([*command, str(port)], env=env, stdout=DEVNULL, stderr=DEVNULL)  # noqa: S603  # our own program
    try:
        wait_until_it_answers(port)
        return _cpu(process.pid), _memory(process.pid)
    finally:
        process.terminate()
        process.wait(15)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = int(fields[11]), int(fields[12])
    return (user + system) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return float(status.partition("VmRSS:")[2].split()[0])
