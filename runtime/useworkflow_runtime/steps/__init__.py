"""Steps in ordinary Python: their options, where they are found, how an attempt runs, and what follows a failure.

Read next: ``options``, ``registry``, ``execution``, ``retries``.
"""
