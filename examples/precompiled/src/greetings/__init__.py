"""A package that ships its workflows compiled."""
