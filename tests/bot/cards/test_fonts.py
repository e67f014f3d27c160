"""What pictures are drawn with: the shipped font by itself, and what is found for characters it has not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cards.coverage import Coverage, coverages
from bot.cards.font_check import font_check
from bot.cards.fonts import STAND_IN, Face, Fonts, Forms, font_folders, found, shipped

ASCII = Coverage((32,), (126,))


def test_the_shipped_font_has_what_reports_are_written_with(practice: list[Path]) -> None:
    alone = Fonts(found(Forms.SIMPLIFIED, ()))
    assert alone.first
    assert alone.first.family == "Huiwen Sans"
    for path in practice:
        lacking = alone.lacking(path.read_text("utf-8"))
        assert not [c for c in lacking if "一" <= c <= "鿿"], path.name  # emoji may be
    assert not alone.lacking("出席會議的臺灣鄉親喆堃頔犇暅珺翀赟烜骉燚玹祎①㎡℃№→✓●△" + STAND_IN)


def test_the_shipped_font_is_small_and_comes_with_its_licence() -> None:
    assert shipped().stat().st_size < 4_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in shipped().with_name("OFL.txt").read_text("utf-8")


def test_another_face_is_opened_only_for_what_those_before_it_lack() -> None:
    opened = []

    def faces():
        for name, coverage in (("a", ASCII), ("b", Coverage((0x4E00,), (0x9FFF,))), ("c", Coverage((0,), (9,)))):
            opened.append(name)
            yield Face(Path(name), 0, name, coverage)

    fonts = Fonts(faces())
    assert fonts.face_of("A").family == "a"
    assert opened == ["a"]
    assert fonts.face_of("会").family == "b"
    assert fonts.face_of("A").family == "a"
    assert opened == ["a", "b"]
    assert fonts.lacking("A会 😀😀é") == ("😀", "é")


def test_a_font_that_is_found_draws_what_the_shipped_one_lacks(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "other.OTF").write_bytes(shipped().read_bytes())
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0\0\xff" + b"?" * 60)
    (tmp_path / "empty.ttc").write_bytes(b"")
    (tmp_path / "no_font.txt").write_text("x")
    faces = list(found(Forms.SIMPLIFIED, [tmp_path, tmp_path / "absent"]))
    assert [f.path.name for f in faces] == ["HuiwenSans-Regular.otf", "other.OTF"]


def test_traditional_reports_are_drawn_with_a_face_for_them_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "NotoSansTC-Regular.otf").write_bytes(shipped().read_bytes())
    (tmp_path / "NotoSansSC-Regular.otf").write_bytes(shipped().read_bytes())
    first = {forms: next(found(forms, [tmp_path])).path.stem for forms in Forms}
    assert first == {Forms.SIMPLIFIED: "HuiwenSans-Regular", Forms.TRADITIONAL: "NotoSansTC-Regular"}
    assert next(found(Forms.TRADITIONAL, ())).path == shipped()


def test_both_kinds_of_character_maps_are_read_alike(tmp_path: Path) -> None:
    """The shipped font has a map of all characters (format 12) and one of the basic ones (format 4)."""
    [whole] = coverages(shipped())
    data = bytearray(shipped().read_bytes())
    tables = {bytes(data[12 + 16 * n : 16 + 16 * n]): 12 + 16 * n for n in range(data[5])}
    start = int.from_bytes(data[tables[b"cmap"] + 8 : tables[b"cmap"] + 12])
    for n in range(data[start + 3]):
        record = start + 4 + 8 * n
        at = start + int.from_bytes(data[record + 4 : record + 8])
        if int.from_bytes(data[at : at + 2]) == 12:
            data[record : record + 2] = b"\0\x09"  # no platform that is known
    (tmp_path / "basic.otf").write_bytes(data)
    [basic] = coverages(tmp_path / "basic.otf")
    assert len(whole) > 11_000
    assert all((chr(code) in basic) == (chr(code) in whole) for code in range(0xFFFF))


def test_what_is_no_font_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"ttcf\0\1\0\0\0\0\0\x05")
    with pytest.raises(ValueError, match="not a font"):
        coverages(tmp_path / "a.ttf")


def test_the_check_names_the_font_and_what_it_lacks() -> None:
    check = font_check(Fonts(found(Forms.SIMPLIFIED, ())))
    assert check.family == "Huiwen Sans"
    assert check.file == shipped()
    assert check.characters > 11_000
    assert check.lacking == ()
    assert check.fine
    poor = font_check(Fonts([Face(Path("a"), 0, "A", ASCII)]))
    assert "议" in poor.lacking
    assert not poor.fine
    assert not font_check(Fonts([])).fine


def test_folders_of_fonts_are_absolute() -> None:
    assert all(folder.is_absolute() for folder in font_folders())
