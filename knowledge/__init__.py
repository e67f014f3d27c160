"""Reads meeting reports and answers questions about them: text in, values out. Nothing here waits, connects or tells time.

>>> from knowledge import KnowledgeBase, read_report
>>> base = KnowledgeBase()
>>> base.add(read_report("会议由王小明主持。会议决定三月底前完成改造。", "r1"))
>>> base.ask("谁主持会议？").text
'王小明'
"""

from knowledge.base import KnowledgeBase, warm_up
from knowledge.errors import DataError, EmptyScopeError, HuiwenError, LibraryError, ReportError
from knowledge.model import Answer, Evidence, Facts, Query, Report
from knowledge.reader import read_report
from knowledge.shelf import Entry, MemoryShelf, Scope, Shelf

__all__ = [
    "Answer",
    "DataError",
    "EmptyScopeError",
    "Entry",
    "Evidence",
    "Facts",
    "HuiwenError",
    "KnowledgeBase",
    "LibraryError",
    "MemoryShelf",
    "Query",
    "Report",
    "ReportError",
    "Scope",
    "Shelf",
    "read_report",
    "warm_up",
]
