"""Pinned code and events in, commands out. Pure: no clock, no disk, no network."""
