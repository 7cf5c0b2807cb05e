#!/bin/sh
# The tests drive Debian's Chromium, look at Chinese text, open documents in LibreOffice and stand behind nginx: installs these when root on Debian, else
# says what to install.
set -eu
PACKAGES="chromium fonts-noto-cjk fontconfig libreoffice-writer-nogui libreoffice-calc-nogui nginx-light"
have() { command -v "$1" >/dev/null 2>&1; }
have_browser() { have chromium || have chromium-browser || have google-chrome; }
have_fonts() { have fc-list && [ -n "$(fc-list :lang=zh family 2>/dev/null | head -n 1)" ]; }
have_nginx() { have nginx || [ -x /usr/sbin/nginx ]; }
have_office() { { have soffice || have libreoffice; } && [ -n "$(find /usr/lib/libreoffice /opt -name 'libsclo.so' 2>/dev/null | head -n 1)" ]; }
if have_browser && have_fonts && have_office && have_nginx; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && have apt-get; then
    echo "安装测试用的浏览器、中文字体、LibreOffice 和 nginx / installing Chromium, Chinese fonts, LibreOffice and nginx …"
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $PACKAGES >/dev/null
    exit 0
fi
echo "测试需要 Chromium、中文字体、LibreOffice 和 nginx；请安装（Debian: sudo apt install $PACKAGES）。" >&2
echo "The tests need Chromium, a Chinese font, LibreOffice and nginx: install them (Debian: sudo apt install $PACKAGES)." >&2
exit 1
