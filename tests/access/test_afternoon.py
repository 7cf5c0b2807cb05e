"""An afternoon of several people at one server, each with a browser of their own: an analyst, a viewer, a reviewer, a guest."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import oidc_provider_mock
import pytest
from access.team_server import Team, free_port, oidc, team_server
from access.test_sign_in import NOTHING_YET, WAIT, jushi
from browser.intake_page import Intake
from playwright.sync_api import Browser, BrowserContext, Page, expect

from analytics.messages import say
from analytics.store.workspace import open_workspace

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
PEOPLE = {"mei": "梅", "lan": "兰", "qiu": "秋"}
"""Analyst, viewer, reviewer."""
SHOTS = os.environ.get("JUSHI_SHOTS")
"""A folder: what each of them saw is kept there, to be looked at."""
TEXTS = [
    ("桐湾村里来了义诊队", "3月2日，云岫医院党支部来到桐湾村，为村民开展义诊志愿服务，测血压60人次。"),
    ("桐湾小学收到新书", "3月9日，云岫书店到桐湾村小学捐赠图书300册。学生李小明高兴地说：“我最爱看故事书。”"),
    ("柳林村清河道", "3月12日，云岫县水利局组织20名志愿者在柳林村清理河道垃圾。"),
]


def mail(who: str) -> str:
    return f"{who}@team.example.org"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Team, Path]]:
    """A server with an empty workspace; the provider knows three people."""
    home, port = tmp_path_factory.mktemp("afternoon"), free_port()
    users = [
        oidc_provider_mock.User(sub=sub, claims={"email": mail(sub), "name": name}) for sub, name in PEOPLE.items()
    ]
    with ExitStack() as open_:
        provider = open_.enter_context(oidc_provider_mock.run_server_in_thread(user_claims=users))
        metadata = f"http://localhost:{provider.server_port}/.well-known/openid-configuration"
        yield open_.enter_context(team_server(home, oidc(port, metadata), port)), home


def come_in(context: BrowserContext, team: Team, who: str, link: str = "/") -> Page:
    page = context.new_page()
    page.goto(f"{team.address}{link}")
    page.get_by_role("button", name=say("people.sign_in"), exact=True).click(timeout=WAIT)
    page.locator("input[name=sub]").fill(who)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{team.address}/**")
    return page


def total(page: Page) -> str:
    """The first figure of the overview, when the page stands still."""
    expect(page.get_by_test_id("stMetric").first).to_be_visible(timeout=WAIT)
    settled(page)
    return page.get_by_test_id("stMetricValue").first.inner_text()


def settled(page: Page) -> None:
    page.wait_for_timeout(500)
    page.wait_for_function(
        "!document.querySelector('[data-testid=stApp][data-test-script-state=running]')", timeout=WAIT
    )


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def test_an_afternoon_of_several_people(office: tuple[Team, Path], browser: Browser, tmp_path: Path) -> None:
    team, home = office
    mine, hers, his, outside = (
        browser.new_context(locale="zh-CN", viewport={"width": 1300, "height": 900}) for _ in range(4)
    )
    environment = dict(team.environment)
    jushi(environment, "people", "add", mail("mei"), "--role", "analyst")
    file = tmp_path / "三月.jsonl"
    lines = [
        {"id": f"a{n}", "title": title, "published": "2025-03-15", "text": text}
        for n, (title, text) in enumerate(TEXTS)
    ]
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), "utf-8")

    # The analyst brings three reports in.
    come_in(mine, team, "mei").close()
    intake = Intake(mine, team.address)  # type: ignore[arg-type]
    intake.open()
    intake.drop([file])
    intake.start("三月")
    shot(intake.page, "1_import")
    space = open_workspace(home)
    [dataset] = [one.name for one in space.datasets()]
    space.close()

    # The viewer has no role yet, then one: the same figure, every number down to its sentence, and no way to import.
    viewer = come_in(hers, team, "lan", f"/?data={dataset}")
    expect(viewer.get_by_text(NOTHING_YET).first).to_be_visible(timeout=WAIT)
    jushi(environment, "people", "add", mail("lan"), "--role", "viewer", "--dataset", dataset)
    viewer.goto(f"{team.address}/?data={dataset}")
    assert total(viewer) == "3"
    shot(viewer, "2_viewer")
    expect(viewer.get_by_role("link", name=say("page.intake"))).to_have_count(0)
    viewer.goto(f"{team.address}/reading?data={dataset}&article=a0")
    expect(viewer.get_by_text("云岫医院党支部来到桐湾村").first).to_be_visible(timeout=WAIT)
    shot(viewer, "3_sentence")
    viewer.goto(f"{team.address}/intake?data={dataset}")
    refused = say("problem.not_allowed_import", who=mail("lan"))
    expect(viewer.get_by_text(refused.partition("（")[0]).first).to_be_visible(timeout=WAIT)

    # The analyst saves a view for the team and shares its link, and a guest link to the same.
    page = intake.page
    page.goto(f"{team.address}/?data={dataset}&type=donation")
    assert total(page) == "1"
    page.get_by_role("button", name=say("save.open"), exact=True).click()
    page.get_by_label(say("save.name")).fill("三月捐赠")
    page.get_by_text(say("save.audience_team"), exact=True).click()
    page.get_by_role("button", name=say("save.keep")).click()
    page.wait_for_function("location.search.includes('saved=')", timeout=WAIT)
    settled(page)
    shared = page.url
    shot(page, "4_saved")
    page.goto(f"{team.address}/views?data={dataset}")
    page.get_by_label(say("guest.name")).fill("县局宣传科", timeout=WAIT)
    page.get_by_role("button", name=say("guest.make")).click()
    invited = page.get_by_test_id("stCode").filter(has_text="/guest/")
    expect(invited).to_be_visible(timeout=WAIT)
    link = invited.inner_text().strip()
    shot(page, "5_guest_link")

    # The viewer opens the shared link, the guest the other: the same figures.
    viewer.goto(shared)
    assert total(viewer) == "1"
    visitor = outside.new_page()
    visitor.goto(link)
    assert total(visitor) == "3"
    assert "/guest/" not in visitor.url
    shot(visitor, "6_guest")

    # Names of persons are masked for guests from now on, and for nobody else.
    jushi(environment, "masks", dataset, "--names", "served", "--for", "guests")
    for reader, name in ((visitor, "李某某"), (viewer, "李小明")):
        reader.goto(f"{team.address}/reading?data={dataset}&v=1&rev=0&article=a1")
        expect(reader.get_by_text(name).first).to_be_visible(timeout=WAIT)
    assert "李小明" not in visitor.content()
    shot(visitor, "6_masked")
    visitor.goto(f"{team.address}/?data={dataset}&v=1&rev=0")
    assert total(visitor) == "3"

    # The reviewer deletes a report; everybody who looks at the newest version sees it, the saved link and the guest do not.
    jushi(environment, "people", "add", mail("qiu"), "--role", "reviewer", "--dataset", dataset)
    reviewer = come_in(his, team, "qiu", f"/collection?data={dataset}&tab=articles&q=柳林")
    every = say("pick_articles.every", count=1)
    reviewer.get_by_text(every).click(timeout=WAIT)
    settled(reviewer)
    reviewer.get_by_role("button", name=say("pick_articles.delete", count=1)).click()
    reviewer.locator(".st-key-asked_yes button").click(timeout=WAIT)
    settled(reviewer)
    shot(reviewer, "7_reviewer")
    for _ in range(20):
        viewer.goto(f"{team.address}/?data={dataset}")
        if total(viewer) == "2":
            break
    assert total(viewer) == "2"
    visitor.reload()
    assert total(visitor) == "3", "the version of the link"
    viewer.goto(shared)
    assert total(viewer) == "1"

    # An administrator takes the viewer's role and the guest link away: the next click within five seconds shows nothing new.
    jushi(environment, "people", "remove", mail("lan"), "--dataset", dataset)
    jushi(environment, "guests", "revoke", "1")
    viewer.wait_for_timeout(2_000)
    viewer.get_by_role("link", name=say("page.villages")).click()
    expect(viewer.get_by_text(NOTHING_YET).first).to_be_visible(timeout=WAIT)
    shot(viewer, "8_taken_away")
    visitor.get_by_role("link", name=say("page.villages")).click()
    expect(visitor.get_by_text(say("problem.guest_over"))).to_be_visible(timeout=WAIT)
    for context in (mine, hers, his, outside):
        context.close()
    assert re.fullmatch(r"http://localhost:\d+/guest/[\w-]{43}", link)
