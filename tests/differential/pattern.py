"""Cron patterns that are known by their values: each is made together with its text, so nothing here reads patterns.

The meaning is that of the Open Cron Pattern Specification 1.0 to 1.4, and of H as plugin/schedule/hash.h documents it.
Days are looked at as a person would look at a calendar, not as the scheduler does.
"""
import calendar
import dataclasses
import datetime
import functools

SECOND, MINUTE, HOUR, DAY, MONTH, WEEKDAY, YEAR = range(7)
LOWEST = (0, 0, 0, 1, 1, 0, 1970)
HIGHEST = (59, 59, 23, 31, 12, 7, 2199)
SIZE = (60, 60, 24, 31, 12, 7, 230)  # how many values there are: 7 is Sunday again
HASH_HIGHEST = (59, 59, 23, 28, 12, 6, None)
HASH_NAME = ("second", "minute", "hour", "day of month", "month", "day of week", None)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
NICKNAMES = {"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
             "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *"}
ONE_DAY = datetime.timedelta(days=1)


@dataclasses.dataclass
class Field:
    text: str
    values: set  # as numbers; of the days of the week 0 to 6
    specials: list  # of the day fields: functions that tell whether a date matches

    @property
    def star(self):
        """Vixie's rule: the first character alone decides. A ? stands for a star."""
        return self.text.startswith(("*", "?"))

    def matches_day(self, value, date):
        return value in self.values or any(matches(date) for matches in self.specials)


class Pattern:
    """Seven fields, of which the text shows five, six or seven."""

    def __init__(self, fields, shown, plus=False, gaps=" ", nickname=None):
        self.fields = fields
        self.shown = shown
        self.plus = plus  # the leading + of the day of week
        self.gaps = gaps
        self.nickname = nickname

    @property
    def text(self):
        if self.nickname:
            return self.nickname
        texts = [field.text for field in self.fields]
        if self.plus:
            texts[WEEKDAY] = "+" + texts[WEEKDAY]
        return self.gaps.join(texts[1:6] if self.shown == 5 else texts[:self.shown])

    @property
    def fixed(self):
        """Of fixed time: what daylight saving moves or repeats is put right for it."""
        return not self.fields[MINUTE].star and not self.fields[HOUR].star

    @property
    def either_day(self):
        """One of the two day fields is enough (1.0, 6.1 and 1.4, 4.1)."""
        return not (self.plus or self.fields[DAY].star or self.fields[WEEKDAY].star)

    @property
    def each_year(self):
        """Also of those local years that lie beyond 1970 to 2199 while those of UTC do not."""
        return self.fields[YEAR].text == "*"

    def matches_date(self, date):
        if date.month not in self.fields[MONTH].values:
            return False
        if self.shown == 7 and not self.each_year and date.year not in self.fields[YEAR].values:
            return False
        by_day = self.fields[DAY].matches_day(date.day, date)
        by_weekday = self.fields[WEEKDAY].matches_day(date.isoweekday() % 7, date)
        return by_day or by_weekday if self.either_day else by_day and by_weekday

    def matches(self, local):
        """`local` is a datetime."""
        return (local.minute in self.fields[MINUTE].values and local.hour in self.fields[HOUR].values
                and local.second in self.fields[SECOND].values and self.matches_date(local))

    def times(self):
        """The matching (hour, minute, second) of a day, in their order."""
        return [(hour, minute, second) for hour in sorted(self.fields[HOUR].values)
                for minute in sorted(self.fields[MINUTE].values) for second in sorted(self.fields[SECOND].values)]


def last_of_month(date):
    return (date + ONE_DAY).month != date.month


@functools.lru_cache(maxsize=None)
def weekdays_of_month(year, month):
    """The days of the month that are Mondays to Fridays."""
    days = range(1, calendar.monthrange(year, month)[1] + 1)
    return [day for day in days if calendar.weekday(year, month, day) < 5]


def last_weekday(date):
    return date.day == weekdays_of_month(date.year, date.month)[-1]


def nearest_weekday(day):
    def matches(date):
        if abs(date.day - day) > 2 or day > calendar.monthrange(date.year, date.month)[1]:
            return False
        weekdays = weekdays_of_month(date.year, date.month)
        return date.day == min(weekdays, key=lambda candidate: abs(candidate - day))
    return matches


def nth_weekday(weekday, nth):
    def matches(date):
        if date.isoweekday() % 7 != weekday:
            return False
        same = [day for day in range(1, date.day + 1) if calendar.weekday(date.year, date.month, day) == date.weekday()]
        return len(same) == nth
    return matches


def last_such_weekday(weekday):
    return lambda date: date.isoweekday() % 7 == weekday and (date + 7 * ONE_DAY).month != date.month


def hash_of(job_id, field):
    value = 14695981039346656037
    for byte in job_id.encode() + b"\0" + HASH_NAME[field].encode():
        value = (value ^ byte) * 1099511628211 % 2**64
    return value ^ (value >> 32)


