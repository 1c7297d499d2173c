"""AWS and Pulumi on this machine: toolchain, emulator, provider.

`python -m sandbox pulumi …` runs any Pulumi command with the real engine on an
emulated AWS; `python -m sandbox up` and `down` are what `make up` and
`make down` run.
"""
