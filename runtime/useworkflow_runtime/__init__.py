"""Commands to the world (storage, steps, terminal), and the world's events back."""
