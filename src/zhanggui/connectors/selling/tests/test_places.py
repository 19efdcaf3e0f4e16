import pytest

from zhanggui.connectors.selling.places import full_name, mobile_number, region, street


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("+8613800000000", "13800000000"),
        ("0086 138-0000-0000", "13800000000"),
        ("8613800000000", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("+1 555 0100", "+1 555 0100"),
        ("0571-88888888", "0571-88888888"),
        ("", ""),
    ],
)
def test_a_mobile_number_stands_without_the_code_of_the_country(told, number):
    assert mobile_number(told) == number


def test_names_and_places_are_written_as_their_country_does():
    assert (full_name("伟", "李"), full_name("Ann", "Lee"), full_name("", "李")) == ("李伟", "Ann Lee", "李")
    assert (region("浙江省", "CN"), region("NV", "US"), region("", "SG")) == ("浙江省", "NV, US", "SG")
    assert (street("文三路1号", "", "2栋", country="CN"), street("1 Main St", "Apt 2", country="US")) == (
        "文三路1号2栋",
        "1 Main St Apt 2",
    )
