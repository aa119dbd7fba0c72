"""Reads a sample host's database beside it, whichever it is: a SQLite file's path or a PostgreSQL address."""
import re
import sqlite3
import subprocess

BETWEEN = "\x1f"


def query(database, sql, parameters=()):
    if str(database).startswith("postgresql://"):
        return query_postgresql(str(database), sql, parameters)
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)
    try:
        return connection.execute(sql, parameters).fetchall()
    finally:
        connection.close()


def query_postgresql(url, sql, parameters):
    values = iter(parameters)
    text = re.sub(r"\?", lambda _: literal(next(values)), sql)
    command = ["psql", "-X", "-A", "-t", "-F", BETWEEN, "-v", "ON_ERROR_STOP=1", "-c",
               "SET search_path = gateway_scheduler", "-c", text, url]
    said = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True).stdout
    lines = said.splitlines()[1:]  # behind what SET says
    return [tuple(value_of(field) for field in line.split(BETWEEN)) for line in lines]


def literal(value):
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def value_of(field):
    """NULL, which these queries do not tell from the empty text, a whole number, or text."""
    if field == "":
        return None
    return int(field) if re.fullmatch("-?[0-9]+", field) else field
