"""AuthorizationServer: the Cognito user pool that issues machine tokens."""

import re
from collections.abc import Mapping
from typing import TypedDict

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired

from . import endpoints
from .arguments import Mistakes, check_shape, is_later

# CreateUserPoolDomain: the pattern, and the words that it refuses.
_PREFIX = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_REFUSED_WORDS = ("aws", "amazon", "cognito")
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")
_POOL_ID = re.compile(r"[\w-]+_[0-9a-zA-Z]+")
FEATURE_PLANS = ("LITE", "ESSENTIALS", "PLUS")


class CustomDomainArgs(TypedDict):
    """A domain of your own for the token endpoint."""

    name: str
    """`auth.example.com`. Its parent needs an A record, or Cognito refuses it."""
    certificate_arn: pulumi.Input[str]
    """A certificate for it in AWS Certificate Manager, in us-east-1 whatever the Region."""


class AuthorizationServerArgs(TypedDict):
    """Exactly one of `domain_prefix`, `custom_domain` and `existing_user_pool_id`."""

    domain_prefix: NotRequired[pulumi.Input[str]]
    """Makes a pool whose token endpoint is
    `https://<prefix>.auth.<region>.amazoncognito.com/oauth2/token`. Unique in its Region."""
    custom_domain: NotRequired[CustomDomainArgs]
    """Makes a pool with a token endpoint on a domain of your own."""
    existing_user_pool_id: NotRequired[pulumi.Input[str]]
    """Uses a pool that is there, with the domain that it has; neither is changed or owned."""
    feature_plan: NotRequired[str]
    """LITE, ESSENTIALS or PLUS; AWS's default (ESSENTIALS) if not given."""
    deletion_protection: NotRequired[bool]
    """Whether AWS refuses to delete the pool. On if not given: a deleted pool takes every
    client's credentials with it."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags for the pool."""


