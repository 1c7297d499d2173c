"""How long an access token is valid."""

import re

# Cognito: 5 minutes to 24 hours (user pool app client token settings).
SHORTEST = 5 * 60
LONGEST = 24 * 60 * 60
DEFAULT = "1h"
_UNITS = {"s": 1, "m": 60, "h": 60 * 60}


def seconds(lifetime: str) -> int:
    """Seconds in a lifetime such as `3600s`, `60m` or `1h`.

    Raises ValueError, with what to write, for another form or outside 5 minutes to 24 hours.
    """
    found = re.fullmatch(r"([1-9][0-9]{0,5})\s*([smh])", lifetime.strip())
    if not found:
        number = lifetime.strip()
        example = f'"{number}s"' if number.isdecimal() else '"3600s", "60m" or "1h"'
        raise ValueError(f"{lifetime!r} is no lifetime with a unit. Write {example}.")
    value = int(found[1]) * _UNITS[found[2]]
    if not SHORTEST <= value <= LONGEST:
        raise ValueError(
            f"{lifetime!r} is out of range: Cognito allows 5 minutes to 24 hours. "
            f'Write, for example, "{"5m" if value < SHORTEST else "24h"}".'
        )
    return value
