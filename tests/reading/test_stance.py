"""What a source does in saying something."""

from __future__ import annotations

import pytest

from reading.marked import one


@pytest.mark.parametrize(
    ("source", "cue", "content", "stance"),
    [
        ("An aide", "believes", "the line will hold", "assesses"),
        ("Two aides", "said", "the line may harden within weeks", "assesses"),
        ("The army", "reported", "that 40 drones were shot down", "reports"),
        ("The ombudsman", "counted", "212 breaches", "reports"),
        ("The envoy", "called on", "both sides to stop", "demands"),
        ("The president", "said", "the troops must leave first", "demands"),
        ("The president", "said", "we will not give up a village", "refuses"),
        ("The council", "refused", "to let them pass", "refuses"),
        ("The ministry", "rejected", "the plan for a corridor", "refuses"),
        ("The ministry", "rejected", "the report of heavy losses", "denies"),
        ("The army", "said", "no shot had been fired since noon", "denies"),
        ("The minister", "said", "the figures were exaggerated", "denies"),
        ("The panel", "recommends", "that the port be closed", "demands"),
        ("The mission", "cannot independently confirm", "the count", "none"),
        ("The ministers", "agreed on", "a loan", "promises"),
        ("The ministry", "denied", "any retreat", "denies"),
        ("The regime", "denies", "access to the camps", "refuses"),
        ("The minister", "called", "it “a fabrication”", "denies"),
        ("The minister", "did not deny", "the strike", "concedes"),
        ("The army", "admitted", "losing seven tanks", "concedes"),
        ("The council", "proposed", "an exchange of prisoners", "offers"),
        ("The president", "said", "he was ready to talk", "offers"),
        ("The council", "threatened", "to close the road", "threatens"),
        ("The general", "warned", "that they would strike back and punish the port", "threatens"),
        ("The minister", "pledged", "40 lorries of flour", "promises"),
        ("The minister", "vowed", "never to sign", "refuses"),
        ("The minister", "announced", "a new package of aid", "promises"),
        ("The mayor", "welcomed", "the deal", "none"),
        ("The court", "concluded", "that at least 500 people were shot", "assesses"),
        ("The mission", "found", "the claims credible", "assesses"),
        ("The junta", "has called", "that finding biased", "denies"),
        ("The doctors", "were unaware of", "any corridor", "denies"),
        ("The president", "is determined to", "send what is needed", "promises"),
    ],
)
def test_cue_and_content_give_the_stance(source: str, cue: str, content: str, stance: str) -> None:
    assert one(f"{{S|{source}}} {{C|{cue}}} {{T|{content}}}.").stance == stance


@pytest.mark.parametrize(
    ("cue", "content", "negated"),
    [
        ("denied", "that a unit had left", True),
        ("dismissed", "the account", True),
        ("said", "there was no evidence of a retreat", True),
        ("doubt", "that it could", True),
        ("rejected", "the allegation", True),
        ("refused", "to leave", False),
        ("did not deny", "the strike", False),
        ("said", "the road was open", False),
    ],
)
def test_a_source_negates_what_it_says_is_not_so(cue: str, content: str, negated: bool) -> None:
    assert one(f"{{S|The ministry}} {{C|{cue}}} {{T|{content}}}.").negated is negated


@pytest.mark.parametrize(
    ("content", "issue"),
    [
        ("that the occupied provinces be returned", "territory"),
        ("neutral status outside any alliance", "alignment"),
        ("security guarantees from three guarantors", "guarantees"),
        ("that sanctions be lifted first", "sequence"),
        ("an end to the shelling", ""),
    ],
)
def test_a_demand_has_an_issue(content: str, issue: str) -> None:
    assert one(f"{{S|The minister}} {{C|demanded}} {{T|{content}}}.").issue == issue


def test_a_report_has_no_issue() -> None:
    assert one("{S|An aide} {C|reported} {T|that the border was quiet}.").issue == ""
