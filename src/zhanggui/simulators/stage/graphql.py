"""What every simulator that is asked in GraphQL needs: a query read, its fields picked from dictionaries, its cost.

An object is a dictionary with `__typename`; a value that can be called is a field with arguments.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(
    r'[\s,\ufeff]+|#[^\n]*|(?P<block>"""(?:\\"""|.)*?""")|(?P<text>"(?:\\.|[^"\\\n])*")'
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<sign>\.\.\.|[!$():=@\[\]{}|&])",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_WORDS = {"true": True, "false": False, "null": None}
Given = Mapping[str, Any]


class WrongQuery(Exception):
    """The query cannot be read, or asks for what there is not."""


@dataclass(frozen=True)
class Field:
    """A field that is asked for. `on` is the type it is asked of inside `... on`; empty for any."""

    name: str
    alias: str
    arguments: Given = field(default_factory=dict)
    directives: Mapping[str, Given] = field(default_factory=dict)
    fields: Sequence["Field"] = ()
    on: str = ""

    def inside(self, name: str) -> "Field | None":
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True)
class Operation:
    """`kind` is query or mutation; `directives` are those behind its name."""

    kind: str
    fields: Sequence[Field]


@dataclass(frozen=True)
class _Variable:
    name: str


@dataclass(frozen=True)
class _Spread:
    name: str


def read_query(query: str, variables: Given | None = None, name: str = "") -> Operation:
    """The operation of this name, or the first one, with its variables in their places. Raises WrongQuery."""
    reader = _Reader(query)
    operation = reader.document(name)
    given = {**operation.defaults, **(variables or {})}
    return Operation(operation.kind, _filled(operation.fields, given, reader.fragments))


def pick(value: Any, fields: Sequence[Field]) -> Any:
    """What was asked for of this value, and no more. Raises WrongQuery for a field that it does not have."""
    if value is None:
        return None
    if isinstance(value, list):
        return [pick(each, fields) for each in value]
    if not isinstance(value, dict):
        if fields:
            raise WrongQuery(f"Selections can't be made on scalars (field '{fields[0].name}')")
        return value
    kind = value.get("__typename", "QueryRoot")
    if not fields:
        raise WrongQuery(f"Field must have selections (type {kind})")
    picked: dict[str, Any] = {}
    for each in fields:
        if each.on and each.on != kind:
            continue
        if each.name not in value:
            raise WrongQuery(f"Field '{each.name}' doesn't exist on type '{kind}'")
        held = value[each.name]
        picked[each.alias] = pick(held(each.arguments) if callable(held) else held, each.fields)
    return picked


def asked_cost(fields: Sequence[Field]) -> int:
    """What it may cost at most: an object one point, a connection two and every row it may have."""
    return sum(_cost_of(each) for each in fields)


def real_cost(fields: Sequence[Field], picked: Any) -> int:
    """What it cost: rows that are not there cost nothing."""
    if isinstance(picked, list):
        return sum(real_cost(fields, each) for each in picked)
    if not isinstance(picked, dict):
        return 0
    cost = 0
    for each in fields:
        held = picked.get(each.alias)
        if each.fields and held is not None:
            many = len(held) if isinstance(held, list) else 1
            own = 2 if _is_connection(each) else 0 if each.name in _NOT_COUNTED else many
            cost += own + real_cost(each.fields, held)
    return cost


_NOT_COUNTED = {"pageInfo", "edges"}


def _is_connection(asked: Field) -> bool:
    return any(each.name in {"nodes", "edges"} for each in asked.fields)


def _cost_of(asked: Field) -> int:
    if not asked.fields or asked.name in _NOT_COUNTED:
        return asked_cost(asked.fields)
    many = int(asked.arguments.get("first") or len(asked.arguments.get("ids") or ()) or 1)
    if _is_connection(asked):
        return 2 + sum((many if each.name in {"nodes", "edges"} else 1) * _cost_of(each) for each in asked.fields)
    return many * (1 + asked_cost(asked.fields))


@dataclass(frozen=True)
class _Read:
    name: str
    kind: str
    defaults: Given
    fields: Sequence[Any]


