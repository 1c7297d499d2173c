"""The reference is what the docstrings say."""

from __future__ import annotations

import scoped_api
import scoped_api.token

from docs import make_reference


def test_the_page_is_what_the_generator_writes() -> None:
    assert make_reference.FILE.read_text(encoding="utf-8") == make_reference.render(), (
        "docs/reference.md is not up to date. Run: python -m docs.make_reference"
    )


def test_every_public_name_has_a_section() -> None:
    page = make_reference.render()
    missing = [
        name
        for name in (*scoped_api.__all__, *scoped_api.token.__all__)
        if f"# {name}\n" not in page
    ]
    assert missing == []


def test_every_field_and_every_link_leads_somewhere() -> None:
    lines = make_reference.render().splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    headings = {line.lstrip("# ").lower() for line in lines if line.startswith("#")}
    links = {part.split(")")[0] for line in lines for part in line.split("](#")[1:]}
    assert len(rows) > 70
    # What the three of Credentials mean, their names say.
    assert [row.split("`")[1] for row in rows if row.endswith("|  |")] == [
        "client_id",
        "client_secret",
    ]
    assert links <= headings
