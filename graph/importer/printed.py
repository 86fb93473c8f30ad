"""Read what a note prints: a date of some precision, a list of authors.

Only the forms that the article's notes use are known; anything else is an error,
because a date read wrongly would look as sure as a date read well.
"""

import re
from calendar import month_name, monthrange

_DATE = re.compile(r"(?:(?:(\d{1,2}) )?([A-Z][a-z]+),? )?(\d{4})")


def period(text: str) -> tuple[str, str]:
    """Return the first and last day of a printed date.

    Args:
        text: A year, a month of a year or a day: ``2006``, ``March 2006``,
            ``26 March, 2013``.

    Returns:
        Both days in the lexical form of ``xsd:date``.

    Raises:
        ValueError: If the text has another form or names no month or day there is.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        message = f"{text!r} is no date as the notes print them"
        raise ValueError(message)
    day, month, year = match.groups()
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    names = list(month_name)
    if month not in names:
        message = f"{month!r} is no month"
        raise ValueError(message)
    number = names.index(month)
    last = monthrange(int(year), number)[1]
    if day is None:
        return f"{year}-{number:02}-01", f"{year}-{number:02}-{last}"
    if not 1 <= int(day) <= last:
        message = f"{month} {year} has no day {day}"
        raise ValueError(message)
    date = f"{year}-{number:02}-{int(day):02}"
    return date, date


def names(text: str) -> list[str]:
    """Return the authors of a printed list, without the spelling in brackets."""
    romanised = re.sub(r" \([^)]*\)", "", text)
    return [name for name in romanised.split(", ") if name]
