"""Compiled code of the simulation's workflows is kept apart from the user's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled code of the tests is kept apart from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("USEWORKFLOW_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
