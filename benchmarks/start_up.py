"""U1: CPU and memory of the server until its first answer, beside a raw ASGI application under the same server."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from subprocess import DEVNULL

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
    for command in (RAW, LITESTAR, SERVE):
        _started(command)  # once for nothing: compiled modules and warm files
    cpu, memory, of_litestar = [], [], []
    for _ in range(rounds):
        raw_cpu, raw_memory = _started(RAW)
        litestar_cpu, _ = _started(LITESTAR)
        our_cpu, our_memory = _started(SERVE)
        cpu.append(our_cpu / raw_cpu)
        memory.append(our_memory / raw_memory)
        of_litestar.append(litestar_cpu / raw_cpu)
    note = f"an empty Litestar app {median(of_litestar):.1f} ×"
    return [Figure("U1a", database, median(cpu), note), Figure("U1b", database, median(memory))]


def _started(command: tuple[str, ...]) -> tuple[float, float]:
    """CPU seconds and kilobytes of memory of a server that has just answered for the first time."""
    port = free_port()
    process = subprocess.Popen([*command, str(port)], env=os.environ, stdout=DEVNULL, stderr=DEVNULL)  # noqa: S603  # our own
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
