"""What ``fetch`` gives: an HTTP response as a value, and ``fetch`` itself as workflow code sees it.

    response = await fetch("https://example.org/orders/7")
    response.status, response.json()      -> (200, {"total": 5})

The request itself is made by the runtime's ``fetching``, in a step.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from useworkflow_sandbox.calls import StepFunction


@dataclasses.dataclass(frozen=True)
class FetchResponse:
    """An HTTP response. Names of headers are in lower case; ``url`` is where redirects led to."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        """The status is below 400."""
        return self.status < 400

    def text(self) -> str:
        """The body as text, in the encoding that its headers name, else UTF-8; what does not fit becomes U+FFFD."""
        _, _, charset = self.headers.get("content-type", "").lower().partition("charset=")
        name = charset.split(";")[0].strip(" \"'") or "utf-8"
        try:
            return self.body.decode(name, "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body, read as JSON.

        Raises:
            ValueError: it is none.
        """
        return json.loads(self.body)


fetch = StepFunction("step//useworkflow_runtime.fetching//fetch", True)
"""The step, in workflow code."""
