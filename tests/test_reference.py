"""The library's reference: a page for every module, with what is in it."""

from pathlib import Path

import pytest

import pipeline


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # pdoc tells of annotations that only a type checker sees
def test_every_module_has_its_page_and_every_public_name_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pdoc", reason="pdoc is not installed: `make docs` brings it")
    from tests.reference import LEFT_OUT, render

    public = list(pipeline.__all__)
    monkeypatch.setattr(pipeline, "__all__", list(public))
    render(tmp_path)
    front = (tmp_path / "pipeline.html").read_text(encoding="utf-8")
    for name in set(public) - {"__version__"}:
        assert f'<section id="{name}">' in front
    package = Path(pipeline.__file__).parent
    for module in package.rglob("*.py"):
        parts = module.relative_to(package.parent).with_suffix("").parts
        if not any(part in LEFT_OUT or part.startswith("__") for part in parts):
            assert (tmp_path / Path(*parts).with_suffix(".html")).is_file()
