from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from analytics.gazetteer import Gazetteer, load_gazetteer
from analytics.problems import Problem

DATA = Path(__file__).resolve().parents[2] / "data"
PLACES = DATA / "demo" / "places.csv"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(DATA / "gazetteer")


@pytest.fixture(scope="module")
def wider() -> Gazetteer:
    return load_gazetteer(DATA / "gazetteer", [PLACES])


def chains(gazetteer: Gazetteer, name: str, within: str | None = None) -> list[str]:
    return ["".join(d.chain) for d in gazetteer.find(name, within)]


@pytest.mark.parametrize(
    ("name", "within", "chain"),
    [
        ("青州市", None, "山东省潍坊市青州市"),
        ("梨园店村", "370781", "山东省潍坊市青州市庙子镇梨园店村"),
        ("梨园店", "370781", "山东省潍坊市青州市庙子镇梨园店村"),
        ("梨园店村委会", "370781", "山东省潍坊市青州市庙子镇梨园店村"),
        ("马驿山社区", "3707", "山东省潍坊市青州市王府街道马驿山社区"),
        ("酉阳", "50", "重庆市酉阳土家族苗族自治县"),
        ("忠县", None, "重庆市忠县"),
        ("东城街道", "4419", "广东省东莞市东城街道"),
        ("台湾", None, "台湾省"),
    ],
)
def test_full_official_and_short_names_lead_to_the_division(
    gazetteer: Gazetteer, name: str, within: str | None, chain: str
) -> None:
    assert chains(gazetteer, name, within)[0] == chain


@pytest.mark.parametrize("name", ["", "忠", "村", "社区", "市辖区", "没有这样的村", "青州市青州市"])
def test_what_names_nothing_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.find(name) == ()
    assert gazetteer.count(name) == 0


def test_every_namesake_is_given_and_the_county_decides(gazetteer: Gazetteer) -> None:
    everywhere = gazetteer.find("石桥村")
    assert len(everywhere) == gazetteer.count("石桥村") > 100
    assert {d.name for d in everywhere} == {"石桥村"}
    one = everywhere[0]
    assert one in gazetteer.find("石桥村", one.code[:6])
    assert all(d.code.startswith(one.code[:4]) for d in gazetteer.find("石桥村", one.code[:4]))


def test_a_code_leads_back_to_its_division(gazetteer: Gazetteer) -> None:
    for d in gazetteer.find("和平社区")[:20]:
        assert gazetteer.get(d.code) == d
        assert (gazetteer.official(d.code) or "").startswith("和平")
    assert gazetteer.get("370781") == gazetteer.find("青州市")[0]
    assert gazetteer.get("999999999999") is None
    assert gazetteer.get("abc") is None


def test_children_hang_under_their_parent(gazetteer: Gazetteer) -> None:
    towns = gazetteer.children("370781")
    assert {d.level for d in towns} == {"town"}
    assert "庙子镇" in {d.name for d in towns}
    assert "梨园店村" in {d.name for d in gazetteer.children("370781103")}
    assert {d.level for d in gazetteer.children("11")} == {"county"}, "Beijing has no cities between"
    assert {d.level for d in gazetteer.children("4419")} == {"town"}, "Dongguan has no counties"
    for d in gazetteer.children("37"):
        assert d.chain[:-1] == ("山东省",)


def test_the_file_is_whole(gazetteer: Gazetteer) -> None:
    pairs = gazetteer.upper()
    assert len({d.code for _, d in pairs if d.level == "province"}) == 34
    assert len({d.code for _, d in pairs if d.level == "county"}) > 2900
    assert (DATA / "gazetteer" / "divisions.parquet").stat().st_size < 8_000_000


def test_points_are_degrees_of_the_county(gazetteer: Gazetteer) -> None:
    point = gazetteer.point("370781103205")
    assert point == gazetteer.point("370781")
    assert point is not None
    assert point == pytest.approx((118.48, 36.68), abs=0.1)
    assert gazetteer.point("999999999999") is None


def test_places_of_ones_own_come_first(gazetteer: Gazetteer, wider: Gazetteer) -> None:
    assert chains(wider, "石桥村") == ["东屏省澄州市云岫县白石镇石桥村"]
    assert chains(wider, "石桥") == ["东屏省澄州市云岫县白石镇石桥村"]
    assert chains(wider, "云岫") == ["东屏省澄州市云岫县"]
    assert wider.find("石桥村", "51") == gazetteer.find("石桥村", "51"), "elsewhere the built-in ones stay"
    assert "石桥村" in {d.name for d in wider.children("990101100")}
    assert wider.get("990101100001") == wider.find("石桥村")[0]
    assert gazetteer.get("990101100001") is None
    assert wider.version != gazetteer.version
    assert load_gazetteer(DATA / "gazetteer", [PLACES]).version == wider.version


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("code,level,name\n1,village,甲村\n", "places_column"),
        ("code,level,name,province,city,county,town,aliases\n12,village,甲村,,,,,\n", "places_row"),
        ("code,level,name,province,city,county,town,aliases\n990101100001,hamlet,甲村,,,,,\n", "places_row"),
        ("code,level,name,province,city,county,town,aliases\n990101100001,village,,,,,,\n", "places_row"),
    ],
)
def test_a_bad_table_is_refused_with_what_to_do(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(text, "utf-8-sig")
    with pytest.raises(Problem) as caught:
        load_gazetteer(DATA / "gazetteer", [path])
    assert caught.value.code == code
    assert caught.value.text("zh")
    assert caught.value.text("en")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc")
def test_loading_is_quick_and_small() -> None:
    probe = (
        "import sys, time; from pathlib import Path; t = time.process_time();"
        "from analytics.gazetteer import load_gazetteer; load_gazetteer(Path(sys.argv[1])).find('石桥村');"
        "seconds = time.process_time() - t; status = Path('/proc/self/status').read_text().split();"
        "print(seconds, int(status[status.index('VmHWM:') + 1]) / 1024)"
    )
    run = subprocess.run(
        [sys.executable, "-c", probe, str(DATA / "gazetteer")],
        capture_output=True, text=True, check=True, cwd=DATA.parent,
    )  # fmt: skip
    seconds, megabytes = map(float, run.stdout.split())
    assert seconds < 3, "CPU seconds with imports; about 0.6 on a quiet machine"
    assert megabytes < 350