class AuthorizationServer(pulumi.ComponentResource):
    """Issues access tokens to machines: no users, no sign-up, no passwords."""

    user_pool_id: pulumi.Output[str]
    """The user pool's id."""
    user_pool_arn: pulumi.Output[str]
    """The user pool's ARN, which a ScopedApi trusts."""
    issuer: pulumi.Output[str]
    """The `iss` claim of its tokens."""
    token_url: pulumi.Output[str]
    """Where clients get tokens."""
    jwks_url: pulumi.Output[str]
    """The public keys that verify its tokens."""
    domain_target: pulumi.Output[str] | None
    """What the DNS record of a `custom_domain` points to, as an alias."""

    def __init__(
        self,
        name: str,
        args: AuthorizationServerArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Make or look up a pool. Raises `ArgumentsError` before anything is registered."""
        mistakes = Mistakes("AuthorizationServer", name)
        args = check_shape(args, AuthorizationServerArgs, mistakes)
        _check(args, mistakes)
        mistakes.raise_if_any()
        super().__init__("scoped-api:index:AuthorizationServer", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.domain_target = None
        if "existing_user_pool_id" in args:
            pool, domain = _look_up(name, args["existing_user_pool_id"], child)
        else:
            pool, made = _create(name, args, child)
            domain = made.domain
            if "custom_domain" in args:
                self.domain_target = made.cloudfront_distribution
        self.user_pool_arn = pool.arn
        # An ARN ends with the id. The id of a pool that is looked up is not known at preview
        # with an SDK that is newer than the CLI; its ARN is.
        self.user_pool_id = pool.arn.apply(lambda arn: arn.rpartition("/")[2])
        self.issuer = self.user_pool_id.apply(endpoints.issuer)
        self.jwks_url = self.user_pool_id.apply(endpoints.jwks_url)
        # A pool's id starts with its Region. The token endpoint waits for the domain.
        self.token_url = pulumi.Output.all(domain, self.user_pool_id).apply(
            lambda known: endpoints.token_url(known[0], known[1].split("_")[0])
        )
        self.register_outputs(
            {
                "user_pool_id": self.user_pool_id,
                "user_pool_arn": self.user_pool_arn,
                "issuer": self.issuer,
                "token_url": self.token_url,
                "jwks_url": self.jwks_url,
                "domain_target": self.domain_target,
            }
        )


def _create(
    name: str, args: AuthorizationServerArgs, opts: pulumi.ResourceOptions
) -> tuple[aws.cognito.UserPool, aws.cognito.UserPoolDomain]:
    protected = args.get("deletion_protection", True)
    pool = aws.cognito.UserPool(
        name,
        admin_create_user_config={"allow_admin_create_user_only": True},
        account_recovery_setting={
            "recovery_mechanisms": [{"name": "admin_only", "priority": 1}],
        },
        user_pool_tier=args.get("feature_plan"),
        deletion_protection="ACTIVE" if protected else "INACTIVE",
        tags=args.get("tags"),
        opts=opts,
    )
    custom = args.get("custom_domain")
    domain = aws.cognito.UserPoolDomain(
        name,
        user_pool_id=pool.id,
        domain=custom["name"] if custom else args["domain_prefix"],
        certificate_arn=custom["certificate_arn"] if custom else None,
        opts=opts,
    )
    return pool, domain


def _look_up(
    name: str, user_pool_id: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> tuple[aws.cognito.UserPool, pulumi.Output[str]]:
    pool = aws.cognito.UserPool.get(name, user_pool_id, opts=opts)

    def its_domain(known: list[str]) -> str:
        if not (known[0] or known[1]):
            raise pulumi.RunError(
                f'AuthorizationServer "{name}": the user pool {known[2]} has no domain, and so '
                "no token endpoint. Give it one, or let this component make a pool with "
                '"domain_prefix".'
            )
        return known[0] or known[1]

    return pool, pulumi.Output.all(pool.custom_domain, pool.domain, user_pool_id).apply(its_domain)


def _check(args: AuthorizationServerArgs, mistakes: Mistakes) -> None:
    kinds = ("domain_prefix", "custom_domain", "existing_user_pool_id")
    given = [kind for kind in kinds if kind in args]
    if len(given) != 1 and not any(mistakes.within(kind) for kind in kinds):
        mistakes.add(
            "",
            f"Exactly one of {', '.join(kinds)} is needed; there is "
            f'{" and ".join(given) or "none"}. Write, for example, "domain_prefix": "orders-dev".',
        )
    prefix = args.get("domain_prefix")
    if isinstance(prefix, str):
        _check_prefix(prefix, mistakes)
    if "custom_domain" in args and not mistakes.within("custom_domain"):
        _check_custom_domain(args["custom_domain"], mistakes)
    pool_id = args.get("existing_user_pool_id")
    if isinstance(pool_id, str) and not _POOL_ID.fullmatch(pool_id):
        mistakes.add(
            "existing_user_pool_id",
            f'"{pool_id}" is no user pool id. Write, for example, "eu-west-1_AbCdEfGhI".',
        )
    plan = args.get("feature_plan")
    if plan is not None and plan not in FEATURE_PLANS:
        mistakes.add("feature_plan", f'"{plan}" is none. Write LITE, ESSENTIALS or PLUS.')
    if "existing_user_pool_id" in args:
        for key in ("feature_plan", "deletion_protection", "tags"):
            if key in args:
                mistakes.add(key, "cannot be set on an existing pool. Leave it out.")


def _check_prefix(prefix: str, mistakes: Mistakes) -> None:
    if not _PREFIX.fullmatch(prefix):
        mistakes.add(
            "domain_prefix",
            f'"{prefix}" is no domain prefix: 1 to 63 small letters, digits and hyphens, no '
            'hyphen at either end. Write, for example, "orders-dev".',
        )
    for word in _REFUSED_WORDS:
        if word in prefix:
            mistakes.add(
                "domain_prefix",
                f'"{prefix}" has "{word}" in it, which Cognito refuses. Leave it out.',
            )


def _check_custom_domain(custom: CustomDomainArgs, mistakes: Mistakes) -> None:
    if not _HOST.fullmatch(custom["name"]):
        mistakes.add(
            "custom_domain.name",
            f'"{custom["name"]}" is no domain name. Write, for example, "auth.example.com".',
        )
    arn = custom["certificate_arn"]
    if not is_later(arn) and ":acm:us-east-1:" not in str(arn):
        mistakes.add(
            "custom_domain.certificate_arn",
            "is no certificate in us-east-1, where Cognito wants it. Write an ARN that starts "
            'with "arn:aws:acm:us-east-1:".',
        )
