"""A target is let through by every one of its addresses, or not at all."""

import pytest

from ingest.errors import AddressForbidden
from ingest.public import allowed
from ingest.web.admit import Admitted, admit, admit_by_name, lookup
from ingest.web.target import target


def test_every_address_of_a_name_must_be_public():
    url = target("http://velm.example:8080/")
    answers = {"93.184.216.34": True, "10.0.0.1": False, "2002::1": False}

    assert admit(url, allowed(""), lambda *_: ["93.184.216.34"], 5) == Admitted(("93.184.216.34",), False)
    for address, is_public in answers.items():
        if not is_public:
            with pytest.raises(AddressForbidden, match=f"leads to {address}, which is not public"):
                admit(url, allowed(""), lambda *_, a=address: ["93.184.216.34", a], 5)


def test_low_ports_are_for_the_house_alone():
    inside = allowed("cms.house.lan")

    assert admit(target("http://cms.house.lan:81/"), inside, lambda *_: ["10.0.0.1"], 5).is_inside
    assert admit_by_name(target("http://cms.house.lan:81/"), inside).is_inside
    for url in ("http://velm.example:22/", "http://velm.example:993/"):
        with pytest.raises(AddressForbidden, match="only 80 and 443"):
            admit(target(url), inside, lambda *_: ["93.184.216.34"], 5)
        with pytest.raises(AddressForbidden, match="only 80 and 443"):
            admit_by_name(target(url), inside)


def test_the_system_knows_this_machine():
    assert {"127.0.0.1", "::1"} & set(lookup("localhost", 80))
