"""The recipes of the page, as files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.paths import ROOT
from tests.harness import programs

PAGE = ROOT / "docs" / "recipes.md"
# A block's language, and the file that it is; a block without a file is commands.
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Recipe:
    """One section of the page."""

    title: str
    files: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)

    @property
    def programs(self) -> list[str]:
        """Its Pulumi programs, in order."""
        return [name for name in self.files if name.endswith("__main__.py")]

    def write(self, folder: Path) -> Path:
        """Write its files, and the folder of code that its programs build functions from."""
        for name, text in self.files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            programs.add_function(file.parent)
        return folder


def recipes() -> dict[str, Recipe]:
    """All recipes by title, in the page's order."""
    _, *sections = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = {}
    for section in sections:
        recipe = Recipe(section.partition("\n")[0])
        for language, file, text in _FENCE.findall(section):
            if file:
                recipe.files[file] = text
            else:
                assert language == "sh", f"{recipe.title}: a block of {language} without a file"
                recipe.commands += text.splitlines()
        found[recipe.title] = recipe
    return found
