"""The command `sample` draws what the register drew, and shows both digests first."""

from __future__ import annotations

from pathlib import Path

from accreditation.sample import digest_of_list, digest_of_seed, draw, written_list
from tests.admin.commanding import command

SEED = "ab" * 32
NAMES = [f"naam-{number}" for number in range(30)]


def test_it_draws_once_more(tmp_path: Path) -> None:
    """From the file of a round, with a line that is not drawn from."""
    text = written_list(NAMES, {"anders": "drawn_last_time"})
    (tmp_path / "lijst.txt").write_text(text, "utf-8")
    said = command("sample", "--seed", SEED, "--percentage", "10", tmp_path / "lijst.txt")
    expected = [f"seed {digest_of_seed(SEED)}", f"list {digest_of_list(text)}", *draw(SEED, NAMES, 10)]
    assert (0, expected) == (said.exit_code, said.output.splitlines())
