"""asyncio's classes for workflow code, on the deterministic loop: plain objects, so that snapshots can hold them."""
