"""Many cameras at once, from a table: read, judged line by line, shown, and then taken in whole (docs/admin.md)."""
