"""Envelopes and key rings: what is sealed opens as it was, for its own run and place, and nothing else does."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useworkflow_runtime.errors import KeyringError, MissingKeyError, SealDamagedError
from useworkflow_runtime.sealing.compression import zstd
from useworkflow_runtime.sealing.configured import configured_envelopes
from useworkflow_runtime.sealing.envelope import Envelopes, keys_of
from useworkflow_runtime.sealing.keyring import Keyring, new_key, read_keyring

K1, K2 = b"1" * 32, b"2" * 32


def envelopes(*names: str, threshold: int | None = None) -> Envelopes:
    """With these keys, the current one first; without names none."""
    keys = {name: {"k1": K1, "k2": K2}[name] for name in names}
    return Envelopes(Keyring(keys) if keys else None, threshold=threshold)


# --- the envelope -----------------------------------------------------------------------------------------------------


@given(st.binary(max_size=300), st.text(max_size=30), st.booleans())
def test_what_is_sealed_opens_as_it_was(data: bytes, scope: str, compress: bool) -> None:
    """Text and blobs come back byte for byte, with and without compression."""
    both = envelopes("k1", threshold=10 if compress else None)
    text = base64.b64encode(data)
    scope = scope.encode("utf-8", "ignore").decode()
    assert both.open(both.seal(text, scope, "7"), "7") == text
    assert both.open_blob(both.seal_blob(data, scope, "7"), "7") == data


def test_an_envelope_is_json_that_says_which_key_it_is_of() -> None:
    """Readable marking: version, key and compression are plain, the value is not."""
    sealed = envelopes("k2", "k1").seal(b'{"a":"secret"}', "run_7", "1")
    assert re.fullmatch(rb'\{"\$sealed":"1\.k2\.cnVuXzc\.1\.-\.[A-Za-z0-9+/=]+"\}', sealed)
    assert keys_of(sealed) == {"k2"}
    assert envelopes("k1", threshold=5).seal(b'"' + b"a" * 500 + b'"', "r").split(b".")[4] == b"z"
    assert envelopes(threshold=5).seal(b'"' + b"a" * 500 + b'"', "r").startswith(b'{"$zstd":"')
    assert envelopes(threshold=5).seal(b'"abcdef"', "r") == b'"abcdef"'


def test_the_same_value_is_never_sealed_to_the_same_bytes() -> None:
    """Equal values do not show as equal, not even in one run."""
    one = envelopes("k1")
    assert len({one.seal(b"1", "run_7") for _ in range(100)}) == 100


def test_each_run_has_a_key_of_its_own() -> None:
    """What is sealed for one run does not open as another's, and keys of runs differ."""
    keys = Keyring({"k1": K1})
    assert keys.derived("k1", b"seal/a") != keys.derived("k1", b"seal/b") != K1
    sealed = envelopes("k1").seal(b"1", "run_1")
    other = sealed.replace(
        base64.urlsafe_b64encode(b"run_1").rstrip(b"="), base64.urlsafe_b64encode(b"run_2").rstrip(b"=")
    )
    assert other != sealed
    with pytest.raises(SealDamagedError):
        envelopes("k1").open(other)


def test_an_old_key_still_opens_and_an_unknown_one_is_named() -> None:
    """After a rotation the former key opens what it sealed; without it the error says which one is missing."""
    old = envelopes("k1").seal(b"1", "r")
    assert envelopes("k2", "k1").open(old) == b"1"
    with pytest.raises(MissingKeyError, match="sealed with the key 'k1', and here is only k2") as caught:
        envelopes("k2").open(old)
    assert caught.value.key_name == "k1"
    with pytest.raises(MissingKeyError, match="no key at all"):
        envelopes().open(old)


def test_a_sealed_event_belongs_to_its_place() -> None:
    """An event that was moved to another position does not open there."""
    sealed = envelopes("k1").seal(b"{}", "r", "4")
    with pytest.raises(SealDamagedError, match="another place"):
        envelopes("k1").open(sealed, "5")


@settings(max_examples=200)
@given(st.data())
def test_a_changed_envelope_never_opens(data: st.DataObject) -> None:
    """Whatever byte is changed: it is refused, or no envelope any more, or was the same base64."""
    sealed = bytearray(envelopes("k1", threshold=10).seal(b'"' + b"ab" * 40 + b'"', "run_7", "3"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    try:
        opened = envelopes("k1").open(bytes(sealed), "3")
    except (SealDamagedError, MissingKeyError):
        return
    assert opened == bytes(sealed) or (opened == b'"' + b"ab" * 40 + b'"' and place > len(sealed) - 6)


def test_a_users_text_that_looks_like_an_envelope_is_left_alone() -> None:
    """Inside a string quotation marks are escaped; a dict with such a key is written as pairs."""
    from useworkflow_sandbox import values

    for value in ('{"$sealed":"1.k1.AA.1.-.AAAA"}', {"$sealed": "1.k1.AA.1.-.AAAA"}, {"$zstd": "AAAA"}):
        data = bytes(values.encode(value))
        assert envelopes("k1").open(data) == data


def test_what_claims_to_be_huge_is_not_decompressed() -> None:
    """A frame that announces terabytes is refused before anything is allocated."""
    frame = bytearray(zstd().compress(b"a" * 70_000))
    assert frame[4] >> 6 == 2  # a content size of four bytes follows
    frame[5:9] = b"\xff\xff\xff\xff"
    with pytest.raises(SealDamagedError, match="how large"):
        zstd().decompress(bytes(frame))


# --- keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("nokey", "part 1 is not of the form"), ("k1:AAAA", "has 3 bytes"), ("k1:?", "no base64"), ("k 1:AAAA", "no name"),
        (f"{(key := new_key())},{key}", "there twice"),
    ],
)  # fmt: skip
def test_a_malformed_keyring_is_refused_without_showing_a_key(text: str, what: str) -> None:
    """The message names the part that is wrong, never the key."""
    with pytest.raises(KeyringError, match=what) as caught:
        read_keyring(text)
    assert not any(part.partition(":")[2] in str(caught.value) for part in text.split(",") if len(part) > 20)


def test_the_environment_configures_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing said: nothing sealed. Keys and a threshold are read, and a threshold that is none is refused."""
    assert configured_envelopes({}) is None
    found = configured_envelopes({"USEWORKFLOW_ENCRYPTION_KEYS": new_key(), "USEWORKFLOW_COMPRESS": "64KiB"})
    assert found is not None
    assert found.keys is not None
    with pytest.raises(KeyringError, match="USEWORKFLOW_COMPRESS"):
        configured_envelopes({"USEWORKFLOW_COMPRESS": "much"})


def test_a_new_key_can_be_used_at_once_beside_another_of_the_same_day() -> None:
    """``db new-key`` gives keys whose names differ, so that they can stand in one ring."""
    first, second = new_key(), new_key()
    ring = read_keyring(f"{second},{first}")
    assert ring.names == (second.partition(":")[0], first.partition(":")[0])
    assert ring.current == ring.names[0]
