"""Settings: defaults as published, and what the environment may say."""

from dataclasses import fields

import click
import pytest

from server import cli
from server.options import options
from server.settings import Settings, SettingsError, crew


def test_the_defaults_are_those_that_are_published() -> None:
    settings = Settings()

    assert settings.deadline == 10.0
    assert settings.memory == 536_870_912
    assert settings.answer == 20_000_000
    assert settings.body == 65_536
    assert settings.nesting == 64
    assert settings.patterns == 100
    assert settings.blocks == 50
    assert settings.graphs == 20
    assert settings.cache == 67_108_864
    assert settings.host == "127.0.0.1"


def test_the_environment_overrides_a_default() -> None:
    found = Settings.read({"BORDERKG_DEADLINE": "2.5", "BORDERKG_PORT": "0", "X": "1"})

    assert found.deadline == 2.5
    assert found.port == 0
    assert found.workers == Settings().workers


def test_nothing_may_be_cached() -> None:
    assert Settings.read({"BORDERKG_CACHE": "0"}).cache == 0


@pytest.mark.parametrize(
    ("cores", "gibibytes", "workers"),
    [
        pytest.param(2, 16, 12, id="enough for a client's share and for others"),
        pytest.param(16, 64, 64, id="four a core"),
        pytest.param(16, 24, 24, id="half the memory at most"),
        pytest.param(1, 2, 4, id="four at least"),
    ],
)
def test_there_are_as_many_workers_as_the_machine_bears(
    cores: int, gibibytes: int, workers: int
) -> None:
    assert crew(cores, gibibytes * 2**30) == workers


@pytest.mark.parametrize(
    "environ",
    [
        {"BORDERKG_WORKERS": "many"},
        {"BORDERKG_WORKERS": "0"},
        {"BORDERKG_DEADLINE": "1e12"},
        {"BORDERKG_MEMORY": "9" * 23},
        {"BORDERKG_ANSWER": "4294967296"},
        {"BORDERKG_ENDPOINT": "not an iri"},
        {"BORDERKG_LOG": "loud"},
        {"BORDERKG_METRICS": ""},
    ],
)
def test_a_senseless_setting_is_refused(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        Settings.read(environ)


def test_every_setting_has_a_flag_that_explains_itself() -> None:
    serve = cli.main.commands["serve"]
    flags = {p.name: p for p in serve.params if isinstance(p, click.Option)}

    for option in options():
        flag = flags[option.name]

        assert flag.opts == [option.flag]
        assert option.meaning in (flag.help or "")
    assert {option.name for option in options()} == {f.name for f in fields(Settings)}


def test_a_flag_takes_what_its_setting_is() -> None:
    kinds = {option.name: option.kind for option in options()}

    assert kinds["deadline"].convert("2.5", None, None) == 2.5
    assert kinds["workers"].convert("2", None, None) == 2
    with pytest.raises(click.BadParameter):
        kinds["log"].convert("loud", None, None)
