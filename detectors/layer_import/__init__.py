"""Other people's data comes in: from the command line and in the administration (docs/interfaces/layers.md)."""
