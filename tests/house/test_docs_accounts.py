"""docs/accounts.md shows the rights that the code gives, and no others."""

from pathlib import Path

from hypervision.accounts.table import rights_table

PAGE = Path(__file__).parents[2] / "docs" / "accounts.md"


def test_the_table_of_the_page_is_the_table_of_the_code() -> None:
    assert rights_table() in PAGE.read_text(), "Put what `manage.py rights_table` prints into docs/accounts.md."
