"""Bad input gives one clear line and a documented exit code; the other files are done."""

import json
import os
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.hub.resolve import locate

RELEASE = (
    "Завод «Северный кабель» открыл новый цех. Его построили за 14 месяцев. "
    "В цехе будут работать 120 человек. Директор завода Пётр Лапшин поблагодарил строителей.\n"
)

needs_weights = pytest.mark.skipif(
    locate("compact/translator") is None or locate("compact/summariser") is None,
    reason="the compact weights are not in this checkout",
)


def run(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["svodka", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@needs_weights
def test_a_bad_file_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    (inputs / "good.txt").write_text(RELEASE, encoding="utf-8")
    (inputs / "empty.txt").write_bytes(b"")
    (inputs / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (inputs / "broken.txt").write_bytes("Завод".encode() + b"\xff\xfe\x00\x81" * 50)
    with (inputs / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    code = run("run", str(inputs), "-o", str(tmp_path / "out"), "--json", monkeypatch=monkeypatch)
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    failed = {
        one["path"]: one["detail"] for one in report["documents"] if one["outcome"] == "failed"
    }
    assert code == 3
    assert report["counts"]["done"] == 1
    assert set(failed) == {"empty.txt", "binary.txt", "broken.txt", "huge.txt"}
    for path, message in failed.items():
        assert path in message
        assert "\n" not in message
        assert f"failed: {message}" in captured.err


@needs_weights
@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.txt").write_text(RELEASE, encoding="utf-8")
    (tmp_path / "secret.txt").chmod(0)
    assert run("run", str(tmp_path), "-o", str(tmp_path / "o"), monkeypatch=monkeypatch) == 3


def test_no_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("run", str(tmp_path), "-o", str(tmp_path / "o"), monkeypatch=monkeypatch) == 4
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--no-such-option"),
        ("run", "inputs", "--profile", "no-such-profile"),
        ("run", "inputs", "--sentences", "0"),
        ("audit", "only", "two"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(*arguments, monkeypatch=monkeypatch) == 2


def test_a_missing_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "a.txt").write_text(RELEASE, encoding="utf-8")
    code = run(
        "run", str(tmp_path), "-o", str(tmp_path / "o"), "-p", "standard", monkeypatch=monkeypatch
    )
    assert code == 6
    assert "svodka models fetch" in capsys.readouterr().err


def test_a_broken_model_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "config.json").write_text("{", encoding="utf-8")
    (model / "model.safetensors").write_bytes(b"\x00" * 100)
    config = tmp_path / "svodka.toml"
    config.write_text(
        f'[profiles.mine]\nbase = "compact"\ntranslator = "{model}"\nsummariser = "{model}"\n'
    )
    (tmp_path / "a.txt").write_text(RELEASE, encoding="utf-8")
    code = run(
        "run", str(tmp_path / "a.txt"), "-o", str(tmp_path / "o"), "-p", "mine",
        "--config", str(config), monkeypatch=monkeypatch,
    )  # fmt: skip
    assert code == 6
    assert str(model) in capsys.readouterr().err


def test_strict_audits_end_with_five(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ("", "Выпущено 12 машин.", "21 cars were produced.")
    assert run("audit", *texts, "--strict", monkeypatch=monkeypatch) == 5
    assert run("audit", *texts, monkeypatch=monkeypatch) == 0
