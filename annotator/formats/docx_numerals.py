"""Numbers as Word writes them before paragraphs, by the names its files use (ECMA-376 part 1, ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_HANT = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def numeral(number: int, way: str) -> str:
    """A number in one of Word's ways; in digits where the way is unknown or does not reach so far."""
    return _WAYS.get(way, str)(number) if number >= 0 else str(number)


def _counting(digits: str, units: Sequence[str]) -> Callable[[int], str]:
    """Chinese counting up to 99,999: 十一, 一百零五; above that digits."""

    def spelled(number: int) -> str:
        if not 0 < number < 100_000:
            return digits[0] if number == 0 else str(number)
        pieces, zero = [], False
        for power in range(len(str(number)) - 1, -1, -1):
            digit = number // 10**power % 10
            if digit:
                pieces.append(("零" if zero else "") + digits[digit] + units[power])
            zero = not digit
        text = "".join(pieces)
        return text[1:] if 10 <= number < 20 and text.startswith("一") else text

    return spelled


def _each_digit(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    """a to z, then aa, bb …, as Word counts."""
    if not 0 < number <= 26 * 30:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for unit, letters in _ROMAN:
        text += letters * (number // unit)
        number %= unit
    return text


def _row(first: str, length: int) -> Callable[[int], str]:
    """Ready-made characters in a row of Unicode, from 1 on."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= length else str(number)


def _circle(number: int) -> str:
    for first, start, end in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if start <= number <= end:
            return chr(ord(first) + number - start)
    return str(number)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)] if number else str(number)


def _sexagenary(number: int) -> str:
    return _cycle(_STEMS)(number) + _cycle(_BRANCHES)(number) if number else str(number)


_HANS = _counting(_DIGITS, ["", "十", "百", "千", "万"])
_HANT = _counting(_DIGITS, ["", "十", "百", "千", "萬"])
_WAYS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _each_digit("０１２３４５６７８９"),
    "decimalFullWidth2": _each_digit("０１２３４５６７８９"),
    "decimalEnclosedCircle": _circle,
    "decimalEnclosedCircleChinese": _circle,
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "ideographEnclosedCircle": _row("㊀", 10),
    "chineseCounting": _HANS,
    "chineseCountingThousand": _HANS,
    "japaneseCounting": _HANS,
    "taiwaneseCounting": _HANT,
    "taiwaneseCountingThousand": _HANT,
    "ideographDigital": _each_digit(_DIGITS),
    "japaneseDigitalTenThousand": _each_digit(_DIGITS),
    "taiwaneseDigital": _each_digit("○一二三四五六七八九"),
    "chineseLegalSimplified": _counting(_LEGAL, ["", "拾", "佰", "仟", "万"]),
    "ideographLegalTraditional": _counting(_LEGAL_HANT, ["", "拾", "佰", "仟", "萬"]),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _number: "",
}
