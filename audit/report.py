"""The result of a check as a table for a person."""

from __future__ import annotations

from collections.abc import Sequence

from audit.live import Cell, Claims, Result, Row

GREEN, RED = 32, 31
HEADINGS = ("route", "needs", "no token", "without scope", "with scope")
FOOTNOTE = "  * with a token that was asked for with some of the client's scopes only"


def table(result: Result, *, colour: bool = False) -> str:
    """Aligned text: a line a route, then a line a token."""
    rows = [HEADINGS, *(_words(row) for row in result.rows)]
    oks = [(True,) * 5, *((True, True, *_oks(row)) for row in result.rows)]
    lines = _aligned(rows, oks, colour)
    tokens = [("token of", "scope", "lifetime", "signature"), *map(_token, result.claims)]
    token_oks = [(True,) * 4, *((True, True, one.ok, True) for one in result.claims)]
    if any(row.wrong_token.narrowed for row in result.rows):
        lines.append(FOOTNOTE)
    return "\n".join([*lines, "", *_aligned(tokens, token_oks, colour)])


def _words(row: Row) -> tuple[str, ...]:
    return (
        f"{row.method} {row.path}",
        " or ".join(row.scopes) or "public",
        _cell(row.no_token),
        _cell(row.wrong_token),
        _cell(row.right_token),
    )


def _oks(row: Row) -> tuple[bool, bool, bool]:
    return row.no_token.ok, row.wrong_token.ok, row.right_token.ok


def _token(claims: Claims) -> tuple[str, ...]:
    return claims.client, " ".join(claims.scopes), f"{claims.lifetime} s", "verified (JWKS)"


def _cell(cell: Cell) -> str:
    if cell.status is None:
        return f"not called: {cell.note}"
    client = f"{cell.client}*" if cell.narrowed else cell.client
    return " ".join(word for word in (str(cell.status), client, cell.note) if word)


def _aligned(
    rows: Sequence[Sequence[str]], oks: Sequence[Sequence[bool]], colour: bool
) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for index, (row, good) in enumerate(zip(rows, oks, strict=True)):
        cells = []
        for word, width, ok in zip(row, widths, good, strict=True):
            mark = "" if ok else "✗ "
            shown = f"{mark}{word}".ljust(width)
            code = RED if not ok else GREEN if index and word[:1].isdigit() else None
            cells.append(f"\033[{code}m{shown}\033[0m" if colour and code else shown)
        lines.append(("  " + "  ".join(cells)).rstrip())
    return lines
