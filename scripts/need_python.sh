#!/bin/sh
# Says what to install when Python is missing, too old, or comes without venv.
set -eu
python="$1"
if ! command -v "$python" >/dev/null 2>&1; then
    echo "需要 Python 3.11 或更新版本；请先安装（Debian: apt install python3 python3-venv）。" >&2
    echo "Python 3.11 or later is needed: install it first (Debian: apt install python3 python3-venv)." >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "$("$python" --version) 太旧，需要 3.11 或更新版本：make PYTHON=python3.12 …" >&2
    echo "$("$python" --version) is too old, 3.11 or later is needed: make PYTHON=python3.12 …" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "这个 Python 缺少 venv；请安装（Debian: apt install python3-venv）。" >&2
    echo "This Python lacks venv: install it (Debian: apt install python3-venv)." >&2
    exit 1
fi
