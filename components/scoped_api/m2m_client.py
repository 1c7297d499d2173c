"""M2MClient: an app client for client_credentials and nothing else."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired

from . import lifetimes, scopes, secret_store
from .arguments import Mistakes, check_shape
from .secret_store import SecretStoreArgs


class M2MClientArgs(TypedDict):
    """Which scopes a client may ask for, from which pool."""

    user_pool_id: pulumi.Input[str]
    """The pool that issues its tokens."""
    scopes: list[str]
    """What it may ask for: short names (`orders.read`) or full ones (`com.orders/orders.read`)."""
    declared_scopes: pulumi.Input[list[str]]
    """The full scopes that exist, by which `scopes` is checked: `ScopedApi.declared_scopes`,
    also by StackReference. The client waits for the resource server that declares them."""
    token_lifetime: NotRequired[str]
    """How long an access token is valid, 5 minutes to 24 hours: `3600s`, `60m`, `1h` (also
    the default)."""
    generation: NotRequired[int]
    """Counts the client's credentials, from 1 (also the default). A higher one makes new
    credentials and, unless `keep_previous`, takes the old ones away."""
    keep_previous: NotRequired[bool]
    """Keeps the credentials of the generation before working beside the new ones."""
    store: NotRequired[SecretStoreArgs]
    """Also keeps the credentials in Secrets Manager, as `scoped_api.token` reads them."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags for what `store` makes; an app client takes none."""


class M2MClient(pulumi.ComponentResource):
    """Credentials with which a machine gets access tokens for some scopes.

    To change them without a gap: raise `generation` and set `keep_previous`, update, let the
    callers take the new ones, then remove `keep_previous` and update again.
    """

    client_id: pulumi.Output[str]
    """The client's id, of the newest generation."""
    client_secret: pulumi.Output[str]
    """Its secret, a Pulumi secret."""
    scopes: pulumi.Output[list[str]]
    """What it may ask for, as full names."""
    previous_client_id: pulumi.Output[str] | None
    """The id of the generation before, while it is kept."""
    secret_arn: pulumi.Output[str] | None
    """The credentials in Secrets Manager, with `store`."""
    reader_policy_arn: pulumi.Output[str] | None
    """An IAM policy that lets its bearer read them, with `store`."""

    def __init__(
        self, name: str, args: M2MClientArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Make a client. Raises `ArgumentsError` before anything is registered."""
        mistakes = Mistakes("M2MClient", name)
        args = check_shape(args, M2MClientArgs, mistakes)
        validity = _check(args, mistakes)
        mistakes.raise_if_any()
        super().__init__("scoped-api:index:M2MClient", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.scopes = pulumi.Output.from_input(args["declared_scopes"]).apply(
            lambda declared: _resolve_all(name, args["scopes"], declared)
        )
        newest = args.get("generation", 1)
        client = self._app_client(name, newest, args, validity, child)
        self.client_id = client.id
        self.client_secret = pulumi.Output.secret(client.client_secret)
        self.previous_client_id = None
        if args.get("keep_previous"):
            self.previous_client_id = self._app_client(name, newest - 1, args, validity, child).id
        self.secret_arn = self.reader_policy_arn = None
        if "store" in args:
            document = {
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "token_url": args["store"]["token_url"],
                "scope": self.scopes.apply(" ".join),
            }
            self.secret_arn, self.reader_policy_arn = secret_store.store(
                name, args["store"], document, args.get("tags"), child
            )
        self.register_outputs(
            {
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "scopes": self.scopes,
                "previous_client_id": self.previous_client_id,
                "secret_arn": self.secret_arn,
                "reader_policy_arn": self.reader_policy_arn,
            }
        )

    def _app_client(
        self,
        name: str,
        generation: int,
        args: M2MClientArgs,
        validity: int,
        opts: pulumi.ResourceOptions,
    ) -> aws.cognito.UserPoolClient:
        return aws.cognito.UserPoolClient(
            name if generation == 1 else f"{name}-{generation}",
            user_pool_id=args["user_pool_id"],
            generate_secret=True,
            allowed_oauth_flows_user_pool_client=True,
            allowed_oauth_flows=["client_credentials"],
            allowed_oauth_scopes=self.scopes,
            # The least that Cognito takes: left out, it allows password flows.
            explicit_auth_flows=["ALLOW_REFRESH_TOKEN_AUTH"],
            prevent_user_existence_errors="ENABLED",
            enable_token_revocation=True,
            access_token_validity=validity,
            token_validity_units={"access_token": "seconds"},
            opts=opts,
        )


def _check(args: M2MClientArgs, mistakes: Mistakes) -> int:
    """Check what can be checked now; return the lifetime in seconds."""
    validity = lifetimes.LONGEST
    try:
        validity = lifetimes.seconds(args.get("token_lifetime", lifetimes.DEFAULT))
    except ValueError as error:
        mistakes.add("token_lifetime", str(error))
    wanted = args.get("scopes", [])
    if not wanted and not mistakes.within("scopes"):
        mistakes.add("scopes", 'is empty. Write, for example, ["orders.read"].')
    if len(wanted) > scopes.MAX_PER_CLIENT:
        mistakes.add(
            "scopes",
            f"{len(wanted)} scopes are too many: Cognito allows {scopes.MAX_PER_CLIENT} for a "
            "client. Make two clients.",
        )
    declared = scopes.declared_now(args.get("declared_scopes"))
    if declared is not None and not mistakes.within("scopes"):
        for number, scope in enumerate(wanted):
            scopes.resolve(scope, declared, mistakes, f"scopes[{number}]")
    generation = args.get("generation", 1)
    if generation < 1:
        mistakes.add("generation", f"{generation} is too low. Write 1 or more.")
    if generation == 1 and args.get("keep_previous"):
        mistakes.add("keep_previous", 'has nothing to keep. Write "generation": 2 beside it.')
    if "store" in args and not mistakes.within("store"):
        secret_store.check(args["store"], mistakes, "store")
    return validity


def _resolve_all(name: str, wanted: list[str], declared: list[str]) -> list[str]:
    """Full names, of scopes whose declaration only now is known."""
    mistakes = Mistakes("M2MClient", name)
    full = {
        scopes.resolve(scope, declared, mistakes, f"scopes[{number}]")
        for number, scope in enumerate(wanted)
    }
    mistakes.raise_if_any()
    return sorted(scope for scope in full if scope)
