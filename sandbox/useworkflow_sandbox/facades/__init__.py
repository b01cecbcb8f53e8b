"""What workflow code sees in place of the standard library: recorded time and randomness, silent logs, no I/O."""
