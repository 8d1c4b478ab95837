"""A camera step by step: address, place, direction, what it may do; saved once, at the end (docs/admin.md)."""
