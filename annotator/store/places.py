"""Folders in which a corpus is not safe: those that a program keeps in step with others, and those of other machines.

A corpus is three files that belong together. A program that copies them one by one gives another machine a corpus that
never was, and file locks do not reach everywhere over a network. So people are told, by the name that they know.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from annotator.errors import AnnotatorError

_SYNCED: tuple[tuple[str, str], ...] = (
    ("OneDrive", r"onedrive( ?-.+)?|.+\.sharepoint\.com.*"),
    ("Dropbox", r"dropbox( ?\(.+\))?"),
    ("iCloud", r"icloud ?drive|com~apple~clouddocs|mobile documents"),
    ("坚果云 Nutstore", r"(我的)?坚果云|nutstore( ?files)?"),
    ("百度网盘", r"百度(网盘|云|云盘)(同步空间|同步盘)?|百度同步盘|baidu(sync|net|y?un)disk(workspace|download)?"),
    ("Google Drive", r"google ?drive|googledrive-.+"),
)
"""Each service and what folders of its are called, whatever the case."""
_CLOUD_STORAGE = ("CloudStorage", {"onedrive": "OneDrive", "dropbox": "Dropbox", "googledrive": "Google Drive"})
"""macOS keeps services under ~/Library/CloudStorage, each in a folder `Name-account`."""
_MARKERS = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox",
    ".nutstore": "坚果云 Nutstore", ".nutstore.db": "坚果云 Nutstore",
    ".baidusyncdisk": "百度网盘", ".tmp.driveupload": "Google Drive",
}  # fmt: skip
"""What services leave in the folder that they keep, whatever people call it."""
_VARIABLES = {"OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive"}
"""On Windows the environment says where OneDrive is."""
_NETWORK = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "afpfs", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "webdav",
    "davfs", "davfs2", "fuse.davfs", "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.glusterfs", "fuse.gvfsd-fuse",
    "fuse.davfs2", "vboxsf", "vmhgfs", "fuse.vmhgfs-fuse", "prl_fs",
}  # fmt: skip
"""Kinds of file systems that are another machine's."""
_MOUNTS = Path("/proc/self/mountinfo")
_REMOTE = 4  # DRIVE_REMOTE, what Windows calls a drive of another machine


def unsafe_place(corpus: Path) -> AnnotatorError | None:
    """What to tell whoever keeps a corpus where it is; None where there is nothing to say."""
    real = Path(os.path.realpath(corpus))
    if service := synced_by(real, os.environ):
        return AnnotatorError("store.synced-folder", path=corpus, service=service)
    if kind := _network(real):
        return AnnotatorError("store.network-drive", path=corpus, kind=kind)
    return None


def synced_by(path: PurePath, environment: Mapping[str, str]) -> str:
    """The service that keeps the folder of a file in step with others; nothing where none is known to."""
    folders = path.parent.parts
    for at, name in enumerate(folders):
        inside = at and folders[at - 1] == _CLOUD_STORAGE[0]
        if inside and (service := _CLOUD_STORAGE[1].get(name.split("-")[0].casefold())):
            return service
        for service, pattern in _SYNCED:
            if re.fullmatch(pattern, name, re.IGNORECASE):
                return service
    for variable, service in _VARIABLES.items():
        if (root := environment.get(variable)) and path.is_relative_to(root):
            return service
    return _marked(path)


def _marked(path: PurePath) -> str:
    for folder in path.parents:
        for marker, service in _MARKERS.items():
            if folder.parent != folder and folder != Path.home() and os.path.lexists(folder / marker):
                return service
    return ""


def _network(path: Path) -> str:
    if sys.platform == "win32":
        return _network_of_windows(path)
    if sys.platform == "darwin":
        return ""  # its mounts are told only by calls into its C library
    try:
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
    kind = kind_of_mount(path, mounts.splitlines())
    return kind if kind in _NETWORK else ""


def kind_of_mount(path: PurePath, mounts: Iterable[str]) -> str:
    """The kind of file system that a path lies on, by the lines of Linux's /proc/self/mountinfo."""
    best, kind = -1, ""
    for line in mounts:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = PurePath(re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), fields[4]))
        if path.is_relative_to(point) and len(point.parts) >= best:  # of two at one point the later lies on top
            best, kind = len(point.parts), after.split(" ")[0]
    return kind


def _network_of_windows(path: PurePath) -> str:
    """A share by its name, a drive of another machine by its letter. Not tried on Windows yet."""
    if path.drive.startswith("\\\\"):
        return path.drive
    import ctypes

    windll = getattr(ctypes, "windll", None)
    is_remote = windll is not None and windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == _REMOTE
    return path.drive if is_remote else ""