class _Reader:
    def __init__(self, query: str) -> None:
        self._tokens = list(_tokens(query))
        self._place = 0
        self.fragments: dict[str, Sequence[Any]] = {}

    def document(self, wanted: str) -> _Read:
        found: list[_Read] = []
        while self._peek():
            if self._peek() == "fragment":
                self._next()
                name = self._next()
                self._take("on")
                self.fragments[name] = self._selections(self._next())
            else:
                found.append(self._operation())
        for read in found:
            if not wanted or read.name == wanted:
                return read
        raise WrongQuery(f"No operation named {wanted!r}" if found else "syntax error, unexpected end of file")

    def _operation(self) -> _Read:
        name, kind, defaults = "", "query", dict[str, Any]()
        if self._peek() != "{":
            kind = self._next()
            if kind not in {"query", "mutation"}:
                raise WrongQuery(f"syntax error, unexpected {kind!r}")
            if self._peek() not in {"(", "{", "@"}:
                name = self._next()
            if self._peek() == "(":
                defaults = self._variables()
            self._directives()
        return _Read(name, kind, defaults, self._selections(""))

    def _variables(self) -> dict[str, Any]:
        defaults: dict[str, Any] = {}
        self._take("(")
        while self._peek() != ")":
            self._take("$")
            name = self._next()
            self._take(":")
            while self._peek() not in {"$", ")", "=", ""}:
                self._next()
            if self._peek() == "=":
                self._next()
                defaults[name] = self._value()
        self._take(")")
        return defaults

    def _selections(self, on: str) -> list[Any]:
        self._take("{")
        found: list[Any] = []
        while self._peek() != "}":
            if self._peek() == "...":
                self._next()
                if self._peek() == "on":
                    self._next()
                    found += self._selections(self._next())
                elif self._peek() == "{":
                    found += self._selections(on)
                else:
                    found.append(_Spread(self._next()))
            else:
                found.append(self._field(on))
        self._take("}")
        return found

    def _field(self, on: str) -> Field:
        name = alias = self._name()
        if self._peek() == ":":
            self._next()
            name = self._name()
        arguments = self._arguments() if self._peek() == "(" else {}
        directives = self._directives()
        fields = self._selections("") if self._peek() == "{" else []
        return Field(name, alias, arguments, directives, fields, on)

    def _directives(self) -> dict[str, Given]:
        found: dict[str, Given] = {}
        while self._peek() == "@":
            self._next()
            name = self._next()
            found[name] = self._arguments() if self._peek() == "(" else {}
        return found

    def _arguments(self) -> dict[str, Any]:
        given: dict[str, Any] = {}
        self._take("(")
        while self._peek() != ")":
            name = self._name()
            self._take(":")
            given[name] = self._value()
        self._take(")")
        return given

    def _value(self) -> Any:
        token = self._next()
        if token == "$":
            return _Variable(self._next())
        if token == "[":
            row = []
            while self._peek() != "]":
                row.append(self._value())
            self._next()
            return row
        if token == "{":
            held: dict[str, Any] = {}
            while self._peek() != "}":
                name = self._name()
                self._take(":")
                held[name] = self._value()
            self._next()
            return held
        return _literal(token)

    def _name(self) -> str:
        name = self._next()
        if not re.fullmatch(r"[A-Za-z_]\w*", name):
            raise WrongQuery(f"syntax error, unexpected {name!r}")
        return name

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        if not token:
            raise WrongQuery("syntax error, unexpected end of file")
        self._place += 1
        return token

    def _take(self, wanted: str) -> None:
        token = self._next()
        if token != wanted:
            raise WrongQuery(f"syntax error, unexpected {token!r}, expecting {wanted!r}")


def _tokens(query: str) -> Any:
    place = 0
    while place < len(query):
        found = _TOKEN.match(query, place)
        if found is None:
            raise WrongQuery(f"syntax error, unexpected {query[place]!r}")
        place = found.end()
        if found.lastgroup:
            yield found[0]


def _literal(token: str) -> Any:
    if token.startswith('"""'):
        return token[3:-3].strip()
    if token.startswith('"'):
        return _ESCAPED.sub(_unescaped, token[1:-1])
    if token in _WORDS:
        return _WORDS[token]
    if re.fullmatch(r"-?\d+", token):
        return int(token)
    return float(token) if re.fullmatch(r"-?\d.*", token) else token


def _unescaped(found: "re.Match[str]") -> str:
    sign = found[1]
    return chr(int(sign[1:], 16)) if len(sign) == 5 else _ESCAPES.get(sign, sign)


def _filled(fields: Sequence[Any], given: Given, fragments: Mapping[str, Sequence[Any]]) -> list[Field]:
    found: list[Field] = []
    for each in fields:
        if isinstance(each, _Spread):
            if each.name not in fragments:
                raise WrongQuery(f"Fragment {each.name} was used, but not defined")
            found += _filled(fragments[each.name], given, fragments)
            continue
        directives = {name: _values(held, given) for name, held in each.directives.items()}
        inside = _filled(each.fields, given, fragments)
        found.append(Field(each.name, each.alias, _values(each.arguments, given), directives, inside, each.on))
    return found


def _values(held: Given, given: Given) -> dict[str, Any]:
    """A variable that was not given leaves its argument out."""
    return {
        name: _value(value, given)
        for name, value in held.items()
        if not isinstance(value, _Variable) or value.name in given
    }


def _value(value: Any, given: Given) -> Any:
    if isinstance(value, _Variable):
        return given.get(value.name)
    if isinstance(value, list):
        return [_value(each, given) for each in value]
    return _values(value, given) if isinstance(value, dict) else value
