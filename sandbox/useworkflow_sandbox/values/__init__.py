"""Serialization of values: readable, tagged JSON, by value, never pickle (G8).

Input -> output::

    encode({"when": date(2026, 1, 2)}) -> {"when":{"$date":"2026-01-02"}}

The tables are filled by importing the modules of kinds; ``codec`` has the way in and out. Read next: ``codec``.
"""

from useworkflow_sandbox.errors import PayloadTooLargeError as PayloadTooLargeError
from useworkflow_sandbox.errors import RemoteError as RemoteError
from useworkflow_sandbox.errors import SerializationError as SerializationError
from useworkflow_sandbox.errors import UnknownClassError as UnknownClassError
from useworkflow_sandbox.errors import ValueDecodeError as ValueDecodeError
from useworkflow_sandbox.values import arrays as arrays
from useworkflow_sandbox.values import containers as containers
from useworkflow_sandbox.values import failures as failures
from useworkflow_sandbox.values import frames as frames
from useworkflow_sandbox.values import models as models
from useworkflow_sandbox.values import scalars as scalars
from useworkflow_sandbox.values import urls as urls
from useworkflow_sandbox.values.codec import decode as decode
from useworkflow_sandbox.values.codec import decode_args as decode_args
from useworkflow_sandbox.values.codec import decode_error as decode_error
from useworkflow_sandbox.values.codec import digest as digest
from useworkflow_sandbox.values.codec import encode as encode
from useworkflow_sandbox.values.codec import encode_args as encode_args
from useworkflow_sandbox.values.codec import encode_error as encode_error
from useworkflow_sandbox.values.codec import encode_of_any_size as encode_of_any_size
from useworkflow_sandbox.values.failures import remote_traceback as remote_traceback
from useworkflow_sandbox.values.failures import with_tracebacks as with_tracebacks
from useworkflow_sandbox.values.limits import DEFAULT_LIMIT as DEFAULT_LIMIT
from useworkflow_sandbox.values.limits import parse_size as parse_size
from useworkflow_sandbox.values.limits import provide_limit as provide_limit
from useworkflow_sandbox.values.registry import register as register
