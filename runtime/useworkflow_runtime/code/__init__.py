"""Code: where bundles come from, on load and ahead of time, and how functions are found by name. Read ``programs`` first."""
