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

if ! cmp -s packaging/locks/bundle.txt $env/ready; then
    ".venv/$bin/python" -m venv --clear $env
    install -r packaging/locks/build.txt
    install --no-build-isolation -r packaging/locks/bundle.txt
    cp packaging/locks/bundle.txt $env/ready
fi

"$python" -m PyInstaller --noconfirm --log-level ERROR --distpath out/bundle --workpath out/bundle-work \
    packaging/annotator.spec

# Some Pythons come with their debugging symbols. Not the wheels' libraries: those were patched, and strip may break them.
if [ "$(uname -s)" = Linux ] && command -v strip >/dev/null; then
    find $made/_internal \( -name 'libpython3*.so*' -o -path '*/lib-dynload/*.so' \) -type f \
        -exec strip --strip-unneeded {} +
fi

# Away from the checkout and its settings: what is missing in the bundle must not be found here.
program=$PWD/$made/annotator
(cd / && env -u PYTHONPATH -u PYTHONHOME -u VIRTUAL_ENV "$program" selftest)
du -sm $made | sed 's/\t.*/ MB unpacked: '"$(printf %s $made | sed 's/\//\\\//g')"'/'
