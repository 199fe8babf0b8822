"""What is answered for many people at once is what is answered for each of them singly."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curriculum.model import Access, Ref, Rule, Workspace
from curriculum.needs.demands import DemandFinder
from curriculum.needs.matching import Candidates, rule_fits
from tests.needs.ask import TODAY
from tests.needs.strategies import workspaces

COLUMNS = ("department", "job_title", "city")
CELLS = ("", "Sales", "sales ", "Sales North", "IT", "S*", "علي", "علی", "[", "a?")
VALUES = (*CELLS, "sales*", "*", "?T", "[IJ]T", "[!S]*", "*north")

conditions = st.dictionaries(
    st.sampled_from(COLUMNS), st.lists(st.sampled_from(VALUES).map(Ref), min_size=1, max_size=3).map(tuple), max_size=3
)
rules = st.builds(lambda when, unless: Rule(when=when, unless=unless), conditions, conditions)
rows = st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from(CELLS))


@settings(max_examples=1000)
@given(st.lists(rules, max_size=6), st.lists(rows, min_size=1, max_size=4))
def test_a_rule_that_may_fit_is_never_left_out(all_rules: list[Rule], people: list[dict[str, str]]) -> None:
    candidates = Candidates(all_rules)
    for fields in people:
        bits = candidates.of(fields)
        for n, rule in enumerate(all_rules):
            assert bits >> n & 1 or rule_fits(rule, fields).fits is False


def test_most_rules_are_left_out_at_one_look() -> None:
    all_rules = [Rule(when={"job_title": (Ref(f"Analyst {n}*"),)}) for n in range(20)]
    candidates = Candidates(all_rules)
    assert candidates.of({"job_title": "Clerk"}) == 0
    assert candidates.of({"job_title": "analyst 7b"}) == 1 << 7
    assert candidates.of({"job_title": ""}) == (1 << 20) - 1  # cannot be told until it is filled in
    assert candidates.of({}) == (1 << 20) - 1


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(workspaces(), st.data())
def test_required_levels_are_those_of_the_demands(ws: Workspace, data: st.DataObject) -> None:
    roles = tuple(data.draw(st.lists(st.sampled_from([*ws.roles, "nowhere"]), unique=True)))
    access = data.draw(st.sampled_from([None, *Access]))
    finder = DemandFinder(ws, TODAY)
    demands = finder.demands(roles, access)
    assert finder.required(roles, access) == {(d.competency, d.module): d.required for d in demands if not d.optional}
    for demand in demands:
        firm = [a.rank for a in demand.asked if not a.requirement.optional]
        assert demand.optional is not bool(firm)
        assert demand.required == max(firm or [a.rank for a in demand.asked])
