"""Exemptions: what configuration lets pass, for a reason and until a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fnmatch import fnmatchcase
from typing import Any

from .finding import Subject

SELECTORS = ("api", "method", "path", "resource")


class Verdict(Enum):
    """Whether an exemption is for a subject."""

    COVERS = "covers"
    MAY_COVER = "may cover, once more is known"
    DIFFERS = "is for something else"


@dataclass(frozen=True)
class Exemption:
    """Patterns (`*`, `?`, `[…]`) for what may pass; a selector that is left out fits all."""

    reason: str
    expires: date
    selectors: Mapping[str, str]
    """Of `api`, `method`, `path`, `resource`: those given."""

    def __str__(self) -> str:
        return ", ".join(f"{key} {self.selectors[key]}" for key in self.selectors)

    def expired(self, today: date) -> bool:
        """An exemption holds up to and with its day."""
        return today > self.expires

    def verdict(self, subject: Subject) -> Verdict:
        """Unsettled subjects may still turn out to be covered; settled ones are or are not."""
        worst = Verdict.COVERS
        for key, pattern in self.selectors.items():
            if _fits(key, pattern, subject):
                continue
            if subject.settled or key not in ("api", "path"):
                return Verdict.DIFFERS
            worst = Verdict.MAY_COVER
        return worst


def _fits(key: str, pattern: str, subject: Subject) -> bool:
    if pattern == "*":
        return True
    if key == "api":
        return any(fnmatchcase(name, pattern) for name in subject.apis)
    if key == "method":
        return subject.method is not None and fnmatchcase(subject.method, pattern.upper())
    if key == "path":
        return subject.path is not None and _path_fits(subject.path, pattern)
    return fnmatchcase(subject.resource, pattern)


def _path_fits(path: str, pattern: str) -> bool:
    # A path's braces and a pattern's are the same; only its brackets are special to fnmatch.
    return path == pattern or fnmatchcase(path, pattern)


def verdict(exemptions: tuple[Exemption, ...], subject: Subject, today: date) -> Verdict:
    """The best that any exemption in date has to say."""
    verdicts = {item.verdict(subject) for item in exemptions if not item.expired(today)}
    for best in (Verdict.COVERS, Verdict.MAY_COVER):
        if best in verdicts:
            return best
    return Verdict.DIFFERS


def schema(selectors: tuple[str, ...]) -> dict[str, Any]:
    """The JSON schema of a rule's `exemptions`."""
    text = {"type": "string", "minLength": 1}
    return {
        "type": "array",
        "default": [],
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["reason", "expires"],
            "properties": {
                **dict.fromkeys(selectors, text),
                "reason": text,
                "expires": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            },
        },
    }


def parse(raw: Any, selectors: tuple[str, ...], mistakes: list[str]) -> tuple[Exemption, ...]:
    """The exemptions in a rule's configuration; what is wrong goes to `mistakes`, and is left out.

    The engine has checked most of it against the schema, but only the engine
    knows schemas, and only this knows dates.
    """
    if not isinstance(raw, list):
        mistakes.append("exemptions: must be a list of objects")
        return ()
    found = []
    for index, item in enumerate(raw):
        exemption = _parse_one(item, f"exemptions[{index}]", selectors, mistakes)
        if exemption:
            found.append(exemption)
    return tuple(found)


def _parse_one(
    item: Any, where: str, selectors: tuple[str, ...], mistakes: list[str]
) -> Exemption | None:
    if not isinstance(item, Mapping):
        mistakes.append(f"{where}: must be an object")
        return None
    before = len(mistakes)
    allowed = (*selectors, "reason", "expires")
    for key in item:
        if key not in allowed:
            mistakes.append(f"{where}.{key}: is not a key here; allowed: {', '.join(allowed)}")
        elif not isinstance(item[key], str) or not item[key].strip():
            mistakes.append(f"{where}.{key}: must be text that is not blank")
    mistakes.extend(
        f"{where}.{key}: is required" for key in ("reason", "expires") if key not in item
    )
    if len(mistakes) == before and not any(selector in item for selector in selectors):
        mistakes.append(f"{where}: must say what it is for, by {' or '.join(selectors)}")
    expires = _date(item.get("expires"), f"{where}.expires", mistakes)
    if len(mistakes) > before or expires is None:
        return None
    return Exemption(
        reason=item["reason"],
        expires=expires,
        selectors={key: item[key] for key in selectors if key in item},
    )


def _date(raw: Any, where: str, mistakes: list[str]) -> date | None:
    if not isinstance(raw, str):
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        mistakes.append(f'{where}: "{raw}" is no date; write it as 2027-01-31')
        return None
