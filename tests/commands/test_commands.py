"""Every command as its user types it: what it writes, what it says, and its exit status; bad input above all."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import click
import pytest
from support import ROOT, SHARED

from analytics.cli import ENTRIES, main

REPORT = "6月2日，县妇联来到柳溪镇中心小学捐赠图书200册。\n当天，12名志愿者给孩子们上了一堂安全课。"


@pytest.fixture
def jushi(tmp_path: Path):
    """Runs a command in an empty folder with a home of its own."""

    def run(*words: str, language: str = "zh") -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "JUSHI_HOME": str(tmp_path / "home"), "JUSHI_LANGUAGE": language, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "analytics", *words],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        return done

    return run


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write(path: Path, *values: object) -> Path:
    path.write_text("".join(json.dumps(v, ensure_ascii=False) + "\n" for v in values), "utf-8")
    return path


ARTICLE = {
    "id": "a",
    "title": "捐书",
    "published": "2024-06-05",
    "source": "云岫周报",
    "author": None,
    "url": None,
    "text": REPORT,
}


def left_over(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if p.name.startswith(".") or p.suffix == ".part"]


def test_read_extract_and_dates_work_together(jushi, tmp_path: Path) -> None:
    (tmp_path / "页面.txt").write_text(f"捐书进校园\n2024年06月05日 来源:云岫周报 作者:言未央\n{REPORT}\n", "utf-8")
    assert jushi("read", "页面.txt", "-o", "articles.jsonl", "--errors", "errors.jsonl").returncode == 0
    [article] = lines(tmp_path / "articles.jsonl")
    assert (article["published"], article["source"], article["author"]) == ("2024-06-05", "云岫周报", "言未央")
    assert jushi("extract", "articles.jsonl", "-o", "out.jsonl").returncode == 0
    [found] = lines(tmp_path / "out.jsonl")
    assert found["text"] == article["text"]
    assert [a["date"] for a in found["activities"]] == ["2024-06-02"]
    write(tmp_path / "cases.jsonl", {"text": "上周五开会", "reference_date": "2024-08-07"})
    assert jushi("dates", "cases.jsonl", "-o", "dates.jsonl").returncode == 0
    assert lines(tmp_path / "dates.jsonl")[0]["dates"][0]["start"] == "2024-08-02"


def test_workers_do_not_change_a_byte(jushi, tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", *({**ARTICLE, "id": f"a{n}"} for n in range(40)))
    assert jushi("extract", "a.jsonl", "-o", "one.jsonl").returncode == 0
    assert jushi("extract", "a.jsonl", "-o", "two.jsonl", "--workers", "2").returncode == 0
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert len(lines(tmp_path / "one.jsonl")) == 40


def test_extract_answers_every_line(jushi, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ARTICLE, {"id": "no text"}, ARTICLE)
    path.write_text(path.read_text("utf-8") + "no json\n", "utf-8")
    done = jushi("extract", "a.jsonl", "-o", "out.jsonl", "--errors", "errors.jsonl")
    assert done.returncode == 1
    assert len(lines(tmp_path / "out.jsonl")) == 1
    assert len(lines(tmp_path / "errors.jsonl")) == 3
    assert "errors.jsonl" in done.stderr


def test_an_undated_untitled_article_is_read(jushi, tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", {"id": "x", "title": None, "published": None, "text": REPORT})
    assert jushi("extract", "a.jsonl", "-o", "out.jsonl").returncode == 0
    [found] = lines(tmp_path / "out.jsonl")
    assert found["activities"][0]["date"] is None


BAD_FILES = {
    "empty.txt": b"",
    "empty.csv": b"",
    "empty.jsonl": b"",
    "binary.csv": b"MZ\x90\x00\x03\x00\x00\x00\x04" * 50,
    "broken.xlsx": b"PK\x03\x04not a workbook",
    "no_body.csv": "标题,日期\n捐书,2024-06-05\n".encode(),
    "long.txt": ("一" * 1_000_000).encode(),
    "broken.txt": bytes(range(128, 256)) * 4,
    "report.docx": b"PK\x03\x04" + b"\0" * 100,
    "report.pdf": b"%PDF-1.7\n",
}


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_read_refuses_clearly_and_leaves_nothing_half_done(jushi, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    done = jushi("read", name, "-o", "articles.jsonl", "--errors", "errors.jsonl")
    assert done.returncode == 1
    [refusal, *_] = lines(tmp_path / "errors.jsonl")
    assert refusal["file"] == name
    assert refusal["reason"]
    assert refusal["do"]
    assert (tmp_path / "articles.jsonl").read_bytes() == b""
    assert left_over(tmp_path) == []


def test_read_tells_the_reason_without_a_report(jushi, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert "empty.txt" in jushi("read", "empty.txt", "-o", "a.jsonl").stderr
    assert "empty" in jushi("read", "empty.txt", "-o", "a.jsonl", language="en").stderr


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_import_refuses_clearly(jushi, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    done = jushi("import", name, "--dataset", "试验")
    assert done.returncode == 1
    assert name in done.stdout


def test_import_twice_is_one_import(jushi, tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", ARTICLE, {**ARTICLE, "id": "b", "text": REPORT + "\n完。"})
    first = jushi("import", "a.jsonl", "--dataset", "试验")
    again = jushi("import", "a.jsonl", "--dataset", "试验")
    assert (first.returncode, again.returncode) == (0, 0)
    assert first.stdout != again.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("extract", "missing.jsonl", "-o", "out.jsonl"),
        ("read", "missing.txt", "-o", "out.jsonl"),
        ("dates", "missing.jsonl", "-o", "out.jsonl"),
        ("import", "missing.txt", "--dataset", "x"),
        ("import", "missing.txt"),
        ("extract",),
        ("no-such-command",),
        ("extract", "a.jsonl", "-o", "out.jsonl", "--workers", "0"),
        ("extract", "a.jsonl", "-o", "no/such/folder/out.jsonl"),
        ("check-rules", "--rules", "missing"),
        ("extract", "a.jsonl", "-o", "out.jsonl", "--engine", "spark", "--master", "nonsense://x"),
    ],
)
def test_wrong_use_is_status_2_and_says_so(jushi, tmp_path: Path, words: tuple[str, ...]) -> None:
    write(tmp_path / "a.jsonl", ARTICLE)
    done = jushi(*words)
    assert done.returncode == 2, done.stderr
    assert done.stderr.strip()
    assert not (tmp_path / "out.jsonl").exists()


def test_dates_answers_every_line_also_the_bad_ones(jushi, tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.jsonl",
        {"text": "昨天", "reference_date": "2024-08-07"},
        {"text": "明天", "reference_date": "8月"},
    )
    path.write_text(path.read_text("utf-8") + "no json\n", "utf-8")
    done = jushi("dates", "c.jsonl", "-o", "d.jsonl")
    assert done.returncode == 1
    assert [len(line["dates"]) for line in lines(tmp_path / "d.jsonl")] == [1, 0, 0]
    assert "2" in done.stderr


def test_check_rules(jushi, tmp_path: Path) -> None:
    assert jushi("check-rules").returncode == 0
    (tmp_path / "rules").mkdir()
    done = jushi("check-rules", "--rules", "rules", language="en")
    assert done.returncode == 1
    assert "type_cues.csv" in done.stdout


@pytest.mark.shared
def test_the_seed_page_from_raw_text_to_activities(jushi, tmp_path: Path) -> None:
    seed, gold = (
        SHARED / "seed" / "qingzhou.txt",
        json.loads((SHARED / "gold" / "dev" / "qingzhou.json").read_text("utf-8")),
    )
    assert jushi("read", str(seed), "-o", "a.jsonl").returncode == 0
    [article] = lines(tmp_path / "a.jsonl")
    assert {k: article[k] for k in ("title", "published", "source", "author", "text")} == {
        k: gold[k] for k in ("title", "published", "source", "author", "text")
    }
    assert jushi("extract", "a.jsonl", "-o", "o.jsonl").returncode == 0
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "qingzhou.json").write_text(json.dumps({**gold, "id": article["id"]}), "utf-8")
    scorer = subprocess.run(
        [sys.executable, str(SHARED / "gold" / "score.py"), str(tmp_path / "gold"), str(tmp_path / "o.jsonl"), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    figures = json.loads(scorer.stdout)
    assert figures["activity"]["f1"] >= 0.90
    assert figures["villages"]["f1"] == 1.0
    assert figures["pairings"]["f1"] >= 0.85
    assert figures["date"]["share"] == 1.0


def test_serve_answers_and_leaves_no_server_behind(tmp_path: Path) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    env = {**os.environ, "JUSHI_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "analytics", "serve", "--port", str(port), "--no-open"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert answer(port, wait=30) == b"ok"
    finally:
        process.terminate()
        process.wait(timeout=15)
    assert answer(port, wait=0) is None


def answer(port: int, wait: float) -> bytes | None:
    """What the health address answers within ``wait`` seconds."""
    end = time.monotonic() + wait
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as found:
                return found.read()
        except OSError:
            if time.monotonic() > end:
                return None
            time.sleep(0.2)


def test_diff_rules_says_what_a_change_does(jushi, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(ROOT / "data" / "rules", old)
    table = old / "stance_cues.csv"
    table.write_text(table.read_text("utf-8-sig").replace("cancelled,取消|", "cancelled,取消|义诊|", 1), "utf-8-sig")
    write(tmp_path / "a.jsonl", {**ARTICLE, "title": "送医到村", "text": "6月2日，县红十字会走进石桥村开展义诊。"})
    rules = str(ROOT / "data" / "rules")
    done = jushi("diff-rules", "old", rules, "--articles", "a.jsonl", "-o", "changes.jsonl")
    assert done.returncode == 0
    assert "送医到村" in done.stdout
    assert "1 篇有变化" in done.stderr
    assert [c["change"] for c in lines(tmp_path / "changes.jsonl")] == ["appears"]
    same = jushi("diff-rules", rules, rules, "--articles", "a.jsonl", language="en")
    assert (same.stdout, "0 of them differ" in same.stderr) == ("", True)
    assert jushi("diff-rules", "nowhere", rules, "--articles", "a.jsonl").returncode == 2
    assert jushi("diff-rules", rules, rules, "--dataset", "没有").returncode == 2


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_command_of_the_list_is_there(name: str) -> None:
    found = main.get_command(click.Context(main), name)
    assert isinstance(found, click.Command)
    assert found.help
    assert found.name == name


def test_the_list_of_commands_waits_for_no_engine(jushi) -> None:
    told = jushi("--help").stdout
    assert all(name in told for name in (*ENTRIES, "serve", "backup", "restore", "verify-backup"))
    code = "import sys; from analytics.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"ibis", "duckdb", "pandas", "sqlalchemy", "streamlit"} & set(loaded.split())
