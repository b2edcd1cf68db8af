#!/bin/sh
# Writes packaging/locks/ from pyproject.toml, for every platform and Python >= 3.11: sh packaging/lock.sh [--upgrade].
# Only this needs uv: the one in PATH, else one in a throw-away environment.
set -eu
cd -P "$(dirname "$0")/.."
if ! command -v uv >/dev/null; then
    away=$(mktemp -d)
    trap 'rm -rf "$away"' EXIT
    python3 -m venv "$away"
    "$away/bin/pip" install --quiet --disable-pip-version-check uv
    PATH="$away/bin:$PATH"
fi

lock() { # name, then what goes in
    name=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header "$@" \
        --output-file "packaging/locks/$name.txt"
}

lock build --group build "$@"
lock compile --group compile --constraint packaging/locks/build.txt "$@"
lock run pyproject.toml --constraint packaging/locks/build.txt "$@"
# pygamma-agreement asks for cvxopt, which is under the GPL and which we do not use (annotator/review/continuum.py)
lock test pyproject.toml --group test --constraint packaging/locks/build.txt --constraint packaging/locks/run.txt \
    --no-emit-package cvxopt "$@"
lock bench --group bench --constraint packaging/locks/build.txt --constraint packaging/locks/run.txt "$@"
lock bundle pyproject.toml --group bundle --constraint packaging/locks/build.txt --constraint packaging/locks/run.txt "$@"
lock readers pyproject.toml --group test --group readers --constraint packaging/locks/test.txt "$@"
