"""Folders of services and drives of other machines are known by name."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest

from annotator.i18n import LANGUAGES, Words
from annotator.store import places
from annotator.store.places import kind_of_mount, synced_by, unsafe_place

X = "x.corpus"


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        (PureWindowsPath(r"C:\Users\li\OneDrive\工作"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\li\OneDrive - 扶贫办"), "OneDrive"),
        (PureWindowsPath(r"D:\Dropbox (Personal)\a"), "Dropbox"),
        (PurePosixPath("/home/li/Dropbox/a/b"), "Dropbox"),
        (PureWindowsPath(r"C:\Users\li\iCloudDrive"), "iCloud"),
        (PurePosixPath("/Users/li/Library/Mobile Documents/com~apple~CloudDocs/a"), "iCloud"),
        (PurePosixPath("/Users/li/Library/CloudStorage/OneDrive-Office"), "OneDrive"),
        (PurePosixPath("/Users/li/Library/CloudStorage/GoogleDrive-li@example.org/a"), "Google Drive"),
        (PureWindowsPath(r"D:\我的坚果云\报告"), "坚果云 Nutstore"),
        (PurePosixPath("/home/li/Nutstore Files/报告"), "坚果云 Nutstore"),
        (PureWindowsPath(r"E:\BaiduSyncdisk"), "百度网盘"),
        (PureWindowsPath(r"E:\BaiduNetdiskDownload\报告"), "百度网盘"),
        (PureWindowsPath(r"E:\百度网盘同步空间\报告"), "百度网盘"),
        (PurePosixPath("/home/li/reports"), ""),
        (PurePosixPath("/home/onedriver/dropboxes/icloudy"), ""),
        (PureWindowsPath(r"C:\Users\li\Documents"), ""),
    ],
)
def test_services_by_their_folders(folder: PurePosixPath | PureWindowsPath, service: str) -> None:
    assert synced_by(folder / X, {}) == service


def test_a_file_that_is_called_like_a_service_is_none() -> None:
    assert synced_by(PurePosixPath("/data/dropbox"), {}) == ""


def test_onedrive_by_the_environment() -> None:
    there = PureWindowsPath(r"D:\Cloud")
    assert synced_by(there / "a" / X, {"OneDriveCommercial": r"D:\Cloud"}) == "OneDrive"
    assert synced_by(PureWindowsPath(r"D:\Clouds") / X, {"OneDriveCommercial": r"D:\Cloud"}) == ""


@pytest.mark.parametrize(
    ("marker", "service"),
    [(".dropbox.cache", "Dropbox"), (".nutstore", "坚果云 Nutstore"), (".baidusyncdisk", "百度网盘")],
)
def test_services_by_what_they_leave(tmp_path: Path, marker: str, service: str) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert unsafe_place(tmp_path / "a" / "b" / X) is None
    (tmp_path / marker).mkdir()
    found = unsafe_place(tmp_path / "a" / "b" / X)
    assert found is not None
    for language in LANGUAGES:
        assert service in found.say(Words(language))


def test_a_link_into_a_folder_of_a_service(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "mine").symlink_to(tmp_path / "Dropbox")
    found = unsafe_place(tmp_path / "mine" / X)
    assert found is not None
    assert found.fields["service"] == "Dropbox"


MOUNTS = r"""
22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
30 22 0:40 / /home/li/share\040one rw - cifs //server/share rw
31 22 0:41 / /home/li rw,nosuid shared:5 master:1 - nfs4 server:/home rw
32 31 0:42 / /home/li/local rw - tmpfs tmpfs rw
33 22 0:43 / /mnt/a rw - ext4 /dev/sdb1 rw
34 22 0:44 / /mnt/a rw - fuse.sshfs li@server: rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/x.corpus", "ext4"),
        ("/home/li/share one/x.corpus", "cifs"),
        ("/home/li/share/x.corpus", "nfs4"),
        ("/home/li/local/x.corpus", "tmpfs"),
        ("/home/lin/x.corpus", "ext4"),
        ("/mnt/a/x.corpus", "fuse.sshfs"),
    ],
)
def test_the_mount_that_a_path_lies_on(path: str, kind: str) -> None:
    assert kind_of_mount(PurePosixPath(path), MOUNTS.splitlines()) == kind


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists its mounts so")
@pytest.mark.parametrize(
    ("kind", "warned"),
    [("cifs", True), ("smb3", True), ("nfs", True), ("nfs4", True), ("fuse.sshfs", True), ("fuse.davfs", True),
     ("ext4", False), ("btrfs", False), ("tmpfs", False)],
)  # fmt: skip
def test_a_drive_of_another_machine_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, warned: bool
) -> None:
    """Also where a link leads to it: what counts is the mount that the file itself lies on."""
    there, link = tmp_path / "there", tmp_path / "link"
    there.mkdir()
    link.symlink_to(there)
    mounts = tmp_path / "mountinfo"
    lines = ("22 1 8:1 / / rw - ext4 /dev/sda1 rw", f"30 22 0:40 / {there} rw - {kind} server:/share rw")
    mounts.write_text("\n".join(lines), "utf-8")
    monkeypatch.setattr(places, "_MOUNTS", mounts)
    assert unsafe_place(tmp_path / X) is None
    for path in (there / X, link / "a" / X):
        found = unsafe_place(path)
        assert (found is not None) == warned
        if found is not None:
            assert found.key == "store.network-drive"
            for language in LANGUAGES:
                said = found.say(Words(language))
                assert kind in said, said
                assert str(path) in said, said


@pytest.mark.parametrize(
    ("path", "remote", "named"),
    [
        (r"\\server\share\work\x.corpus", False, r"\\server\share"),
        (r"Z:\work\x.corpus", True, "Z:"),
        (r"C:\work\x.corpus", False, ""),
    ],
)
def test_shares_and_mapped_drives_of_windows(
    monkeypatch: pytest.MonkeyPatch, path: str, remote: bool, named: str
) -> None:
    """What Windows would be asked, and what is made of its answer; the answer itself has not been seen."""
    asked = []

    class Kernel:
        @staticmethod
        def GetDriveTypeW(root: str) -> int:  # its name there
            asked.append(root)
            return 4 if remote else 3

    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=Kernel), raising=False)
    found = places._network_of_windows(PureWindowsPath(path))
    assert found == named
    assert asked == ([] if path.startswith("\\") else [f"{path[:2]}\\"])
