"""Secrets: where they may come from, that nothing shows them, and what the first start makes."""

import stat
import threading
from pathlib import Path

import pytest

from mailbot.settings.config import load
from mailbot.settings.errors import SettingsError
from mailbot.settings.installation import Settings
from mailbot.settings.keys import ensure_keys
from mailbot.settings.secrets import ensure_secret

CANARY = "canary-7f3kq-9d2mx"
CONFIG = """\
[database]
url = "sqlite:///data/mailbot.sqlite3"
[trust.tvlt]
folder = "."
[mailbox.oakfold]
address = "it@oakfold.example"
[listener.local]
auth = "trusted_peers"
logins = {{ server = {form} }}
[delivery]
maildir = "data/maildir"
"""


def loaded(folder: Path, form: str, *, environ: dict[str, str] | None = None, create: bool = False) -> Settings:
    (folder / "config.toml").write_text(CONFIG.format(form=form))
    return load(folder / "config.toml", environ=environ or {}, create=create)


def secret_file(file: Path, *, mode: int = 0o600, text: str = CANARY + "\n") -> Path:
    file.write_text(text)
    file.chmod(mode)
    return file


@pytest.mark.parametrize("form", ['{ env = "PW" }', '{ file = "pw" }', '{ credential = "pw" }', '{ generated = "pw" }'])
def test_each_form_finds_the_secret_and_nothing_shows_it(tmp_path: Path, form: str) -> None:
    (tmp_path / "data").mkdir()
    secret_file(tmp_path / "pw")
    secret_file(tmp_path / "data" / "pw")
    settings = loaded(tmp_path, form, environ={"PW": CANARY, "CREDENTIALS_DIRECTORY": str(tmp_path)})
    secret = settings.listeners[0].logins["server"]
    assert secret.value == CANARY
    for shown in (repr(settings), str(settings), f"{secret}", repr(secret)):
        assert CANARY not in shown


def test_who_may_read_a_credential_is_for_systemd_to_see_to(tmp_path: Path) -> None:
    """Where it lets a unit's user read one by an access list, the mode shows the list's mask as the group's right."""
    secret_file(tmp_path / "pw", mode=0o440)
    settings = loaded(tmp_path, '{ credential = "pw" }', environ={"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert settings.listeners[0].logins["server"].value == CANARY


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        (f'"{CANARY}"', "a secret never stands in this file"),
        (f'["{CANARY}"]', "a secret never stands in this file"),
        (f'{{ value = "{CANARY}" }}', "this names no place of a secret"),
        ('{ env = "PW", file = "pw" }', "this names no place of a secret"),
        ('{ env = "PW" }', "the environment variable PW is not set"),
        ('{ file = "none" }', "does not exist"),
        ('{ file = "open" }', "can be read by others"),
        ('{ file = "empty" }', "is empty"),
        ('{ credential = "pw" }', "there are no systemd credentials to find pw in"),
        ('{ generated = "../pw" }', "this is a path, not a name"),
    ],
)
def test_what_is_no_secret_is_refused_without_showing_it(tmp_path: Path, form: str, wrong: str) -> None:
    secret_file(tmp_path / "open", mode=0o640)
    secret_file(tmp_path / "empty", text="\n")
    with pytest.raises(SettingsError) as raised:
        loaded(tmp_path, form)
    (fault,) = raised.value.faults
    assert (fault.line, fault.key) == (9, "listener.local.logins.server")
    assert wrong in fault.wrong
    assert CANARY not in str(fault)


def test_a_login_whose_secret_is_not_made_yet_does_not_exist(tmp_path: Path) -> None:
    assert loaded(tmp_path, '{ generated = "listener.secret" }').listeners[0].logins == {}
    assert not (tmp_path / "data").exists()


def test_the_first_start_makes_keys_and_secrets_and_the_second_keeps_them(tmp_path: Path) -> None:
    first = loaded(tmp_path, '{ generated = "listener.secret" }', create=True)
    second = loaded(tmp_path, '{ generated = "listener.secret" }', create=True)
    later = loaded(tmp_path, '{ generated = "listener.secret" }')
    assert len(first.listeners[0].logins["server"].value) >= 32
    assert len(first.keys[first.current_key]) == 32
    for other in (second, later):
        assert other.listeners[0].logins["server"] == first.listeners[0].logins["server"]
        assert (other.keys, other.current_key) == (first.keys, first.current_key)
    for name in ("token.key", "listener.secret"):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600
    assert sorted(file.name for file in (tmp_path / "data").iterdir()) == ["listener.secret", "token.key"]
    assert first.keys[first.current_key].hex() not in repr(first)


@pytest.mark.parametrize("attempt", range(5))
def test_two_first_starts_at_once_agree_on_one_secret(tmp_path: Path, attempt: int) -> None:
    file = tmp_path / "data" / f"{attempt}.secret"
    ready = threading.Barrier(8)
    made: list[str] = []

    def start() -> None:
        ready.wait()
        made.append(ensure_secret(file))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert set(made) == {file.read_text().strip()}
    assert list(file.parent.iterdir()) == [file]


def test_a_damaged_key_file_is_refused_and_never_replaced(tmp_path: Path) -> None:
    file = secret_file(tmp_path / "token.key", text="a 00ff\n")
    with pytest.raises(SettingsError, match=r"token.key:1: this is no token key. Restore it from the backup"):
        ensure_keys(tmp_path)
    assert file.read_text() == "a 00ff\n"


def test_the_last_key_of_the_file_signs_and_all_are_recognised(tmp_path: Path) -> None:
    secret_file(tmp_path / "token.key", text=f"a {'00' * 32}\nb {'11' * 32}\n")
    assert ensure_keys(tmp_path) == ({"a": bytes(32), "b": b"\x11" * 32}, "b")


def test_keys_of_the_configuration_are_used_instead_of_a_file(tmp_path: Path) -> None:
    text = CONFIG.format(form='{ env = "PW" }') + '[keys]\na = { env = "OLD" }\nb = { env = "NEW" }\n'
    (tmp_path / "config.toml").write_text(text)
    environ = {"PW": CANARY, "OLD": "o" * 32, "NEW": "n" * 32}
    settings = load(tmp_path / "config.toml", environ=environ, create=True)
    assert (settings.keys, settings.current_key) == ({"a": b"o" * 32, "b": b"n" * 32}, "b")
    assert not (tmp_path / "data" / "token.key").exists()
    with pytest.raises(SettingsError, match="this key is too short"):
        load(tmp_path / "config.toml", environ={**environ, "NEW": "short"})
