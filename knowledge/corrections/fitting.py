"""Which task of a report a correction is about, though the report may have come in anew in other words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.across.likeness import SAME, likeness
from knowledge.model import Task
from knowledge.normalize import fold


def fitted(headings: Iterable[str], tasks: Sequence[Task]) -> dict[str, Task]:
    """The task of each heading: the one of the same words, else the most alike; headings that none fits are left out.

    Two headings never mean the same task.

    >>> tasks = [Task(1, "加快完成东风河清淤", "", 0, 9), Task(2, "公布新的校车路线", "", 9, 17)]
    >>> {h: t.ordinal for h, t in fitted(("完成东风河清淤", "公布新的校车路线", "修好电梯"), tasks).items()}
    {'公布新的校车路线': 2, '完成东风河清淤': 1}
    """
    wanted = list(dict.fromkeys(headings))
    found: dict[str, Task] = {}
    free = list(tasks)
    for heading in wanted:
        if same := next((t for t in free if fold(t.heading) == fold(heading)), None):
            found[heading] = same
            free.remove(same)
    alike = [
        (score, heading, task)
        for heading in wanted
        if heading not in found
        for task in free
        if (score := likeness(heading, task.heading)) >= SAME
    ]
    for _, heading, task in sorted(alike, key=lambda a: (-a[0], a[2].ordinal)):
        if heading not in found and task in free:
            found[heading] = task
            free.remove(task)
    return found
