"""Scenes beyond what the product can do: reported apart, by name, and without a goal. They may be tuned on."""
