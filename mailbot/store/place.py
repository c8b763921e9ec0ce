"""Where an SQLite file may lie: in a folder that can be made, and on no file system that other machines write to."""

from pathlib import Path

from sqlalchemy.engine import make_url

from mailbot.store.errors import DatabaseUnavailable, UnsuitableDatabase

_NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "fuse.sshfs"})


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database by its URL or path, None for another database."""
    parsed = make_url(url if ":" in url else f"sqlite:///{url}")
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def make_folder(folder: Path) -> None:
    """Make the folder where it is missing. Raises DatabaseUnavailable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(f"the folder {folder} cannot be made: {error}") from error


def refuse_network(file: Path) -> None:
    """Raise UnsuitableDatabase for a file on a network file system, whose locks SQLite cannot trust."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return
    place = file.absolute()
    best, kind = "", ""
    for line in mounts.read_text(errors="replace").splitlines()[:10_000]:
        fields = line.split(" ")
        if len(fields) > 2 and place.is_relative_to(fields[1]) and len(fields[1]) >= len(best):
            best, kind = fields[1], fields[2]
    if kind in _NETWORK_FILE_SYSTEMS:
        raise UnsuitableDatabase(f"{file} lies on {best}, a network file system ({kind}), where SQLite loses data")
