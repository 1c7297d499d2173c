"""The one error that the sandbox shows a person."""


class SandboxError(Exception):
    """Something a person can mend: what is wrong, then what to do.

    Printed without a traceback; the command exits with status 1.
    """
