"""Where the files that come with the program are: in the installed package, or at the top of a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def config_file() -> Path:
    """The shipped `config.toml`, which runs the demo trust."""
    return _root() / "config.toml"


def rules_folder() -> Path:
    """The program's own rules, the base layer of every trust's policy."""
    return _root() / "rules"


def templates_folder() -> Path:
    """The program's own templates, searched after a trust's."""
    return _root() / "templates"


def demo_folder() -> Path:
    """The demo trust's folder."""
    return _root() / "data" / "demo"


def _root() -> Path:
    installed = _PACKAGE / "shipped"
    return installed if (installed / "config.toml").is_file() else _PACKAGE.parent
