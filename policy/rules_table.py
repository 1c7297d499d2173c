"""Writes RULES.md from the rules: `python -m policy.rules_table`; `--check` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

from .rule import PackRule, ResourceRule, Rule
from .rules import RULES
from .settings import OPTIONS

FILE = Path(__file__).with_name("RULES.md")

_HEAD = """\
# The rules

<!-- Made by `python -m policy.rules_table`; a test compares. Change the rules instead. -->

Every rule is mandatory unless its row says otherwise. A *resource* rule judges a resource before
it is created, also with `--skip-preview`; a *stack* rule judges when all resources are registered:
at the end of a preview, and of an update. `aws-native` types are judged as the `aws` ones are.

"""

_CONFIGURATION = """\
## Configuration

`pulumi up --policy-pack policy --policy-pack-config FILE`, with FILE in JSON:

```json
{
  "method-requires-authorizer": {
    "enforcementLevel": "mandatory",
    "exemptions": [
      {
        "api": "orders",
        "method": "GET",
        "path": "/health*",
        "reason": "the load balancer sends no token",
        "expires": "2027-06-30"
      }
    ]
  },
  "m2m-client-is-minimal": {"longestAccessTokenLifetime": 900},
  "scope-is-declared": {
    "externalResourceServers": [
      {"identifier": "com.other", "scopes": ["x.read"], "userPool": "us-east-1_example"}
    ]
  }
}
```

- **Levels**: `mandatory`, `advisory`, `disabled`; for all rules at once under `"all"`.
- **Exemptions** belong to a rule. `api` (its name, its name in the program, or its id), `method`,
  `path` and `resource` (the name in the program) are patterns with `*`, `?` and `[…]`; what is
  left out fits all. `reason` and `expires` are required; the day itself is still in date (UTC).
- A method's path and API's name are not known before it is created. With an exemption by `api` or
  `path` that may be for it, the two method rules let it pass, and `exemption-is-current` decides
  when the whole stack is known: at preview before anything is created, but with `--skip-preview`
  after. So that rule is not one to disable. An exemption by `resource` is decided at once.
- **A wrong key or value** fails the run and is named. The engine itself ignores the name of a rule
  that the pack does not have; such a part changes nothing, so the rule stays as strict as it was.

## What an unknown value means

At preview ids, ARNs and whatever is made of them are not known yet. An id counts as there when its
property is; which resource it is of, the stack rules see from where it came. Authorization types,
flows and scopes must be known: written as plain strings. A body that is not known is a violation.
At the update all is judged again. A rule that fails is a violation as well.
"""


def text() -> str:
    """The whole page."""
    rows = "\n".join(_row(rule) for rule in RULES)
    table = f"| rule | kind | severity | what must be so |\n|---|---|---|---|\n{rows}\n\n"
    return _HEAD + table + "\n".join(map(_section, RULES)) + "\n" + _CONFIGURATION


def _kind(rule: Rule) -> str:
    kind = "resource" if isinstance(rule, ResourceRule) else "stack"
    return kind if rule.level == "mandatory" else f"{kind}, {rule.level}"


def _row(rule: Rule) -> str:
    return f"| [{rule.id}](#{rule.id}) | {_kind(rule)} | {rule.severity} | {rule.title} |"


def _section(rule: Rule) -> str:
    lines = [
        f"## {rule.id}",
        "",
        rule.title,
        "",
        f"- **Looks at** {rule.looks_at}.",
        f"- **Why**: {rule.why} [Source]({rule.source}).",
        f"- **Mend, component**: `{rule.mend.component}`",
        f"- **Mend, pulumi_aws**: `{rule.mend.pulumi_aws}`",
    ]
    if not isinstance(rule, PackRule):
        lines.append(f"- **Exempt by** {', '.join(f'`{key}`' for key in rule.exempt_by)}.")
    lines.extend(
        f"- **Configure** `{option}`: {OPTIONS[option]['description']} Default: "
        f"`{OPTIONS[option]['default']}`."
        for option in rule.options
    )
    return "\n".join([*lines, ""])


def main(words: list[str]) -> int:
    """Write the page, or with `--check` say whether it is current."""
    if words == ["--check"]:
        if FILE.read_text(encoding="utf-8") == text():
            return 0
        print("policy/RULES.md is not what the rules say: run python -m policy.rules_table")
        return 1
    FILE.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
