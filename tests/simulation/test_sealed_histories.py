"""Histories with faults over a store in which everything is sealed: what comes out is what went in, whatever goes wrong."""

from __future__ import annotations

import random
from typing import Any

import pytest

from useworkflow_runtime.sealing.envelope import Envelopes, keys_of
from useworkflow_runtime.sealing.keyring import Keyring
from useworkflow_runtime.sealing.rekey import rekey
from useworkflow_runtime.sealing.world import SealedWorld, Sealer
from useworkflow_runtime.simulation import world as simulated
from useworkflow_runtime.simulation.corpus import plan
from useworkflow_runtime.simulation.history import simulate
from useworkflow_runtime.simulation.world import at_once
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.protocol import Turn, TurnOutcome

KEYS = {"new": b"n" * 32, "old": b"o" * 32}


class SealedStore(SealedWorld):
    """A sealed store whose keys change at every 5th commit, while its users go on."""

    def __init__(self, clock: Any) -> None:
        chance = random.Random(7)
        self.rings = [
            Envelopes(Keyring(dict(order)), noise=chance.randbytes) for order in (KEYS.items(), reversed(KEYS.items()))
        ]
        super().__init__(MemoryWorld(clock), Sealer(self.rings[0]))
        self.commits = 0
        self.rekeyed = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["inner"], name)

    async def commit(self, epoch: int, turns: list[Turn]) -> list[TurnOutcome]:
        self.commits += 1
        if self.commits % 5 == 0:
            self.rings.reverse()
            self.sealer.envelopes = self.rings[0]
            self.rekeyed += at_once(rekey(self.inner, self.rings[0])).changed
        outcomes: list[TurnOutcome] = await super().commit(epoch, turns)
        return outcomes


def test_no_history_over_a_sealed_store_breaks_an_invariant(monkeypatch: pytest.MonkeyPatch) -> None:
    """In 100 histories with faults every run ends as it should, and no value stands in the store unsealed (G2, G3, G8)."""
    stores: list[SealedStore] = []

    def make(clock: Any) -> SealedStore:
        stores.append(SealedStore(clock))
        return stores[-1]

    monkeypatch.setattr(simulated, "MemoryWorld", make)
    for seed in range(5000, 5100):
        assert simulate(plan, seed).broken == [], seed
    assert len(stores) == 100
    assert sum(store.rekeyed for store in stores) > 1000
    for store in stores:
        page = at_once(store.inner.stored_values())
        assert [
            value for value in page.values if value.whole and value.body != b"null" and not keys_of(value.body)
        ] == []
