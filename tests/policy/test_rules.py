"""Every rule's table of cases: the pure rule, and the same through the SDK's servicer."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from policy import judging, rules, rules_table, settings
from policy.rule import PackRule, ResourceRule, Rule, StackRule
from policy.rules import RULES, method_requires_authorizer
from policy.sdk import Judges
from tests.policy import cases
from tests.policy.case import Case
from tests.policy.world import Servicer, stack

TODAY = date(2026, 11, 23)


def module(rule: Rule) -> str:
    return rule.id.replace("-", "_")


def table(rule: Rule) -> list[Case]:
    found: list[Case] = importlib.import_module(f"{cases.__name__}.{module(rule)}").CASES
    return found


ALL = [
    pytest.param(rule, case, id=f"{rule.id}: {case.name}") for rule in RULES for case in table(rule)
]


def configured(rule: Rule) -> Rule:
    """The rule that a case's configuration is for."""
    return method_requires_authorizer.RULE if rule.id == "exemption-is-current" else rule


def pure(rule: Rule, case: Case) -> Iterator[tuple[str, str]]:
    """(resource's name, text) of what the rule finds, without the SDK."""
    names = {made.urn: made.name for made in case.made} | {None: ""}
    whole = stack(case.made)
    target = configured(rule)
    in_force, mistakes = settings.parse(case.config, target.exempt_by, target.options)
    assert mistakes == []
    if isinstance(rule, PackRule):
        others = {
            other: in_force if other is target else settings.Settings()
            for other in RULES
            if not isinstance(other, PackRule)
        }
        for text, urn in rule.check(whole, others, TODAY):
            yield names[urn], text
        return
    if isinstance(rule, ResourceRule):
        for made in case.made:
            if made.type in rule.view.types:
                for finding in rule.check(rule.view.read(made.resource()), in_force):
                    yield names[finding.urn], finding.text()
        return
    assert isinstance(rule, StackRule)
    for finding, _ in judging.over_stack(rule, whole, in_force):
        yield names[finding.urn], finding.text()


def expected(rule: Rule, case: Case) -> list[tuple[str, str]]:
    """The whole texts: the first lines of the table, and the mending lines with the route."""
    texts = []
    for name, line in case.told:
        if rule.id == "exemption-is-current":
            texts.append((name, line))
            continue
        route = re.match(r"([A-Z]+|\$\w+|an? \w+)(?: (/\S*))?(?: on API| \(resource)", line)
        mend = (case.mend or rule.mend).for_route(*(route.groups() if route else (None, None)))
        lines = [
            line,
            f"  mend, component:  {mend.component}",
            f"  mend, pulumi_aws: {mend.pulumi_aws}",
        ]
        texts.append((name, "\n".join(lines)))
    return sorted(texts)


@pytest.mark.parametrize(("rule", "case"), ALL)
def test_pure_rule(rule: Rule, case: Case) -> None:
    assert sorted(pure(rule, case)) == expected(rule, case)


@pytest.mark.parametrize(("rule", "case"), ALL)
def test_through_the_sdk(rule: Rule, case: Case) -> None:
    servicer = Servicer({configured(rule).id: case.config}, Judges(RULES, day=lambda: TODAY))
    names = {made.urn: made.name for made in case.made} | {"": ""}
    told = [each for each in servicer.run(case.made) if each.rule == rule.id]
    assert sorted((names[each.urn], each.text) for each in told) == expected(rule, case)
    assert {each.level for each in told} <= {rule.level}


def test_the_whole_text() -> None:
    rule = method_requires_authorizer.RULE
    case = next(case for case in table(rule) if case.name == "NONE")
    (told,) = (t for t in Servicer().run(case.made) if t.rule == rule.id)
    assert told.text == (
        'GET (resource "get-tests", its path: see unprotected-method-paths at preview): it has no '
        "authorizer, so anyone can call it; an API key would be no authorization\n"
        '  mend, component:  ScopedApi routes: [{"method": "GET", "path": "<PATH>", "scopes": '
        '["<scope>"], …}]\n'
        '  mend, pulumi_aws: authorization="COGNITO_USER_POOLS", authorizer_id=authorizer.id'
    )
    assert told.urn == "urn:pulumi:dev::shop::aws:apigateway/method:Method::get-tests"


def test_rules_are_files_are_cases_are_rows() -> None:
    ids = [rule.id for rule in RULES]
    assert sorted(map(module, RULES)) == sorted(
        m.name for m in pkgutil.iter_modules(rules.__path__)
    )
    assert sorted(map(module, RULES)) == sorted(
        m.name for m in pkgutil.iter_modules(cases.__path__)
    )
    page = rules_table.FILE.read_text(encoding="utf-8")
    assert re.findall(r"^\| \[(.+?)\]\(#\1\) \|", page, re.MULTILINE) == ids
    assert [h for h in re.findall(r"^## (\S+)$", page, re.MULTILINE) if "-" in h] == ids
    assert [policy.name for policy in Judges(RULES).policies()] == ids


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_tried_three_ways(rule: Rule) -> None:
    assert {case.outcome for case in table(rule)} == {"pass", "fail", "not applicable"}


def test_rules_md_is_what_the_rules_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert rules_table.main(["--check"]) == 0, capsys.readouterr().out


def test_a_stale_rules_md_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rules_table, "FILE", tmp_path / "RULES.md")
    rules_table.FILE.write_text("# The rules\n")
    assert rules_table.main(["--check"]) == 1
    assert "run python -m policy.rules_table" in capsys.readouterr().out
    assert rules_table.main([]) == 0
    assert rules_table.main(["--check"]) == 0