class Writer:
    """Makes random fields. `dialect` holds the words for what is written beyond plain values, ranges and steps:
    names, seven (for Sunday), long steps, hash, last, nth, nearest (and much of it), question, plus, spelling."""

    def __init__(self, chance, dialect, job_id=""):
        self.chance = chance
        self.dialect = dialect
        self.job_id = job_id

    def has(self, word, one_in):
        return word in self.dialect and self.chance.randrange(one_in) == 0

    def highest(self, field):
        return 6 if field == WEEKDAY and "seven" not in self.dialect else HIGHEST[field]

    def number(self, field, value):
        """A value's text: its name, or its number, perhaps with a leading zero."""
        names = MONTHS if field == MONTH else WEEKDAYS if field == WEEKDAY and value < 7 else ()
        if names and self.has("names", 3):
            name = names[value - LOWEST[field]]
            return self.chance.choice((name, name.lower(), name.capitalize()))
        return f"{value:02}" if self.has("spelling", 12) else str(value)

    def item(self, field, low, high):
        """One item of a list, between low and high: its text and its values."""
        first = self.chance.randint(low, high)
        last = self.chance.randint(first, high)
        longest = SIZE[field] if self.has("long steps", 8) else min(SIZE[field], 7)
        step = self.chance.randint(1, longest)
        if self.has("hash", 6) and field != YEAR:
            return self.hashed(field, first, last)
        kind = self.chance.randrange(6)
        if kind <= 2 or field == YEAR and kind <= 3:
            return self.number(field, first), {first}
        text = f"{self.number(field, first)}-{self.number(field, last)}"
        if kind == 3:
            return text, set(range(first, last + 1))
        if kind == 4:
            return f"{text}/{step}", set(range(first, last + 1, step))
        return f"*/{step}", set(range(LOWEST[field], LOWEST[field] + SIZE[field], step))

    def hashed(self, field, first, last):
        """H, perhaps of a range, perhaps with a step."""
        lowest, highest, text = LOWEST[field], HASH_HIGHEST[field], "H"
        if self.chance.randrange(2) == 0 and first < last <= highest:
            lowest, highest, text = first, last, f"H({self.number(field, first)}-{self.number(field, last)})"
        value = hash_of(self.job_id, field)
        if self.chance.randrange(2) == 0:
            return text, {lowest + value % (highest - lowest + 1)}
        step = self.chance.randint(1, min(highest - lowest + 1, 9))
        return f"{text}/{step}", set(range(lowest + value % step, highest + 1, step))

    def special(self, field):
        """L, W and #, or none."""
        often = 2 if "much of it" in self.dialect else 4
        day = self.chance.choice((1, 2, 3, 28, 29, 30, 31, self.chance.randint(1, 31), self.chance.randint(1, 31)))
        weekday = self.chance.randint(0, self.highest(WEEKDAY))
        if field == DAY and self.has("last", often):
            return "L", last_of_month
        if field == DAY and self.has("nearest", often):
            return ("LW", last_weekday) if self.chance.randrange(4) == 0 else (f"{day}W", nearest_weekday(day))
        if field == WEEKDAY and self.has("last", often):
            text = self.number(field, weekday) + self.chance.choice(("L", "#L"))
            return text, last_such_weekday(weekday % 7)
        if field == WEEKDAY and self.has("nth", often):
            nth = self.chance.randint(1, 5)
            return f"{self.number(field, weekday)}#{nth}", nth_weekday(weekday % 7, nth)
        return None

    def field(self, number, low=None, high=None):
        """A list of items between low and high, whose values the field's own bounds replace where none are given."""
        low = LOWEST[number] if low is None else low
        high = self.highest(number) if high is None else high
        texts, values, specials = [], set(), []
        while not texts or self.chance.randrange(3) == 0:
            special = self.special(number)
            if special:
                texts.append(special[0])
                specials.append(special[1])
                continue
            text, more = self.item(number, low, high)
            texts.append(text)
            values |= more
        if number == WEEKDAY:
            values = {value % 7 for value in values}
        return Field(",".join(texts), values, specials)

    def every(self, number):
        question = number in (DAY, WEEKDAY) and self.has("question", 4)
        return Field("?" if question else "*", set(range(LOWEST[number], LOWEST[number] + SIZE[number])), [])

    def fields(self, restricted, bounds):
        """The seven fields; `restricted` tells for each how many in ten are not *, `bounds` holds (low, high)."""
        return [self.field(number, *bounds.get(number, (None, None)))
                if self.chance.randrange(10) < restricted[number] else self.every(number) for number in range(7)]

    def named(self, nickname):
        texts = "0 " + NICKNAMES[nickname] + " *"
        fields = [self.every(number) if text == "*" else Field(text, {int(text)}, [])
                  for number, text in enumerate(texts.split())]
        return Pattern(fields, 5, nickname=nickname)

    def pattern(self, shown, restricted, bounds):
        fields = self.fields(restricted, bounds)
        if shown == 5:
            fields[SECOND] = Field("0", {0}, [])
        gaps = self.chance.choice(("  ", "\t", " \t ")) if self.has("spelling", 10) else " "
        plus = self.has("plus", 4) and fields[WEEKDAY].text != "?"  # the scheduler takes a ? alone only
        return Pattern(fields, shown, plus, gaps)
