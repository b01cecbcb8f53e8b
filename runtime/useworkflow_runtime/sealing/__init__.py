"""What a world holds at rest, sealed (AES-GCM) or compressed (zstd) on its way in and opened on its way out.

    USEWORKFLOW_ENCRYPTION_KEYS=k2:...,k1:...    open_world(url) -> SealedWorld(SQLiteWorld(...), ...)
    {"kind":"run_created", ...}                  {"$sealed":"1.k2.cnVuXzE.1.-.Zm9v..."}    in the file

The worlds know nothing of it. Read next: ``keyring``, ``envelope``, ``world``.
"""
