"""Real processes that die at each of their writes on SQLite: the next one gives the same result."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_death_at_every_write_on_sqlite(tmp_path: Path) -> None:
    """Whichever commit a process dies at, before or after it is durable, the next gives the same result and repeats no
    recorded step (G2, G3)."""
    script = Path(__file__).with_name("dying.py")
    done = subprocess.run([sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["whole"] == ["A", "B", "X", "Y", "UNDO", "doomed"]
    assert report["writes"] >= 6
    assert report["results"] == [report["whole"]] * (2 * report["writes"])
    assert report["repeated"] == []
