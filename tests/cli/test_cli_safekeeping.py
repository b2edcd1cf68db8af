"""decide, check, backup, restore and purge from the command line."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_runs import ROOT, invoke

from annotator.cli import safekeeping
from annotator.corpus import Corpus
from annotator.store import purging


def figures(corpus: Path) -> dict:
    return json.loads(invoke("stats", corpus, "--json").stdout)


def test_decide_is_one_step_of_the_one_named(corpus: Path) -> None:
    dry = invoke("decide", corpus, "--annotator", "王", "--accept", "--label", "Measure", "--dry-run")
    assert dry.exit_code == 0
    assert "Nothing was changed" in dry.stderr
    assert figures(corpus)["decisions"] == 0
    assert invoke("decide", corpus, "--annotator", "王", "--accept", "--label", "Measure").exit_code == 0
    after = figures(corpus)
    assert set(after["labels"]) == {"Measure"}
    assert after["annotations"] == after["decisions"] > 1
    assert str(after["annotations"]) in dry.stderr
    assert list(after["annotators"]) == ["王"]
    assert invoke("undo", corpus).exit_code == 0
    assert figures(corpus)["annotations"] == figures(corpus)["decisions"] == 0


def test_decide_by_score_source_and_document(corpus: Path) -> None:
    with_score = Corpus.open(corpus, annotator="王")
    wanted = [one for rows in with_score.pick(min_score=0.85).values() for one in rows]
    with_score.close()
    assert wanted
    assert invoke("decide", corpus, "--annotator", "王", "--reject", "--min-score", "0.85").exit_code == 0
    after = figures(corpus)
    assert (after["annotations"], after["decisions"]) == (0, len(wanted))
    title = "大坪县脱贫攻坚工作总结"
    done = invoke("decide", corpus, "--annotator", "王", "--accept", "--source", "quantities", "--document", title)
    assert done.exit_code == 0
    assert set(figures(corpus)["labels"]) <= {"Quantity"}


def test_decide_on_what_has_proven_right_only(corpus: Path, tmp_path: Path) -> None:
    report = tmp_path / "亩数.txt"
    report.write_text("。".join(f"张家收了{at}亩" for at in range(11, 41)) + "。", encoding="utf-8")
    assert invoke("import", corpus, report).exit_code == 0
    sure = ("decide", corpus, "--annotator", "王", "--accept", "--sure")
    assert invoke(*sure).exit_code == 0
    assert figures(corpus)["decisions"] == 0, "nothing is finished, so nothing has proven right"
    assert invoke("decide", corpus, "--annotator", "王", "--accept", "--document", "亩数").exit_code == 0
    assert invoke("finish", corpus, "--annotator", "王", "--document", "亩数").exit_code == 0
    assert invoke(*sure).exit_code == 0
    assert set(figures(corpus)["labels"]) == {"Quantity"}
    assert figures(corpus)["decisions"] > 30


def test_finish_is_one_step_of_the_one_named(corpus: Path, tmp_path: Path) -> None:
    report = tmp_path / "亩数.txt"
    report.write_text("。".join(f"张家收了{at}亩" for at in range(11, 41)) + "。", encoding="utf-8")
    invoke("import", corpus, report)

    def done_by(annotator: str) -> list[str]:
        with closing(Corpus.open(corpus, annotator=annotator)) as opened:
            return [row.title for row in opened.documents() if row.status == "done"]

    dry = invoke("finish", corpus, "--annotator", "王", "--dry-run")
    assert "2 of 2 reports" in dry.stderr
    assert done_by("王") == []
    assert invoke("finish", corpus, "--annotator", "王", "--document", "亩数").exit_code == 0
    assert (done_by("王"), done_by("李")) == (["亩数"], [])
    assert "1 of 2 reports was" in invoke("finish", corpus, "--annotator", "王").stderr
    assert len(done_by("王")) == 2
    assert "0 of 2 reports" in invoke("finish", corpus, "--annotator", "王").stderr
    assert invoke("finish", corpus, "--annotator", "王", "--reopen").exit_code == 0
    assert done_by("王") == []
    invoke("undo", corpus)
    assert len(done_by("王")) == 2
    missing = invoke("finish", corpus, "--annotator", "王", "--document", "无此报告")
    assert missing.exit_code == 1
    assert "无此报告" in missing.stderr


def test_decide_refuses_what_it_cannot_know(corpus: Path) -> None:
    for args in (("--accept", "--label", "Nonsense"), ("--accept", "--document", "没有")):
        refused = invoke("decide", corpus, "--annotator", "王", *args)
        assert refused.exit_code == 1
        assert args[-1] in refused.stderr
    assert invoke("decide", corpus, "--annotator", "王").exit_code == 2
    assert invoke("decide", corpus, "--accept").exit_code == 2
    assert invoke("decide", corpus, "--annotator", "王", "--accept", "--min-score", "2").exit_code == 2


def test_check_says_sound_or_what_is_wrong(corpus: Path) -> None:
    sound = invoke("check", corpus)
    assert (sound.exit_code, sound.stdout) == (0, "")
    data = corpus.read_bytes()
    text = "技能培训".encode()
    assert text in data
    corpus.write_bytes(data.replace(text, "技能培诈".encode()))
    damaged = invoke("check", corpus)
    assert damaged.exit_code == 1
    assert len(damaged.stdout.splitlines()) >= 1
    assert "restore" in damaged.stderr


def test_after_a_repair_that_could_not_mend_all_the_way_back_leads_to_a_sound_copy(corpus: Path) -> None:
    """What a repair copies first has the damage in it: that copy is the latest, and not the one to go back to."""
    none = invoke("backup", corpus, "--list")
    assert len(none.stdout.splitlines()) == 1
    assert "no copy" in none.stderr
    assert invoke("backup", corpus).exit_code == 0
    corpus.write_bytes(corpus.read_bytes().replace("技能培训".encode(), "技能培诈".encode()))
    refused = invoke("backup", corpus)
    assert refused.exit_code == 1
    assert "大坪县脱贫攻坚工作总结" in refused.stderr
    mended = invoke("check", corpus, "--repair")
    assert mended.exit_code == 1
    assert "Nothing was changed" not in mended.stderr
    assert len(invoke("backup", corpus, "--list").stdout.splitlines()) == 3
    assert invoke("restore", corpus).exit_code == 0
    assert invoke("check", corpus).exit_code == 0


def test_a_backup_is_the_way_back(corpus: Path) -> None:
    made = invoke("backup", corpus)
    assert made.exit_code == 0
    (copy,) = corpus.with_name(f"{corpus.name}.backups").iterdir()
    assert copy.name in made.stderr
    assert copy.name in invoke("backup", corpus, "--list").stdout
    corpus.write_bytes(b"\0" * 9999)
    assert invoke("stats", corpus).exit_code == 1
    back = invoke("restore", corpus)
    assert back.exit_code == 0
    assert "aside" in back.stderr
    assert figures(corpus)["documents"] == 1
    (aside,) = corpus.parent.glob("*.aside-*.corpus")
    assert aside.read_bytes() == b"\0" * 9999


def test_the_list_of_backups_says_when_how_large_and_what_is_in_each(corpus: Path) -> None:
    folder = corpus.with_name(f"{corpus.name}.backups")
    invoke("backup", corpus)
    [bad] = folder.iterdir()
    invoke("decide", corpus, "--annotator", "王", "--accept")
    invoke("backup", corpus)
    [good] = set(folder.iterdir()) - {bad}
    bad.write_bytes(bad.read_bytes()[:5000])
    heads, newest, oldest = invoke("backup", corpus, "--list").stdout.splitlines()
    assert heads.split() == ["made", "size", "reports", "annotations", "file"]
    day, clock, size, unit, documents, annotations, file = newest.split(maxsplit=6)
    shown = datetime.fromisoformat(f"{day} {clock}").astimezone(UTC)  # the clock of the place
    assert abs(datetime.now(UTC) - shown) < timedelta(hours=1)
    assert (float(size), unit) == (round(good.stat().st_size / 1_000_000, 2), "MB")
    assert (int(documents), int(annotations)) == (1, figures(corpus)["annotations"])
    assert int(annotations) > 0
    assert Path(file) == good
    assert oldest.split()[4:6] == ["damaged", "damaged"]


def test_without_a_backup_restore_says_so(corpus: Path) -> None:
    refused = invoke("restore", corpus)
    assert refused.exit_code == 1
    assert "no sound backup" in refused.stderr


@pytest.mark.parametrize(
    "args", [("--accept", "--reject"), ("--reject", "--accept"), (), ("--accept", "--min-score", "nan")], ids=" ".join
)
def test_decide_that_does_not_say_one_thing_decides_nothing(args: tuple[str, ...], corpus: Path) -> None:
    assert invoke("decide", corpus, "--annotator", "王", *args).exit_code == 2
    assert figures(corpus)["decisions"] == 0


@pytest.mark.parametrize("name", ["none.corpus", ".", "/"])
@pytest.mark.parametrize("command", ["backup", "restore", "check"])
def test_what_is_no_corpus_gets_no_backup_and_no_folder(
    command: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoke(command, name)
    assert result.exit_code == 1
    assert name in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_restored_into(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    result = invoke("restore", folder, corpus)
    assert result.exit_code == 1
    assert "folder" in result.stderr
    assert list(folder.iterdir()) == []


TITLE = "大坪县脱贫攻坚工作总结"


def test_purge_asks_to_be_sure(corpus: Path) -> None:
    before = corpus.read_bytes()
    unsure = invoke("purge", corpus, TITLE)
    assert unsure.exit_code == 2
    assert TITLE in unsure.stderr
    assert "--yes" in unsure.stderr
    assert corpus.read_bytes() == before


def test_purging_a_large_corpus_says_that_it_takes_a_while_and_how_to_go_on(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safekeeping, "_LARGE", 0)
    monkeypatch.setattr(purging, "clean", interrupt)
    stopped = invoke("purge", corpus, TITLE, "--yes")
    assert stopped.exit_code == 130
    (more,) = re.findall(r"annotator (purge .* --yes)", stopped.stderr)
    monkeypatch.undo()
    _, _, id_, sure = more.split()
    assert invoke("purge", corpus, id_, sure).exit_code == 0
    assert TITLE.encode() not in corpus.read_bytes()


def interrupt(_queries: object) -> None:
    raise KeyboardInterrupt


def test_purge_leaves_nothing_and_names_the_copies(corpus: Path) -> None:
    assert invoke("decide", corpus, "--annotator", "王", "--accept").exit_code == 0
    assert invoke("backup", corpus).exit_code == 0
    (copy,) = corpus.with_name(f"{corpus.name}.backups").iterdir()
    trace = "暖心连户".encode()
    assert trace in corpus.read_bytes()
    done = invoke("purge", corpus, TITLE, "--yes")
    assert done.exit_code == 0
    assert str(copy) in done.stderr
    assert all(trace not in one.read_bytes() for one in corpus.parent.glob(f"{corpus.name}*") if one.is_file())
    assert figures(corpus)["documents"] == figures(corpus)["annotations"] == 0
    assert invoke("check", corpus).exit_code == 0
    assert invoke("undo", corpus).exit_code == 1
    told = invoke("history", corpus)
    assert (told.exit_code, "Remove a report for good" in told.stdout, "暖心" in told.stdout) == (0, True, False)
    steps = [json.loads(line) for line in invoke("history", corpus, "--json").stdout.splitlines()]
    (accepted,) = (one["step"] for one in steps if one["name"] == "decide-all")
    refused = invoke("undo", corpus, "--step", accepted)
    assert (refused.exit_code, accepted in refused.stderr) == (1, True)
    assert invoke("purge", corpus, TITLE, "--yes").exit_code == 1


def test_a_corpus_that_somebody_has_open_is_written_to_and_that_is_said(corpus: Path) -> None:
    script = "import sys; from pathlib import Path; from annotator.corpus import Corpus; "
    script += "open_ = Corpus.open(Path(sys.argv[1]), annotator='陳太'); print('in', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(corpus)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        done = invoke("decide", corpus, "--annotator", "李", "--accept", "--label", "Quantity")
        other.stdin.close()
    assert done.exit_code == 0
    assert "陳太" in done.stderr
    assert "陳太" not in invoke("stats", corpus).stderr  # its process has ended without a word


def test_a_new_corpus_in_a_folder_of_a_service_is_made_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    made = invoke("new", tmp_path / "OneDrive" / "a.corpus")
    assert made.exit_code == 0
    assert "OneDrive keeps in step" in made.stderr


def test_check_for_programs(corpus: Path) -> None:
    assert json.loads(invoke("check", corpus, "--json").stdout) == {"sound": True, "faults": []}
    with closing(sqlite3.connect(corpus)) as past_all_guards:
        past_all_guards.execute("UPDATE documents SET title = '<王>'")
        past_all_guards.commit()
    result = invoke("check", corpus, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert found["sound"] is False
    assert all(one["fault"] and one["sentence"] and one["path"] == str(corpus) for one in found["faults"])
    assert "row-damaged" in {one["fault"] for one in found["faults"]}
    mended = json.loads(invoke("check", corpus, "--repair", "--json").stdout)
    assert mended["sound"] is True
    assert mended["repaired"] == len(found["faults"])
    assert Path(mended["backup"]).is_file()
