#!/bin/sh
# Installs out/release/*.deb on a bare system without a font and looks at what the program draws there:
# sudo sh packaging/try_deb.sh [CODENAME [MIRROR]], bookworm or noble, say. Needs root and debootstrap; it downloads.
# What is left behind: out/bare/CODENAME (remove it by hand) and out/bare/CODENAME.png, the picture.
set -eu
cd -P "$(dirname "$0")/.."
codename=${1:-bookworm}
case $codename in
    bookworm | trixie) mirror=${2:-http://deb.debian.org/debian} ;;
    *) mirror=${2:-http://archive.ubuntu.com/ubuntu} ;;
esac
root=$PWD/out/bare/$codename
inside() { env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 chroot "$root" "$@"; }
as_person() { inside setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/home/分析员 "$@"; }

# A Debian's debootstrap does not know the Ubuntus after it; they are made as those before.
script=$codename
[ -e "/usr/share/debootstrap/scripts/$codename" ] || script=gutsy
[ -x "$root/usr/bin/apt-get" ] || debootstrap --variant=minbase --merged-usr "$codename" "$root" "$mirror" $script
cp out/release/*.deb "$root/annotator.deb"
mount --bind /proc "$root/proc"
trap 'umount "$root/proc"' EXIT
inside apt-get update -q
inside apt-get install -q -y --no-install-recommends /annotator.deb
# The graphics of some systems bring a Latin font along, none a Chinese one.
[ -z "$(inside sh -c "find /usr/share/fonts -iname '*cjk*' -o -iname '*wqy*' 2>/dev/null")" ] \
    || echo "there is a Chinese font here: the bundle's own is not tried"
mkdir -p "$root/home/分析员/报告"
chown -R 1000:1000 "$root/home/分析员"

as_person annotator selftest
as_person sh -c 'cd "$HOME" && annotator demo --headless --out 报告/试'
cp "$root/home/分析员/报告/试/annotate.png" "out/bare/$codename.png"
QT_QPA_PLATFORM=offscreen .venv/bin/python packaging/look_at.py "out/bare/$codename.png"

inside apt-get remove -q -y annotator
[ -e "$root/home/分析员/报告/试/demo.corpus" ] || { echo "removing the package removed a corpus" >&2; exit 1; }
[ ! -e "$root/usr/lib/annotator" ] || { echo "removing the package left files" >&2; exit 1; }
echo "$codename: installed, tried, removed; the corpus is still there"
