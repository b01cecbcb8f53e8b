"""The engine: turns, commits, timers, recovery. Read ``engine`` first, then ``runs``."""
