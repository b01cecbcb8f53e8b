"""The user's own database: steps whose outcome is part of its transaction, runs and payloads that are sent by it.

    @step(transaction="sqlite:///shop.db")        the body's writes and its outcome: one transaction, exactly once
    start.options(transaction=db)(order, 7)       the run exists if, and only if, the caller's transaction commits

Read next: ``database``, ``outcomes``, ``transactional``; ``outbox``, ``relay``.
"""
