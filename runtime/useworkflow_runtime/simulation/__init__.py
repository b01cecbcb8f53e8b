"""Deterministic simulation: engines, storage, clock, randomness and scheduling under one seed (G2, G3, G5).

    simulate(scenario, seed=7)   -> History(seed=7, trace="9f3c...", broken=[], commits=41, faults={"kill": 1, ...})

The engine that runs here is the real one; what it was given is simulated: the loop's time and the order of what happens at
once (``loop``), the world and what can go wrong with it (``world``, ``faults``), processes that die, stop for a while or
lose their place (``history``). After every commit the log is checked (``invariants``). The same seed gives the same
history, in any process.

Read next: ``history``.
"""
