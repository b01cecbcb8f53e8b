"""Randomness, uuids and time come from the log."""

import datetime
import random
import statistics
import time
import uuid


async def show(*values):
    "use step"
    return list(values)


async def workflow(n):
    "use workflow"
    await show(random.random(), random.randint(1, 1000), random.choice("abcdef"), random.sample(range(100), 5))
    deck = list(range(10))
    random.shuffle(deck)
    await show(deck, random.gauss(0, 1), random.Random(7).random(), random.Random().random(), random.randbytes(4).hex())
    await show(uuid.uuid4(), uuid.uuid1(), uuid.uuid5(uuid.NAMESPACE_DNS, "a"), time.time(), time.monotonic_ns())
    now = datetime.datetime.now()
    aware = datetime.datetime.now(datetime.UTC)
    await show(now, aware, now.astimezone(), now.timestamp(), aware.astimezone().isoformat(), datetime.date.today())
    await show(time.strftime("%Y-%m-%d %H:%M"), time.localtime().tm_hour, statistics.NormalDist(0, 1).samples(3))
    return [random.random(), random.getstate] if n < 0 else [random.random(), str(uuid.uuid4())]
