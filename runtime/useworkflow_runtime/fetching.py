"""``fetch``: an HTTP request as a ready-made step, on httpx (``pip install 'useworkflow[http]'``).

    response = await fetch("https://example.org/orders", method="POST", json={"total": 5})
    429 or 503, Retry-After: 60      -> RetryableError, tried again in a minute
    404                              -> FatalError, with .response

Read next: ``useworkflow_sandbox.fetched``, the response.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from useworkflow_runtime.errors import MissingExtraError
from useworkflow_runtime.steps.metadata import current_step
from useworkflow_sandbox.fetched import FetchResponse
from useworkflow_sandbox.step_errors import FatalError, RetryableError

if TYPE_CHECKING:
    import httpx

_AGAIN = frozenset({408, 425, 429})
"""Refusals that another attempt may not meet, beside all of 500 and above."""
_SHOWN = 64 * 1024
"""Bytes of a body that an exception takes along."""


async def fetch(
    url: str,
    *,
    method: str = "GET",
    params: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    json: Any = None,
    data: Mapping[str, Any] | None = None,
    body: bytes | str | None = None,
    timeout: float = 30.0,
    follow_redirects: bool = True,
    raise_for_status: bool = True,
) -> FetchResponse:
    """Make an HTTP request. In workflow code this is a step: its response is recorded and not fetched again (G3).

    A step runs at least once. Requests that are not idempotent (``POST``, ``PATCH``) carry an ``Idempotency-Key``, the same
    for all attempts, unless ``headers`` has one.

    Args:
        url: where to.
        method: ``GET``, ``POST`` ...
        params: added to the query.
        headers: of the request.
        json: a value for the body; or
        data: form fields for it; or
        body: the body itself.
        timeout: seconds for connecting, and between two pieces of the answer.
        follow_redirects: go where redirects lead.
        raise_for_status: ``False``: return whatever status comes.

    Raises:
        RetryableError: 408, 425, 429, and 500 and above: tried again, after ``Retry-After`` if the server says so.
        FatalError: another status of 400 and above; both have ``response``, with the first 64 KiB of its body.
        ConnectionError, TimeoutError: there was no answer; tried again.
        ValueError: the URL cannot be one.
        MissingExtraError: httpx is not installed.
    """
    "use step"
    try:
        import httpx
    except ImportError as error:
        missing = MissingExtraError.of("fetch()", "http")
        missing.fatal = True  # type: ignore[attr-defined]
        raise missing from error
    try:
        async with httpx.AsyncClient(timeout=timeout, follow_redirects=follow_redirects) as client:
            answer = await client.request(
                method, url, params=params, headers=_headers(method, headers), json=json, data=data, content=body
            )
    except httpx.TimeoutException as error:
        raise TimeoutError(f"{method} {url}: no answer within {timeout:g} s ({type(error).__name__})") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise FatalError(f"{method} {url}: {error}") from None
    except httpx.RequestError as error:
        raise ConnectionError(f"{method} {url}: {error or type(error).__name__}") from None
    response = _response(answer)
    if raise_for_status and not response.ok:
        raise _refusal(method, response)
    return response


def _headers(method: str, headers: Mapping[str, str] | None) -> dict[str, str]:
    given = dict(headers or {})
    current = current_step.get()
    keyed = any(name.lower() == "idempotency-key" for name in given)
    if method.upper() in ("POST", "PATCH") and current is not None and not keyed:
        given["Idempotency-Key"] = f"{current.run_id}/{current.id}"
    return given


def _response(answer: httpx.Response) -> FetchResponse:
    return FetchResponse(str(answer.url), answer.status_code, dict(answer.headers), answer.content)


def _refusal(method: str, response: FetchResponse) -> FatalError | RetryableError:
    what = f"{method} {response.url}: status {response.status}"
    error: FatalError | RetryableError
    if response.status in _AGAIN or response.status >= 500:
        error = RetryableError(what, retry_after=_retry_after(response.headers.get("retry-after")))
    else:
        error = FatalError(what)
    shown = FetchResponse(response.url, response.status, response.headers, response.body[:_SHOWN])
    error.response = shown  # type: ignore[union-attr]
    return error


def _retry_after(header: str | None) -> float | datetime | None:
    """Seconds, or the moment that the header names; ``None``: the step's own backoff."""
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
