"""The steps of action.yml, run as a shell would on GitHub, from a fresh clone of the project."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from summarize import Settings, from_json, summarize, write_file
from summarize.llm.base import Message, Request
from summarize.report import to_json
from tests.action import Run, load, run_action
from tests.answers import answer
from tests.conftest import ROOT
from tests.endpoint import Answer, Asked, completion, serving
from tests.reports import sample
from tests.resident import resident

KEY = "sk-test-0123456789abcdef"
MIB = 1024 * 1024


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the project as it is committed."""
    if not (ROOT / ".git").exists():
        pytest.skip("no repository to clone: this is an unpacked release")
    folder = tmp_path_factory.mktemp("clone")
    # The checkout may be another user's, as in a container.
    (folder / "gitconfig").write_text("[safe]\n\tdirectory = *\n", "utf-8")
    command = ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder / "project")]
    subprocess.run(command, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": str(folder / "gitconfig")})
    return folder / "project"


@pytest.fixture(scope="session")
def put(clone: Path) -> Iterator[Callable[[Path], None]]:
    """What puts the program of the clone at a path; it was loaded once for all runs."""
    with resident(clone) as put:
        yield put


Action = Callable[..., Run]


@pytest.fixture
def action(clone: Path, put: Callable[[Path], None], tmp_path: Path) -> Action:
    """Run the action of the clone in a workspace of its own; the program is put where its installation puts it."""
    workspace, temporary = tmp_path / "workspace", tmp_path / "runner"
    (workspace / "articles").mkdir(parents=True)
    for path in (clone / "seeds").glob("*.[tm]*"):  # a page takes a second to take apart
        (workspace / "articles" / path.name).write_bytes(path.read_bytes())
    program = temporary / "summarize" / "bin" / "summarize"
    program.parent.mkdir(parents=True)
    put(program)
    return lambda **inputs: run_action(clone, workspace, temporary, install=False, **inputs)


def test_without_a_key(action: Action) -> None:
    """It makes its report by itself: in the summary, in four formats in the artifact, and in its outputs."""
    run = action(paths="articles/\n")
    assert run.code == 0
    assert "\n## Timeline\n" in run.summary
    assert "engine: extractive" in run.log
    assert "\x1b" not in run.log
    folder = Path(run.outputs["report"])
    assert run.uploaded == {"summarize-report": folder}
    names = {path.name for path in folder.iterdir()}
    assert names == {"report.json", "report.html", "report.md", "report.xml"}
    report = from_json((folder / "report.json").read_text("utf-8"))
    assert report.timeline
    assert run.outputs["events"] == str(len(report.timeline))
    assert run.outputs["unsupported"] == "0"
    assert run.outputs["cost"] == "0.0000"


def test_a_gate_that_fails(action: Action) -> None:
    """The step fails, its report is kept all the same, and what broke the gate stands beside the articles."""
    run = action(paths="articles/", fail_on="disagreement,weak")
    assert run.code == 5
    assert run.uploaded
    assert "gate `disagreement` **does not hold**" in run.summary
    errors = [line for line in run.log.splitlines() if line.startswith("::error ")]
    assert errors
    assert all(",title=Sources differ::" in line and "file=articles/" in line for line in errors)
    assert '<failure message="' in (Path(run.outputs["report"]) / "report.xml").read_text("utf-8")


def test_a_replay(action: Action, clone: Path) -> None:
    """A recording answers in the place of a model; it costs nothing."""
    run = action(paths=str(clone / "seeds"), replay=str(clone / "cassettes" / "seeds"))
    assert run.code == 0, run.log
    assert "engine: model" in run.log
    assert run.outputs["cost"] == "0.0000"


def _model(asked: Asked) -> Answer:
    """Answer as a faithful model would."""
    messages = tuple(Message(one["role"], one["content"]) for one in asked.body["messages"])
    stage = asked.body["response_format"]["json_schema"]["name"]
    usage = {"prompt_tokens": 1_000, "completion_tokens": 100, "total_tokens": 1_100}
    return completion(answer(Request(stage, "", "m", messages)), usage=usage)


def test_a_secret_and_a_recording_of_it(action: Action, tmp_path: Path) -> None:
    """With a key the model is asked by it; what is recorded holds no key, and is replayed without one to the same report."""
    with serving(_model) as endpoint:
        options = f"--base-url={endpoint.url}\n--record=recorded\n--no-cache\n--price=1,2"
        asked = action(paths="articles/", api_key=KEY, options=options)
        assert asked.code == 0, asked.log
        assert {one.headers["authorization"] for one in endpoint.asked} == {f"Bearer {KEY}"}
    recorded = tmp_path / "workspace" / "recorded"
    assert KEY not in "".join(path.read_text("utf-8") for path in recorded.iterdir())
    assert KEY not in asked.log + asked.summary + json.dumps(asked.outputs)
    assert float(asked.outputs["cost"]) == pytest.approx(len(endpoint.asked) * 0.0012)
    replayed = action(paths="articles/", replay="recorded")
    assert replayed.code == 0, replayed.log
    assert replayed.outputs["cost"] == "0.0000"
    assert replayed.outputs["events"] == asked.outputs["events"] != "0"


def test_a_run_that_makes_no_report(action: Action) -> None:
    """An endpoint that is down fails the step with one line; there is nothing to upload, and the key is not shown."""
    options = "--base-url=http://127.0.0.1:9/v1\n--max-retries=0\n--no-cache"
    run = action(paths="articles/", api_key=KEY, options=options)
    assert run.code == 1
    assert "127.0.0.1:9" in run.log
    assert run.outputs["report"] == ""
    assert run.uploaded == {}
    assert KEY not in run.log + run.summary + json.dumps(run.outputs)


def test_a_summary_over_the_limit(action: Action, tmp_path: Path) -> None:
    """Of a report over 1 MiB the summary is cut and says so, and the artifact holds the whole."""
    report = sample()
    first = (report.timeline or ())[0]
    long = replace(first.claims[0], text=f"{'The bridge was shut and opened again. ' * 140}")
    entries = (replace(first, claims=(long,)),) * 200
    large = tmp_path / "large.json"
    large.write_text(to_json(replace(report, timeline=entries)), "utf-8")
    run = action(paths=str(large), options="--quiet")
    assert run.code == 0, run.log
    assert len((Path(run.outputs["report"]) / "report.md").read_bytes()) > MIB
    assert len(run.summary.encode()) < MIB
    assert run.summary.rstrip().splitlines()[-1].startswith("**Cut here.** GitHub shows 1 MiB")
    assert run.outputs["events"] == "200"


def test_a_committed_report_that_is_out_of_date(action: Action, tmp_path: Path) -> None:
    """Where the new report says something else the step fails, and what changed is told first."""
    articles = tmp_path / "workspace" / "articles"
    write_file(summarize(articles, Settings(timeline=True)), tmp_path / "workspace" / "report.json")
    (articles / "2-rewrite.md").unlink()
    run = action(paths="articles/", check="report.json")
    assert run.code == 5
    assert run.summary.startswith("## What changed\n\n")
    assert "### Sources gone\n\n- 2-rewrite.md" in run.summary
    assert "::error title=The report differs::" in run.log
    assert (Path(run.outputs["report"]) / "changes.md").read_text("utf-8").startswith("## What changed")


def test_an_input_is_never_a_command(action: Action, tmp_path: Path) -> None:
    """Whatever stands in an input is text: nothing in it is run by the shell."""
    marker = tmp_path / "touched"
    hostile = f"\"; touch {marker}; $(touch {marker}) `touch {marker}` '; touch {marker}"
    names = ("paths", "timeline", "fail_on", "check", "replay", "options", "artifact")
    assert action(**dict.fromkeys(names, hostile)).code == 2
    assert action(paths="articles/", timeline=hostile, artifact=hostile).code == 0
    assert not marker.exists()


def test_no_expression_stands_in_a_script(clone: Path) -> None:
    """Scripts hold no expression of the runner, which would put an input there before the shell sees it."""
    action = load(clone)
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert scripts
    assert [script for script in scripts if "${{" in script] == []
    assert all("api-key" not in script and "API_KEY" not in script for script in scripts)


def test_every_input_is_used_and_described(clone: Path) -> None:
    """Each input has a description and reaches a step; each output has one too."""
    action = load(clone)
    steps = json.dumps(action["runs"]["steps"])
    assert [name for name in action["inputs"] if f"inputs.{name} " not in steps] == []
    assert all(one["description"] for group in ("inputs", "outputs") for one in action[group].values())
