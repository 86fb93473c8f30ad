"""Settings: defaults as published, and what the environment may say."""

import pytest

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
    assert settings.host == "127.0.0.1"


def test_the_environment_overrides_a_default() -> None:
    found = Settings.read({"BORDERKG_DEADLINE": "2.5", "BORDERKG_PORT": "0", "X": "1"})

    assert found.deadline == 2.5
    assert found.port == 0
    assert found.workers == Settings().workers


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
    "environ", [{"BORDERKG_WORKERS": "many"}, {"BORDERKG_WORKERS": "0"}]
)
def test_a_senseless_setting_is_refused(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        Settings.read(environ)
