#!/bin/sh
# All the set-up: sh packaging/setup.sh run|test. Python packages go to .venv/ by the locks. What the system lacks comes
# through apt when that needs no password; else the line to type is printed and the set-up goes on.
set -eu
cd -P "$(dirname "$0")/.."
goal=${1:-run}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
system=$(uname -s)
case $system in
    MINGW* | MSYS* | CYGWIN*) bin=.venv/Scripts ;;
    *) bin=.venv/bin ;;
esac

say() { printf '%s\n' "$@" >&2; }
stop() {
    say "$@"
    exit 1
}
show_log() {
    errors=$(grep -E '^(ERROR|E): ?' "$log" | tail -n 3)
    say "${errors:-$(tail -n 5 "$log")}"
}

case $goal in
    run | test) ;;
    *) stop "usage: sh packaging/setup.sh run|test" ;;
esac

# ---- Python

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3.13 python3.12 python3.11 python3 python; fi
    for python; do
        if new_enough "$python"; then return; fi
    done
    stop "Python 3.11 or newer is needed${PYTHON:+, and $PYTHON is not that}." \
        "  Debian 12, Ubuntu 24.04:  sudo apt-get install python3 python3-venv" \
        "  Ubuntu 22.04:             sudo apt-get install python3.11 python3.11-venv" \
        "Elsewhere: python.org; then PYTHON=/path/to/python make run." \
        "需要 Python 3.11 或更新的版本，请先安装（见上），再运行 make。"
}

# Whole, made in this folder (a moved one has dead scripts), and of the Python that is asked for.
venv_is_good() {
    [ ! -e .venv/unfinished ] && "$bin/python" -c 'import pip' 2>/dev/null && new_enough "$bin/python" || return 1
    [ $bin = .venv/Scripts ] || grep -qF -e "-m venv $PWD/.venv" .venv/pyvenv.cfg || return 1
    [ -z "${PYTHON:-}" ] || [ "$("$PYTHON" -V 2>/dev/null)" = "$("$bin/python" -V)" ]
}

# ---- what the system lacks: $missing as Debian packages, $lacking as what they give

need() {
    missing="$missing $1"
    lacking="$lacking $2"
}

has_chinese_font() {
    if command -v fc-list >/dev/null; then
        [ -n "$(fc-list :lang=zh family)" ]
    else
        find /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.fonts" "${HOME:-/}/.local/share/fonts" 2>/dev/null |
            grep -Eiq 'cjk|source-?han|notos(ans|erif)[st]c|wqy|uming|ukai|droidsansfallback|simsun|simhei|msyh'
    fi
}

look_at_system() {
    libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || libraries=
    while read -r package library; do
        case $libraries in
            *"$library ("*) ;;
            *) need "$package" "$library" ;;
        esac
    done <<LIBRARIES
libglib2.0-0 libglib-2.0.so.0
libgl1 libGL.so.1
libegl1 libEGL.so.1
libxkbcommon0 libxkbcommon.so.0
libfontconfig1 libfontconfig.so.1
libdbus-1-3 libdbus-1.so.3
libxkbcommon-x11-0 libxkbcommon-x11.so.0
libxcb-cursor0 libxcb-cursor.so.0
libxcb-icccm4 libxcb-icccm.so.4
libxcb-keysyms1 libxcb-keysyms.so.1
libxcb-shape0 libxcb-shape.so.0
LIBRARIES
    has_chinese_font || need fonts-noto-cjk a-Chinese-font
}

install_missing() {
    if ! command -v apt-get >/dev/null; then
        say "Missing on this system, please install:$lacking" "缺少以上系统库或字体，请先安装。"
        return
    fi
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        as_root=no
    fi
    if [ "$as_root" != no ]; then
        say "Installing through apt:$missing …"
        # An update may fail for a source that matters nothing here, so the install decides.
        # shellcheck disable=SC2086 # words on purpose
        {
            $as_root apt-get -qq update
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
                -o DPkg::Lock::Timeout=120 install $missing
        } >"$log" 2>&1 && return
        show_log
    fi
    line="apt-get update && apt-get install -y --no-install-recommends$missing"
    if command -v sudo >/dev/null; then line="sudo sh -c '$line'"; else line="su -c '$line'"; fi
    say "System packages are missing. Type this line, then run make again · 缺少系统软件包，请输入下面这一行，再运行 make：" "  $line"
}

# ---- .venv/

# Says of what .venv/ was made; kept in .venv/ready-run and .venv/ready-test.
recipe() { cat pyproject.toml packaging/setup.sh packaging/locks/build.txt "packaging/locks/$1.txt" | cksum; }
is_ready() { [ "$(cat ".venv/ready-$1" 2>/dev/null)" = "$(recipe "$1")" ]; }

# .venv/unfinished outlives a kill, and the next run begins anew; pip itself undoes what it could not finish.
install() {
    # A person's pip.conf may say `user = true`, which no environment takes.
    PIP_USER=0 "$bin/python" -m pip install --quiet --no-input --disable-pip-version-check "$@" >"$log" 2>&1 && return
    show_log
    rm -f .venv/unfinished
    stop "pip could not install the above; with the network in order, run make again." \
        "pip 未能安装以上软件包；请检查网络，再运行 make。"
}

# Python before 3.13 reads the path to this folder in the encoding of the locale: in a Chinese folder, under LC_ALL=C or
# GB18030, it would not start. From site-packages the folder is always four up.
point_here() {
    for path in .venv/lib/python3*/site-packages/_editable_*.pth; do
        [ ! -e "$path" ] || echo ../../../.. >"$path"
    done
}

make_venv() {
    "$python" -c 'import ensurepip' 2>/dev/null ||
        stop "$python has no ensurepip (see above), so .venv cannot be made." "缺少 ensurepip（见上），无法创建 .venv。"
    say "Making .venv with $("$python" -V) …"
    rm -rf .venv
    mkdir .venv
    : >.venv/unfinished
    "$python" -m venv .venv >"$log" 2>&1 && return
    show_log
    stop "$python could not make .venv, see above." "无法创建 .venv，原因见上。"
}

fill_venv() {
    say "Installing packaging/locks/$goal.txt into .venv, once; this may take a minute …"
    : >.venv/unfinished
    install --require-hashes -r packaging/locks/build.txt
    # jieba comes as source: it is built by the pinned setuptools, not by whatever is newest. A lock is whole, but for
    # what it leaves out on purpose: pip is not to go after that.
    install --require-hashes --no-deps --no-build-isolation -r "packaging/locks/$goal.txt"
    install --no-deps --no-build-isolation --editable .
    point_here
    for done in run "$goal"; do recipe "$done" >".venv/ready-$done"; done # the test lock holds the run lock
    rm .venv/unfinished
}

missing=
lacking=
python=
if ! venv_is_good; then
    find_python
    "$python" -c 'import ensurepip' 2>/dev/null ||
        need "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" ensurepip
fi
if [ "$system" = Linux ]; then look_at_system; fi
if [ -n "$missing" ]; then install_missing; fi
if [ -n "$python" ]; then make_venv; fi
is_ready "$goal" || fill_venv
