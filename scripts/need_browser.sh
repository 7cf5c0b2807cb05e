#!/bin/sh
# The browser tests drive Debian's Chromium and look at Chinese text: installs both when root on Debian, else says what to install.
set -eu
have_browser() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
have_fonts() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family 2>/dev/null | head -n 1)" ]; }
if have_browser && have_fonts; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "安装浏览器和中文字体 / installing Chromium and Chinese fonts …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null
    exit 0
fi
echo "测试需要 Chromium 和中文字体；请安装（Debian: sudo apt install chromium fonts-noto-cjk fontconfig）。" >&2
echo "The tests need Chromium and a Chinese font: install them (Debian: sudo apt install chromium fonts-noto-cjk fontconfig)." >&2
exit 1
