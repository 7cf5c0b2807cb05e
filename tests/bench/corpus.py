"""Invented articles in any number: seeded, varied in wording, names, days and figures, none a copy of another."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from analytics.model import Article

FIRST = "青石云柳桃杏松竹梅兰东西南北上下大小新古白黄红金银玉龙凤鹤鹿马牛羊泉溪河江湖海山岭坡湾"
SECOND = "桥塘坝沟坪湾岭山峰泉井溪河畈冲坳洼庄屯寨店铺营堡台楼亭园林田畔"
UNITS = (
    "供电公司",
    "中心小学",
    "卫生院",
    "税务所",
    "农商银行",
    "市场监管所",
    "消防救援站",
    "文化馆",
    "司法所",
    "水务所",
)
DEEDS = (
    "组织{n}名党员志愿者到{v}打扫街道，清运垃圾{m}车",
    "在{v}开展义诊活动，为{m}余名群众测量血压",
    "到{v}走访慰问了{n}户困难老人，送去米面油",
    "与{v}党支部结对共建，签订了{n}项帮扶协议",
    "在{v}文化广场宣讲消防安全知识，发放传单{m}份",
    "为{v}农户义务检修农机{n}台，帮助收割水稻{m}亩",
    "向{v}小学捐赠图书{m}册、书包{n}个",
    "在{v}开设便民服务点，为居民免费理发、维修小家电{m}件",
    "到{v}调研产业发展情况，座谈交流{n}次",
    "组织文艺小分队到{v}演出{n}个节目",
    "带领学生在{v}植树{m}棵",
    "到{v}给村民讲解反诈常识，劝导群众下载防诈应用{m}人次",
)
TAILS = (
    "村民{p}说，这样的活动来得及时。", "参加活动的{p}表示，今后还会常来看看。", "活动得到了当地群众的欢迎，{p}全程参加。",
    "当天气温较低，但大家干劲很足，{p}也带着家人赶来。", "{p}介绍，准备工作用了{n}天。", "现场秩序井然，{p}拍下了当时的照片。",
)  # fmt: skip
NAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = "建国志强秀英丽华文军海燕玉兰春梅德明永红晓东小平爱民庆生长江云飞"


def corpus(count: int, seed: int = 1) -> Iterator[Article]:
    """``count`` articles of about 200 characters; the first ones are the same whatever ``count`` is."""
    for number in range(count):
        yield _article(number, random.Random(f"{seed}/{number}"))


def _article(number: int, rng: random.Random) -> Article:
    published = date(2021, 1, 1) + timedelta(days=rng.randrange(1700))
    town = f"{_name(rng)}镇"
    unit = f"{town}{rng.choice(UNITS)}"
    sentences = []
    for _ in range(rng.choice((1, 2, 2, 3))):
        day = published - timedelta(days=rng.randrange(1, 20))
        deed = rng.choice(DEEDS).format(n=rng.randrange(3, 40), m=rng.randrange(20, 900), v=f"{_name(rng)}村")
        sentences.append(f"{day.month}月{day.day}日，{unit}{deed}。")
        person = rng.choice(NAMES) + "".join(rng.sample(GIVEN, 2))
        sentences.append(rng.choice(TAILS).format(p=person, n=rng.randrange(2, 9)))
    title = f"{unit}：{sentences[0][:18]}"
    return Article(f"c{number}", title, published, f"{_name(rng)}日报", None, None, "\n".join(sentences))


def _name(rng: random.Random) -> str:
    return rng.choice(FIRST) + rng.choice(FIRST) * rng.randrange(2) + rng.choice(SECOND)
