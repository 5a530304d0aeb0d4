"""Numbers that say nothing of when somebody came."""

from itertools import pairwise

from apps.hiring.numbering import shuffled_number


def test_every_count_has_a_number_of_its_own_with_as_many_digits_as_are_needed() -> None:
    numbers = [shuffled_number(count, of="acme") for count in range(1, 9101)]

    assert (sorted(numbers[:9000]), len(set(numbers))) == (list(range(1000, 10_000)), 9100)
    assert {len(str(number)) for number in numbers[9000:]} == {5}


def test_each_workspace_has_its_own_order_and_nobody_sees_who_came_first() -> None:
    acme, beta = ([shuffled_number(count, of=name) for count in range(1, 21)] for name in ("acme", "beta"))

    assert acme != beta
    assert acme == [shuffled_number(count, of="acme") for count in range(1, 21)]
    assert sum(one < other for one, other in pairwise(acme)) in range(3, 17)
