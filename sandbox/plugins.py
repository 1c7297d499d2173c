"""The provider stand-in, where the engine looks for the `aws` plugin."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import yaml

from sandbox import paths, shims


def install(folder: Path) -> None:
    """Install the stand-in for the program in `folder`: always it, whatever its SDK's version.

    The engine looks for the very version of `pulumi_aws` that the program imports:
    ours, or the one in the virtual environment that its Pulumi.yaml names.
    """
    for wanted in {version("pulumi-aws"), *_versions(folder)}:
        plugin = paths.PULUMI_HOME / "plugins" / f"resource-aws-v{wanted}" / "pulumi-resource-aws"
        shims.write(plugin, "sandbox.provider")


def _versions(folder: Path) -> list[str]:
    try:
        project = yaml.safe_load((folder / "Pulumi.yaml").read_text())
        environment = folder / project["runtime"]["options"]["virtualenv"]
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return []  # no program, or one that names no environment
    found = environment.glob("lib/python3*/site-packages/pulumi_aws-*.dist-info")
    return [info.name.removeprefix("pulumi_aws-").removesuffix(".dist-info") for info in found]
