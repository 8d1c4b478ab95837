"""How right the product is, as figures that anyone can compute again: ``manage.py evaluate``. Needs no database."""
