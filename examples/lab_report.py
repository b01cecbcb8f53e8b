"""A laboratory's report: own classes as arguments and results, and nothing of a patient to be read in the world.

    pip install 'useworkflow[crypto]'
    export USEWORKFLOW_ENCRYPTION_KEYS=$(useworkflow db new-key)
    useworkflow run examples/lab_report.py S-17 "Ada Lovelace" 4.1 7.9
    useworkflow resume --hook sign:S-17 '"Dr. Babbage"'      # from another terminal

``Sample`` says itself how it is recorded. ``Dose`` is a class that nobody here wrote, so ``register`` teaches the
serializer how to record it. Both come back as they were, also after a crash. Hook tokens stay readable in the world, so the token
names the sample and not the patient. Without the variable it runs just the same, and what was recorded can be read in the file.
"""

from __future__ import annotations

from typing import Any

from useworkflow import create_hook, register


class Sample:
    """What was measured. The trend is worked out anew when it is read back, so it is not recorded."""

    def __init__(self, patient: str, levels: list[float]) -> None:
        self.patient = patient
        self.levels = levels
        self.rising = levels == sorted(levels)

    def __workflow_serialize__(self) -> Any:
        return {"patient": self.patient, "levels": self.levels}

    @classmethod
    def __workflow_deserialize__(cls, value: Any) -> Sample:
        return cls(value["patient"], value["levels"])


class Dose:
    """Stands for a class of another package, which knows nothing of useworkflow."""

    __slots__ = ("milligrams",)

    def __init__(self, milligrams: int) -> None:
        self.milligrams = milligrams


register(Dose, "dose", lambda dose: dose.milligrams, Dose)


async def measure(patient: str, levels: list[float]) -> Sample:
    "use step"
    return Sample(patient, levels)


async def recommend(sample: Sample) -> Dose:
    "use step"
    return Dose(20 if sample.rising else 10)


async def write_report(sample: Sample, dose: Dose, signed_by: str) -> str:
    "use step"
    trend = "rising" if sample.rising else "stable"
    return f"{sample.patient}: {trend}, {dose.milligrams} mg, signed by {signed_by}"


async def report(sample_id: str, patient: str, first: float, second: float) -> str:
    "use workflow"
    sample = await measure(patient, [first, second])
    dose = await recommend(sample)
    signed_by = await create_hook(token=f"sign:{sample_id}")
    return await write_report(sample, dose, signed_by)
