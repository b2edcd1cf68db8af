"""Disagreements of real annotators, counted once more in another way; settlement held against experts."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from review_corpora import crowd, two_annotators

from annotator.review.clusters import clusters, disagreements
from annotator.review.score import score
from annotator.review.settling import majority, settle
from annotator.review.versions import Disagreement

EXPECTED = {
    "guangxin_hant": Counter(missed=8, boundary=3) + Counter({"split-merge": 1}),
    "nanyang_hans": Counter(missed=5, label=1) + Counter({"split-merge": 1}),
}
F1 = {"guangxin_hant": 0.955, "nanyang_hans": 0.978}


@pytest.mark.parametrize("name", EXPECTED)
def test_two_annotators_of_the_sample_reports(name):
    document = two_annotators(name)
    a, b = ([(one.span, one.label) for one in ones] for ones in document.annotations.values())
    assert round(score({name: a}, {name: b}).exact["all"].f1, 3) == F1[name]
    found = disagreements([document])
    assert Counter(one.type for one in found) == EXPECTED[name]
    told = {(span.span, span.label) for one in found for version in one.versions for span in version.spans}
    assert told == set(a) ^ set(b)  # flat and without other differences: all that differs, and nothing else


def test_what_two_annotators_did_has_the_right_type():
    def told(name):
        return {
            tuple(sorted(span.text for version in one.versions for span in version.spans)): one.kinds
            for one in disagreements([two_annotators(name)])
        }

    guangxin, nanyang = told("guangxin_hant"), told("nanyang_hans")
    assert guangxin["初中強化班", "舉辦初中強化班"] == ("boundary",)
    assert guangxin["幫扶項目",] == ("missed",)
    assert guangxin["最清潔戶評比", "最美脫貧人", "最美脫貧人、最清潔戶評比"] == ("split-merge",)
    assert nanyang["志智“双扶”", "志智“双扶”"] == ("label",)
    assert nanyang["产业", "产业、就业扶贫", "就业扶贫"] == ("split-merge",)


def _by_character(document):
    """Runs of characters that spans hold together, and whether all who are done have the same spans in them."""
    spans = [
        (one.span.start, one.span.end, one.label, who) for who, ones in document.annotations.items() for one in ones
    ]
    joined = {at for start, end, *_ in spans for at in range(start, end - 1)}
    covered = {at for start, end, *_ in spans for at in range(start, end)}
    found, start = [], None
    for at in range(len(document.text) + 1):
        if at in covered and start is None:
            start = at
        if start is not None and at not in joined:
            inside = [{s[:3] for s in spans if s[3] == who and start <= s[0] <= at} for who in document.done]
            found.append((start, at + 1, any(theirs != inside[0] for theirs in inside)))
            start = None
    return found


@pytest.mark.parametrize("name", ["crowd-oei-dev.jsonl", "yedda-finance-5annotators.jsonl"])
def test_clusters_of_a_crowd(name):
    documents, _gold = crowd(name)
    for document in documents:
        found = [(one.span.start, one.span.end, isinstance(one, Disagreement)) for one in clusters(document)]
        assert found == _by_character(document)


def test_majority_against_experts():
    documents, gold = crowd("crowd-oei-dev.jsonl")
    settlement = settle((one for document in documents for one in clusters(document)), majority)
    layer = defaultdict(list)
    for proposal in settlement.proposals:
        layer[proposal.cluster.document] += [(one.span, one.label) for one in proposal.spans]
    scores = score(gold, layer)
    assert (len(settlement.proposals), len(settlement.left)) == (1179, 1166)
    assert round(scores.exact["all"].precision, 3) == 0.881  # as docs/agreement.md says
    assert round(scores.overlap["all"].precision, 3) == 0.980
    assert round(scores.exact["all"].recall, 3) == 0.153
    for proposal in settlement.proposals:  # each span again by a plain count of votes
        document = next(one for one in documents if one.document == proposal.cluster.document)
        for span in proposal.spans:
            votes = sum(any((one.span, one.label) == (span.span, span.label) for one in ones)
                        for ones in document.annotations.values())  # fmt: skip
            assert 2 * votes > len(document.done)
