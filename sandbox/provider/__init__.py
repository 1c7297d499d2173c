"""The stand-in for the `aws:` provider: Pulumi's `aws` types, on the emulated AWS.

Which types it knows is in `tables`: a row says what AWS calls a property and an
operation. What all types share (names, unknowns, secrets, tags, defaults,
errors) is here, once. What a type's properties are is asked of `pulumi_aws`,
what AWS takes is asked of botocore: neither is written down a second time.
"""
