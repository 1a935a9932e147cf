"""The disk of a file: whether it is local, since the two processes share the file through memory, and its room."""

import shutil
import sys
from pathlib import Path

MOUNTS = Path("/proc/mounts")
NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
    | {"fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"}
)


def room(path: Path) -> int | None:
    """Bytes that are free on the disk of a file; ``None`` where none can be told."""
    try:
        return shutil.disk_usage(path.absolute().parent).free
    except OSError:
        return None


def local_disk(path: Path, mounts: Path = MOUNTS) -> str | None:
    """A sentence of warning if ``path`` lies on a network file system; ``None`` if not, or where none can be told."""
    if sys.platform == "win32":
        return _warning(path, "a network share") if path.absolute().drive.startswith("\\\\") else None
    try:
        table = mounts.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    kind = file_system(path.resolve(), table)
    return _warning(path, kind) if kind in NETWORK_FILE_SYSTEMS else None


def file_system(path: Path, table: str) -> str:
    """The type of the file system that holds ``path``, by a table such as ``/proc/mounts``; empty if none does."""
    best, kind = -1, ""
    for line in table.splitlines():
        words = line.split()
        if len(words) < 3:
            continue
        point = Path(words[1].replace("\\040", " "))
        if path.is_relative_to(point) and len(point.parts) >= best:  # of two at one place the later hides the earlier
            best, kind = len(point.parts), words[2]
    return kind


def _warning(path: Path, kind: str) -> str:
    return f"{path} lies on a network file system ({kind}), where recorder and desk may damage it; use a local disk."
