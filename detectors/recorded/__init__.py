"""Try-out on a recording that a person hands in: looked at once, never shown, never kept (docs/tryout.md)."""
