"""Names made of other names, as the users of each format write them."""

import re
from collections.abc import Collection, Iterable
from keyword import iskeyword

_LONGEST = 100
_WORD = re.compile("[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+|[0-9]+")
_TERRAFORM = re.compile(r".*?aws_api_gateway_rest_api\.", re.DOTALL)
_CLASSES = ("4XX", "5XX")


def camel_case(name: str) -> str:
    """A name as a logical id.

    >>> camel_case("orders api"), camel_case("aws_api_gateway_rest_api.orders"), camel_case("DEFAULT_4XX")
    ('OrdersApi', 'Orders', 'Default4XX')
    """
    words = re.findall("[A-Za-z0-9]+", _TERRAFORM.sub("", name))
    return "".join(map(_capitalized, words))[:_LONGEST] or "Value"


def _capitalized(word: str) -> str:
    is_shouted = word.isupper() and word not in _CLASSES
    return word.capitalize() if is_shouted else word[0].upper() + word[1:]


def snake_case(name: str) -> str:
    """A name as those of Terraform are.

    >>> snake_case("DomainName"), snake_case("orders api"), snake_case("DEFAULT_4XX"), snake_case("RestApiIdV2")
    ('domain_name', 'orders_api', 'default_4xx', 'rest_api_id_v2')
    """
    words = [
        word.lower()
        for part in re.findall("[A-Za-z0-9]+", _TERRAFORM.sub("", name))
        for word in ([part] if part.isupper() or part in _CLASSES else _WORD.findall(part))
    ]
    found = "_".join(words)[:_LONGEST] or "value"
    return found if found[0].isalpha() else f"_{found}"


def words(name: str) -> list[str]:
    """The words of a name in any style, of letters and digits alone.

    >>> words("MyAPI-v2 orders")
    ['My', 'API', 'v2', 'orders']
    """
    return re.findall(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+", name[:200])[:6]


def identifier(name: str, taken: Iterable[str]) -> str:
    """A name as that of a variable in Python, unlike those that are taken.

    >>> identifier("AllowedOrigin", []), identifier("class", []), identifier("9 €", ["value_9"])
    ('allowed_origin', 'class_', 'value_9_2')
    """
    snake = "_".join(words(name)).lower()
    begin = snake if snake and snake[0].isalpha() else f"value_{snake}".rstrip("_")
    begin = f"{begin}_" if iskeyword(begin) else begin
    used, number, found = {*taken}, 2, begin
    while found in used:
        found, number = f"{begin.rstrip('_')}_{number}", number + 1
    return found


class Names:
    """The names that are taken."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._numbers = dict.fromkeys(taken, 2)

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def take(self, name: str, avoided: Collection[str] = ()) -> str:
        """A name that was not taken yet: the one given, or that with a number."""
        found, number = name, self._numbers.get(name, 2)
        while found in self._numbers or found in avoided:
            found, number = f"{name}{number}", number + 1
        self._numbers[name] = number
        self._numbers.setdefault(found, 2)
        return found
