"""Does a camera's stream come? Tried by a worker, told in words; nobody looks at its pictures (docs/admin.md)."""
