"""Start the stand-in: `python -m sandbox.provider <engine address>`. The engine does."""

import asyncio
import sys

from sandbox.orphans import end_with_parent
from sandbox.provider.server import serve

if __name__ == "__main__":
    addresses = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if not addresses:
        sys.exit(
            "this is a plugin for the Pulumi engine, which starts it with its own address. "
            "Run `python -m sandbox pulumi …`."
        )
    end_with_parent()
    asyncio.run(serve(addresses[0]))
