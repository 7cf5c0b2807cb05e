from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analytics.text.offsets import utf16_offsets
from analytics.text.scan import LiteralScan
from analytics.text.sentences import paragraphs, sentences
from analytics.text.words import boundaries, words

TEXT = st.text(alphabet="甲乙。！？“”‘’（）\n …；，a1 𠮷😀", max_size=60)


def parts(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


def test_a_sentence_takes_its_closing_marks_along() -> None:
    assert parts("“来了！”他说。走吧……好。") == ["“来了！”他说。", "走吧……好。"]


def test_marks_inside_a_quotation_do_not_end_the_sentence() -> None:
    assert parts("他说：“真好。下次再来。”大家笑了。") == ["他说：“真好。下次再来。”", "大家笑了。"]


def test_a_quotation_mark_that_never_closes_holds_nothing_back() -> None:
    assert parts("他说：“真好。下次再来。") == ["他说：“真好。", "下次再来。"]


def test_a_paragraph_ends_a_sentence() -> None:
    assert parts("标题\n\n 正文没有句号\n末段。") == ["标题", "正文没有句号", "末段。"]
    assert [s.paragraph for s in sentences("标题\n\n正文。又一句。")] == [0, 1, 1]


@given(TEXT)
def test_sentences_never_overlap_and_lose_nothing(text: str) -> None:
    found = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(text[s.start : s.end].split()) for s in found) == "".join(text.split())


@given(TEXT)
def test_paragraphs_hold(text: str) -> None:
    for start, end in paragraphs(text):
        assert text[start:end] == text[start:end].strip()


@given(TEXT)
def test_utf16_offsets_agree_with_the_codec(text: str) -> None:
    positions = list(range(len(text) + 1))
    assert utf16_offsets(text, positions) == [len(text[:p].encode("utf-16-le")) // 2 for p in positions]


def test_words_join_to_the_text_and_agree_with_jieba() -> None:
    import jieba

    text = "云岫县税务局组织党员志愿者到石桥村开展义诊，共接待村民120余人次。"
    assert "".join(words(text)) == text
    assert words(text) == jieba.lcut(text, HMM=False)
    assert boundaries("石桥村", 5) >= {5, 8}


def test_scan_takes_the_leftmost_longest_and_counts_code_points() -> None:
    scan = LiteralScan({"志愿": 1, "志愿者": 2, "者": 3})
    assert [(h.start, h.end, h.value) for h in scan.find("😀志愿者𠮷志愿")] == [(1, 4, 2), (5, 7, 1)]
    every = LiteralScan({"志愿": 1, "志愿者": 2, "者": 3}, overlap=True)
    assert {h.term for h in every.find("志愿者")} == {"志愿", "志愿者", "者"}
