"""The tables of the streams of a PostgreSQL world, part of ``postgres_schema``.

streams(run, namespace)  <-  stream_writers(stream, step)  <-  stream_chunks(stream, position)

A writer is found by its run's *id*, since it may write to another run's stream and outlive its own. Read next:
``postgres_streams``.
"""

from __future__ import annotations

TABLES: tuple[str, ...] = (
    """
    CREATE TABLE useworkflow.streams (
        number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        run       bigint NOT NULL,
        namespace text NOT NULL,
        closed_by bigint,                         -- a writer; NULL: it is open
        resets    bigint[] NOT NULL DEFAULT '{}', -- the first index of each withdrawal
        UNIQUE (run, namespace)
    )
    """,
    """
    CREATE TABLE useworkflow.stream_writers (
        number  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        stream  bigint NOT NULL,
        run_id  text,                             -- NULL: that run was removed
        step    text NOT NULL,
        attempt integer NOT NULL,                 -- the one that wrote last: no lower one may
        written bigint NOT NULL,
        final   boolean NOT NULL,                 -- its step is settled
        UNIQUE (stream, run_id, step)
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX stream_writers_open ON useworkflow.stream_writers (stream) WHERE NOT final",
    "CREATE INDEX stream_writers_by_run ON useworkflow.stream_writers (run_id, step)",
    """
    CREATE TABLE useworkflow.stream_chunks (
        stream bigint NOT NULL, position bigint NOT NULL, writer bigint NOT NULL, attempt integer NOT NULL,
        body text NOT NULL, PRIMARY KEY (stream, position)
    )
    """,
)
