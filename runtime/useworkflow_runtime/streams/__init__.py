"""Streams outside workflow code: what steps write, and what whoever follows a run reads.

    await out.write("token")                     -> gathered, stored with the next group, numbered
    async for token in run.stream(): ...         -> "token", as soon as it is stored

Read next: ``pump`` (chunks on their way to the world), ``writing`` (one attempt's writers), ``reading``.
"""
