"""Saved pages of many makes: the report is kept with its headline and date, and what stands around it is not."""

from __future__ import annotations

import pytest

from knowledge.errors import ReportError
from knowledge.files import FileKind, Part, from_bytes

FIRST = "<p>9月3日，白鹭县召开秋粮生产调度会，县长段知行主持会议并讲话，各乡镇负责人参加。</p>"
SECOND = (
    "<p>会议要求，各乡镇要抢抓农时，落实田间管理措施，确保秋粮丰收；农业农村局要做好技术指导，9月底前完成测产。</p>"
)
HEADLINE = "白鹭县召开秋粮生产调度会"


def lines(page: str) -> list[str]:
    return [line for line in from_bytes(page.encode(), "a.html").text.split("\n") if line]


def test_a_page_laid_out_with_tables_is_text() -> None:
    page = f"""<html><head><title>{HEADLINE}-白鹭县人民政府网</title></head><body>
      <table><tr><td><a href=/>首页</a> | <a href=/a>政务公开</a> | <a href=/b>走进白鹭</a></td></tr></table>
      <table><tr><td><table><tr><td><a href=1>通知公告</a></td></tr><tr><td><a href=2>县内要闻</a></td></tr></table></td>
      <td><table><tr><td><font size=5><b>{HEADLINE}</b></font></td></tr>
      <tr><td>发布日期：2022-09-04　信息来源：县政府办</td></tr><tr><td>{FIRST}{SECOND}</td></tr></table></td></tr></table>
      <table><tr><td>版权所有：白鹭县人民政府 技术支持：白鹭县大数据中心</td></tr></table></body></html>"""
    found = lines(page)
    assert found[:2] == [f"# {HEADLINE}", "发布日期：2022-09-04　信息来源：县政府办"]
    assert found[2:] == [FIRST[3:-4], SECOND[3:-4]]


def test_a_sites_own_name_is_not_the_headline() -> None:
    page = f"""<html><head><title>{HEADLINE} – 白鹭在线</title></head><body>
      <header class="site-header"><h1><a href=/>白鹭在线</a></h1><nav><a href=/>首页</a><a href=/n>新闻</a></nav></header>
      <article><header><h2>{HEADLINE}</h2><p>通讯员 发布于 2022年9月4日</p></header><div>{FIRST}{SECOND}
      <ul><li>段知行</li><li>东方禾</li></ul><div class="sharing"><a href=#>微信</a></div></div></article>
      <div id="comments"><h2>2条评论</h2><p>某读者说：写得好，支持家乡的秋粮生产，希望今年丰收，大家都辛苦了。</p></div>
      <aside><p>关于本站：白鹭在线是民间网站，转载请注明出处，感谢支持。</p></aside></body></html>"""
    assert lines(page) == [
        f"# {HEADLINE}",
        "通讯员 发布于 2022年9月4日",
        FIRST[3:-4],
        SECOND[3:-4],
        "- 段知行",
        "- 东方禾",
    ]


def test_minutes_of_short_lines_win_over_a_sidebar_of_sentences() -> None:
    page = """<html><head><title>会议记录 | 桂花苑</title></head><body>
      <div id="header"><h1>桂花苑小区</h1><ul class="menu"><li><a href="#">公告</a></li></ul></div>
      <div id="content"><h2>业委会第三次会议记录</h2>时间：2023年5月6日<br>主持：穆青山<br>到会：穆青山、尹素、乐天<br>
      决定：6月10日前由尹素联系三家公司报价，报价单贴在公告栏。</div>
      <div id="sidebar"><p>本站由业主志愿者维护，欢迎投稿，也欢迎提出意见。</p></div><div id="footer">© 桂花苑</div></body></html>"""
    assert lines(page) == [
        "# 业委会第三次会议记录",
        "时间：2023年5月6日",
        "主持：穆青山",
        "到会：穆青山、尹素、乐天",
        "决定：6月10日前由尹素联系三家公司报价，报价单贴在公告栏。",
    ]


def test_a_headline_that_only_the_head_has_is_put_first() -> None:
    assert lines(f"<html><head><title>{HEADLINE}_白鹭网</title></head><body>{FIRST}{SECOND}</body></html>")[0] == (
        f"# {HEADLINE}"
    )


def test_a_class_that_sounds_like_furniture_does_not_lose_the_report() -> None:
    assert lines(f"<html><body><div class='print-content share'>{FIRST}{SECOND}</div></body></html>") == [
        FIRST[3:-4],
        SECOND[3:-4],
    ]


