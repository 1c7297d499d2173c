"""Where the engine starts the pack: `pulumi up --policy-pack <this folder>`."""

import importlib
import importlib.util
import sys
from pathlib import Path

# The engine runs this folder by its path, from any working directory and under any name.
# Loading it as a package of a fixed name lets its modules import each other all the same,
# and keeps them from shadowing, or being shadowed by, somebody else's.
NAME = "scoped_api_policy"


def main() -> None:
    """Load the pack, and serve it until the engine ends it."""
    folder = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder} holds no policy pack: its __init__.py is missing")
    package = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = package
    spec.loader.exec_module(package)
    importlib.import_module(f"{NAME}.pack").serve()


if __name__ == "__main__":
    main()
