"""``step_id`` is the same at every attempt: the key by which a payment service knows that it has charged already.

useworkflow run examples/patterns/idempotency_key.py
"""

import json
from pathlib import Path

from useworkflow import get_step_metadata, step

CHARGES = Path("charges.json")


@step(retry_delay="10ms")
async def charge(amount: int) -> int:
    "use step"
    metadata = get_step_metadata()
    charges = json.loads(CHARGES.read_text(encoding="utf-8")) if CHARGES.exists() else {}
    charges.setdefault(f"{metadata.run_id}/{metadata.step_id}", amount)  # the service charges once a key
    CHARGES.write_text(json.dumps(charges), encoding="utf-8")
    if metadata.attempt == 1:
        raise ConnectionError("the answer was lost on the way")
    return len(charges)


async def pay(amount: int) -> int:
    "use workflow"
    return await charge(amount)
