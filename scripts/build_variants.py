"""Writes data/rules/text_variants.csv: traditional and variant characters with the simplified ones that they are read as.

Source: OpenCC's table TSCharacters (Apache-2.0), out of ``opencc-python-reimplemented``, a development dependency. One
character for one: offsets stay. Characters of GB 2312 are left out (后, 干, 著 are words of simplified text as well) but for
``MORE``; full-width figures and letters are added. Run: ``python scripts/build_variants.py``; the result does not change.
"""

from __future__ import annotations

import csv
from pathlib import Path

import opencc

TARGET = Path(__file__).resolve().parent.parent / "data" / "rules" / "text_variants.csv"
TABLE = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
MORE = dict(zip("堿尙後徵於枱氹竜菓颺鼇麽菸瞭揹摺夥幷", "碱尚后征于台凼龙果扬鳌么烟了背折伙并", strict=True))
FULL_WIDTH = {
    chr(c + 0xFEE0): chr(c) for c in map(ord, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
}


def simplified(c: str) -> bool:
    try:
        c.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    found = dict(FULL_WIDTH)
    for line in TABLE.read_text("utf-8").splitlines():
        written, standard = line.split("\t")
        standard = standard.split(" ")[0]
        if len(written) == len(standard) == 1 and written != standard and not simplified(written):
            found[written] = standard
    found |= MORE
    with TARGET.open("w", encoding="utf-8-sig", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([("written", "standard"), *sorted(found.items())])


if __name__ == "__main__":
    main()
