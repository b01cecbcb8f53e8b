"""What goes wrong in a history, drawn from its seed: how likely each kind of fault is differs from seed to seed.

    faults = Faults(random.Random(7)); faults.strikes("commit_unknown")   -> True, and faults.seen["commit_unknown"] == 1
    faults.cease()                                                        # from now on all goes well

A history in which everything fails at once shows less than one in which two kinds of fault meet, so each seed picks a few kinds
("swarm testing"). Read next: ``world``, where most of them strike.
"""

from __future__ import annotations

import random
from collections import Counter

KINDS: dict[str, tuple[float, str]] = {
    "commit_refused": (0.15, "a commit fails and is not recorded"),
    "commit_unknown": (0.15, "a commit fails, and is recorded all the same"),
    "commit_late": (0.08, "a commit fails, and is recorded a while after that was said"),
    "crash_before_commit": (0.12, "the process dies just before a commit is recorded"),
    "crash_after_commit": (0.12, "the process dies just after a commit was recorded"),
    "read_fails": (0.05, "a read fails"),
    "claim_unknown": (0.10, "a claim fails, and is recorded all the same"),
    "answer_late": (0.10, "an answer of the world tells of what was, a while ago"),
    "slow_disk": (0.10, "an operation takes seconds"),
    "notice_lost": (0.30, "nobody is told of a change"),
    "notice_twice": (0.30, "somebody is told of a change that there is not"),
    "notice_late": (0.30, "somebody is told of a change late"),
    "kill": (0.0, "the engine's process is killed"),
    "take_over": (0.0, "another engine takes the world over, and the former does not know"),
    "pause": (0.0, "the engine's process stands still, and then goes on"),
    "pause_and_take_over": (0.0, "the engine's process stands still, another takes over, and then it goes on"),
    "restart": (0.0, "the engine is stopped in order, and another started"),
    "clock_forward": (0.0, "the world's clock is set forward"),
    "clock_back": (0.0, "the world's clock is set back"),
    "step_fails": (0.20, "an attempt of a step fails"),
    "body_dies": (0.08, "the process dies in the middle of a step"),
    "commit_overtaken": (0.08, "a commit fails, and is recorded right after the next one of the same run"),
}
"""Kind -> (how likely it is at each occasion while its seed has it, what it is). 0: it happens at times of its own."""

TIMED = tuple(kind for kind, (chance, _) in KINDS.items() if not chance)


class Faults:
    """The faults of one history.

    Args:
        chance: decides.
        kinds: only these may happen; all if left out.
    """

    def __init__(self, chance: random.Random, kinds: frozenset[str] | None = None) -> None:
        self._chance = chance
        self.seen: Counter[str] = Counter()
        self._likely: dict[str, float] = {}
        for kind, (likely, _) in KINDS.items():
            strength = chance.choice((0.0, 0.0, 0.3, 1.0))
            if strength and (kinds is None or kind in kinds):
                self._likely[kind] = likely * strength

    def strikes(self, kind: str) -> bool:
        """Whether a fault of that kind happens now."""
        likely = self._likely.get(kind, 0.0)
        if likely and self._chance.random() < likely:
            self.seen[kind] += 1
            return True
        return False

    def timed(self) -> list[str]:
        """The kinds of fault with a time of their own that this history has, a few of each."""
        kinds = [kind for kind in TIMED if kind in self._likely]
        return [self._chance.choice(kinds) for _ in range(self._chance.randint(0, 4))] if kinds else []

    def cease(self) -> None:
        """No more faults: what was started must come to its end now."""
        self._likely.clear()


class CrashAt(Faults):
    """One fault only: the process dies at the ``number``-th commit, just before or just after it is recorded.

    Args:
        number: which commit, from 1; 0 for none.
        durable: it was recorded.
    """

    def __init__(self, number: int, *, durable: bool) -> None:
        super().__init__(random.Random(0), frozenset())
        self._number = number
        self._kind = "crash_after_commit" if durable else "crash_before_commit"
        self._commits = 0

    def strikes(self, kind: str) -> bool:
        """Whether it is that commit's turn."""
        if kind != self._kind:
            return False
        self._commits += 1
        self.seen[kind] += self._commits == self._number
        return self._commits == self._number


class CrashAgain(Faults):
    """One fault only: the process dies just before each of the first ``deaths`` commits, as it does where a run kills whoever takes it
    up, and where somebody kills whatever starts.

    Args:
        deaths: how often.
    """

    def __init__(self, deaths: int) -> None:
        super().__init__(random.Random(0), frozenset())
        self._left = deaths

    def strikes(self, kind: str) -> bool:
        """Whether one more is to die."""
        if kind != "crash_before_commit" or not self._left:
            return False
        self._left -= 1
        self.seen[kind] += 1
        return True
