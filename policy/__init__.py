"""The CrossGuard pack: nothing unprotected gets through, in any form, known or unknown."""
