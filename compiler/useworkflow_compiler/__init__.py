"""Source text in, checked, pinned and resumable code out. Pure: nothing here does I/O but read source."""