def test_what_a_browser_does_not_show_is_not_read() -> None:
    page = f"""<html><body><script>var s = "会议取消";</script><style>p {{}}</style><!-- 会议取消 -->
      <p hidden>会议取消</p><div style="display: none">会议取消</div><noscript>会议取消</noscript>{FIRST}</body></html>"""
    assert lines(page) == [FIRST[3:-4]]


def test_lists_keep_their_numbers() -> None:
    page = """<html><body><p>会议决定，做好三件事：</p><ol start="3"><li>清淤，三月底前完成；</li><li>补种；</li></ol>
      <ol type="a"><li>甲；</li><li value="5">乙。</li></ol><ul><li>散会<ul><li>清点</li></ul></li></ul></body></html>"""
    assert lines(page)[1:] == ["3. 清淤，三月底前完成；", "4. 补种；", "a. 甲；", "e. 乙。", "- 散会", "  - 清点"]


def test_line_ends_of_the_file_are_not_those_of_the_text() -> None:
    page = "<html><body><p>会议\n   要求，\n各单位 3 月\n底前完成；Open\n source\n 组参加。</p><pre>甲\n乙</pre></body></html>"
    assert lines(page) == ["会议要求，各单位 3 月底前完成；Open source 组参加。", "甲", "乙"]


def test_a_table_with_spans_is_even() -> None:
    page = """<html><body><p>分工如下，请各单位遵照执行。</p><table><tr><th>事项</th><th>单位</th><th>时限</th></tr>
      <tr><td rowspan="2">清淤</td><td>水利站</td><td>3月</td></tr><tr><td colspan="2">各村，4月</td></tr></table></body></html>"""
    assert lines(page)[1:] == [
        "| 事项 | 单位 | 时限 |",
        "| --- | --- | --- |",
        "| 清淤 | 水利站 | 3月 |",
        "| 清淤 | 各村，4月 |  |",
    ]


def test_a_form_is_labelled_lines() -> None:
    page = """<html><body><h1>周例会</h1><table><tr><td>时间</td><td>2024年2月5日</td><td>地点</td><td>一号会议室</td></tr>
      <tr><td>主持</td><td>桑榆</td><td>记录</td><td>柏舟</td></tr><tr><td>内容</td><td colspan=3><p>1. 预算12万元。</p>
      <p>2. 柏舟2月9日前提交清单。</p></td></tr></table></body></html>"""
    assert lines(page) == [
        "# 周例会",
        "时间：2024年2月5日",
        "地点：一号会议室",
        "主持：桑榆",
        "记录：柏舟",
        "内容：",
        "1. 预算12万元。",
        "2. 柏舟2月9日前提交清单。",
    ]


@pytest.mark.parametrize(
    ("declared", "written", "named"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("GBK", "gb18030", "gb18030"),
        ("big5", "big5", "big5hkscs"),
        ("utf-8", "utf-8", "utf-8"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
        ("no-such-charset", "gb18030", "gb18030"),
        ("", "gb18030", "gb18030"),
        ("utf-8", "utf-16", "utf-16-le"),
    ],
)
def test_the_encoding_is_the_declared_one_unless_the_bytes_know_better(declared: str, written: str, named: str) -> None:
    text = "會議決定三月底前完成道路改善工程，請各單位配合。"
    page = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'
    imported = from_bytes(page.encode(written), "a.htm")
    assert (imported.text, imported.encoding) == (text + "\n", named)


def test_a_page_saved_as_one_file_is_read() -> None:
    page = f"<html><body><h1>{HEADLINE}</h1>{FIRST}</body></html>"
    saved = (
        b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ) + page.encode("gb2312")
    imported = from_bytes(saved + b"\r\n--x--\r\n", "a.mhtml")
    assert imported.kind is FileKind.MHTML
    assert imported.text == f"# {HEADLINE}\n{FIRST[3:-4]}\n"


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(ReportError, match="这份网页里没有文字。"):
        from_bytes(b"<html><body><script>var a = 1;</script></body></html>", "a.html")


def test_what_is_left_out_is_counted() -> None:
    page = f"<html><body><nav><a href=/>首页</a></nav>{FIRST}<p><img src=a.jpg></p>{SECOND}<footer>版权所有</footer></body></html>"
    assert dict(from_bytes(page.encode(), "a.html").left_out) == {Part.PICTURES: 1, Part.NAVIGATION: 2}
