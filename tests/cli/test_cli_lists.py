"""`annotator rules` and `annotator terms`."""

from __future__ import annotations

import json

from cli_runs import invoke, lines


def test_a_rule_is_added_listed_used_and_removed(corpus, tmp_path):
    assert invoke("rules", corpus, "--add", "攻堅工作總結", "--label", "Program", "--note", "本县").exit_code == 0
    assert "攻堅工作總結" in invoke("rules", corpus).stdout
    (rule,) = lines(invoke("rules", corpus, "--json").stdout)
    assert rule == {"pattern": "攻堅工作總結", "label": "Program", "domain": "", "note": "本县", "state": "on"}
    report = tmp_path / "报告.txt"
    own = json.loads(invoke("suggest", report, "--corpus", corpus).stdout)["suggestions"]
    plain = json.loads(invoke("suggest", report).stdout)["suggestions"]
    assert "personal" in {one["source"] for one in own}
    assert "personal" not in {one["source"] for one in plain}
    assert "攻坚" in invoke("rules", corpus, "--remove", "攻坚").stderr
    assert invoke("rules", corpus, "--remove", "攻坚").exit_code == 1
    assert invoke("rules", corpus, "--remove", "攻堅工作總結").exit_code == 0
    assert invoke("rules", corpus).stdout == ""


def test_lists_go_out_and_come_in(corpus, tmp_path):
    out = tmp_path / "rules.tsv"
    invoke("rules", corpus, "--add", "暖心", "--label", "Program")
    assert invoke("rules", corpus, "--export", out).exit_code == 0
    assert "暖心\tProgram" in out.read_text("utf-8")
    out.write_text("pattern\tlabel\n(暖心\tProgram\n", "utf-8")
    broken = invoke("rules", corpus, "--import", out)
    assert broken.exit_code == 1
    assert "line 2" in broken.stderr
    assert invoke("rules", corpus, "--import", out, language="zh-Hans").stderr.count("第 2 行") == 1
    assert len(lines(invoke("rules", corpus, "--json").stdout)) == 1


def test_terms_are_said_listed_and_written(corpus, tmp_path):
    assert invoke("terms", corpus, "--add", "暖心連戶", "--label", "Program").exit_code == 0
    (term,) = lines(invoke("terms", corpus, "--json").stdout)
    assert (term["term"], term["label"], term["state"]) == ("暖心连户", "Program", "shown")
    assert "暖心连户" in invoke("terms", corpus).stdout
    out = tmp_path / "terms.tsv"
    invoke("terms", corpus, "--export", out)
    assert invoke("terms", corpus, "--import", out).exit_code == 0
    assert invoke("terms", corpus, "--add", "x", "--label", "Nonsense").exit_code == 1
