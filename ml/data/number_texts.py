"""What is written on pages: numbers, amounts, dates, times and equations as text."""

from collections.abc import Callable

import numpy as np

CLASSES = "0123456789.,-+/:"  # a character's class is its index; the next one is OTHER
OTHER = len(CLASSES)  # class of what is neither a digit nor a sign

VARIABLES = "aabbxxyyxyzcdefhkmnpqrtuvw"  # of equations; usual letters are repeated

Text = Callable[[np.random.Generator], str]


def digits(rng: np.random.Generator, low: int = 1, high: int = 10) -> str:
    """Return low to high digits, some of them like the one before."""
    drawn = rng.integers(10, size=int(rng.integers(low, high + 1)))
    for i in range(1, len(drawn)):
        if rng.random() < 0.1:
            drawn[i] = drawn[i - 1]
    return "".join(map(str, drawn))


def amount(rng: np.random.Generator) -> str:
    """Return an amount such as 1,250 or 36.50, with a mark at its end at times.

    As in real ones, 1 is the most frequent first digit, and many end in zeros.
    """
    whole = round(10 ** rng.uniform(1, 6))
    if rng.random() < 0.35:
        whole = max(round(whole, -int(rng.integers(1, 5))), 10)
    separator = [",", ".", "", " "][rng.integers(4)]
    text = f"{whole:,}".replace(",", separator)
    kind = rng.random()
    if kind < 0.3:
        text += ("," if separator == "." else ".") + digits(rng, 2, 2)
    elif kind < 0.55:
        text += ["-", ".-", ",-", "=", "--", "."][rng.integers(6)]
    return "$" + text if rng.random() < 0.08 else text


def decimal(rng: np.random.Generator) -> str:
    """Return a number with a point or a comma."""
    return digits(rng, 1, 3) + ".,"[rng.integers(2)] + digits(rng, 1, 3)


def fraction(rng: np.random.Generator) -> str:
    """Return a fraction or a score such as 3/4 or 10/24."""
    return f"{digits(rng, 1, 2)}/{digits(rng, 1, 3)}"


def date(rng: np.random.Generator) -> str:
    """Return a date such as 12/3/25, 10/24, 24.10.2025 or 2025-10-24."""
    day, month = rng.integers(1, 32), rng.integers(1, 13)
    year = rng.integers(1950, 2040)
    short = year % 100
    separator = "/.-"[rng.integers(3)]
    forms = (
        (day, month),
        (month, day, f"{short:02}"),
        (f"{day:02}", f"{month:02}", year),
        (year, f"{month:02}", f"{day:02}"),
    )
    return separator.join(str(part) for part in forms[rng.integers(4)])


def time(rng: np.random.Generator) -> str:
    """Return a time such as 12:45."""
    text = f"{rng.integers(24)}:{rng.integers(60):02}"
    return text + f":{rng.integers(60):02}" if rng.random() < 0.15 else text


def signed(rng: np.random.Generator) -> str:
    """Return a number with a sign before it, or two with one between."""
    if rng.random() < 0.6:
        return "-+"[rng.integers(2)] + digits(rng, 1, 4)
    return digits(rng, 1, 4) + "-/+:"[rng.integers(4)] + digits(rng, 1, 4)


def equation(rng: np.random.Generator) -> str:
    """Return an equation; apart or close, with x for times and brackets at times."""
    space = " " if rng.random() < 0.5 else ""
    parts = [digits(rng, 1, 2)]
    for _ in range(rng.integers(1, 4)):
        parts += ["+-x/:+"[rng.integers(6)], digits(rng, 1, 2)]
    if rng.random() < 0.75:
        parts += ["=", digits(rng, 1, 3) if rng.random() < 0.7 else ""]
    text = space.join(part for part in parts if part)
    return f"({text})" if rng.random() < 0.1 else text


def algebra(rng: np.random.Generator) -> str:
    """Return an equation with letters, such as 2a+3b=5 or x - y = 12."""
    space = " " if rng.random() < 0.4 else ""
    sign = "+-"[rng.integers(2)]
    left = space.join([_term(rng), sign, _term(rng)])
    right = digits(rng, 1, 2) if rng.random() < 0.85 else _term(rng)
    return space.join([left, "=", right])


def _term(rng: np.random.Generator) -> str:
    """Return a letter with a factor before it, mostly."""
    factor = digits(rng, 1, 1 if rng.random() < 0.8 else 2)
    letter = VARIABLES[rng.integers(len(VARIABLES))]
    return (factor if rng.random() < 0.7 else "") + letter


def exercise(rng: np.random.Generator) -> str:
    """Return an exercise without its answer, such as 12 + 7 =."""
    sign = "+-x:"[rng.integers(4)]
    return f"{rng.integers(1, 100)} {sign} {rng.integers(1, 100)} ="


def enumerated(rng: np.random.Generator) -> str:
    """Return the number of an exercise or a list with what follows it."""
    end = (".", ")", ":", "")[rng.integers(4)]
    text = f"{rng.integers(1, 30)}{end}"
    return "(" + text if end == ")" and rng.random() < 0.5 else text


def with_signs(rng: np.random.Generator) -> str:
    """Return any text in which signs stand between digits."""
    kinds = (
        amount, decimal, fraction, date, date, time, signed, equation, algebra,
        algebra, enumerated,
    )  # fmt: skip
    text = kinds[rng.integers(len(kinds))](rng)
    return text + "%" if text[-1].isdigit() and rng.random() < 0.05 else text


def any_number(rng: np.random.Generator) -> str:
    """Return digits alone, mostly, or a text with signs."""
    return digits(rng) if rng.random() < 0.72 else with_signs(rng)
