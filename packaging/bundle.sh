#!/bin/sh
# The program with its Python in one folder, out/bundle/annotator/, tried out: sh packaging/bundle.sh.
# Built by packaging/locks/bundle.txt in an environment of its own, out/bundle-env. Not run on Windows and macOS yet.
set -eu
cd -P "$(dirname "$0")/.."
case $(uname -s) in
    MINGW* | MSYS* | CYGWIN*) bin=Scripts ;;
    *) bin=bin ;;
esac
env=out/bundle-env
python=$env/$bin/python
made=out/bundle/annotator

install() { PIP_USER=0 "$python" -m pip install --quiet --disable-pip-version-check --require-hashes "$@"; }

# Numpy's wheels for Linux bring 28 MB of linear algebra along that nothing here calls. It is compiled without, from the
# locked sources, which takes some minutes once; the model reads as quickly by it.
compiled=
if [ "$(uname -s)" = Linux ] && command -v c++ >/dev/null; then
    compiled="--no-binary numpy"
    for setting in blas=none lapack=none cpu-dispatch=none; do compiled="$compiled -Csetup-args=-D$setting"; done
fi

if ! cat packaging/locks/compile.txt packaging/locks/bundle.txt | cmp -s - $env/ready; then
    ".venv/$bin/python" -m venv --clear $env
    install -r packaging/locks/build.txt
    [ -z "$compiled" ] || install -r packaging/locks/compile.txt
    # shellcheck disable=SC2086  # several words
    install --no-build-isolation $compiled -r packaging/locks/bundle.txt
    cat packaging/locks/compile.txt packaging/locks/bundle.txt > $env/ready
fi

"$python" packaging/make_font.py out/bundle-font
"$python" packaging/make_icons.py out/icons
PYTHONPATH=. "$python" packaging/prepare.py out/bundle-prepared/prepared.bin
"$python" -m PyInstaller --noconfirm --log-level ERROR --distpath out/bundle --workpath out/bundle-work \
    packaging/annotator.spec

# Symbols for debuggers go, but not from libraries that a wheel has patched (those have a path to others in them, as
# Python's own may have too): strip may break them. Of ICU's data stays what this program's languages need.
if [ "$(uname -s)" = Linux ] && command -v strip >/dev/null; then
    find $made/_internal -name '*.so*' -type f | while read -r library; do
        case $library in
            */libpython3* | */lib-dynload/*) strip --strip-unneeded "$library" ;;
            *) readelf -d "$library" | grep -Eq 'R(UN)?PATH' || strip --strip-unneeded "$library" ;;
        esac
    done
    "$python" packaging/trim_icu.py $made/_internal/PySide6/Qt/lib/libicudata.so.*
fi

"$python" packaging/shipped.py $made $made

# Away from the checkout and its settings: what is missing in the bundle must not be found here.
program=$PWD/$made/annotator
(cd / && env -u PYTHONPATH -u PYTHONHOME -u VIRTUAL_ENV "$program" selftest)
du -sm $made | sed 's/\t.*/ MB unpacked: '"$(printf %s $made | sed 's/\//\\\//g')"'/'
