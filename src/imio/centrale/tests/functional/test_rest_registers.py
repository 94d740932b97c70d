"""Registers over REST, by the accounts that keep them."""

from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.rest import RestTestCase


class TestRegisters(RestTestCase):
    """Agents and site administrators keep the registers; their groups come along."""

    layer = FUNCTIONAL

    def authority(self, **changes):
        body = {
            "@type": "imio.centrale.LocalAuthority",
            "title": "Attert",
            "authority_type": "commune",
            "enterprise_number": "BE 0999.000.624",
            "nis_code": 81003,
        }
        return {**body, **changes}

    def test_keepers(self):
        for login, number in (("agent", "0999000624"), ("siteadmin", "0999000723")):
            made = self.client(login).created(
                "autorites", self.authority(enterprise_number=number)
            )
            self.assertEqual(made["enterprise_number"], number)
            self.assertEqual(made["nis_code"], "81003")
            group = f"centrale-authority-{made['UID']}"
            self.client("admin").got(f"@groups/{group}")

    def test_number_is_stored_compact(self):
        made = self.client("agent").created("autorites", self.authority())
        self.assertEqual(made["enterprise_number"], "0999000624")

    def test_wrong_numbers(self):
        agent = self.client("agent")
        for field, value in (
            ("enterprise_number", "0999000625"),
            ("iban", "BE68539007547035"),
            ("nis_code", "8100"),
            ("authority_type", "empire"),
        ):
            error = agent.refused(
                "POST", "autorites", self.authority(**{field: value}), 400, "invalid"
            )
            self.assertEqual(error["reasons"][0]["field"], field)

    def test_same_number_twice(self):
        agent = self.client("agent")
        agent.refused(
            "POST",
            "autorites",
            self.authority(enterprise_number="0999000129"),
            409,
            "enterprise_number_taken",
        )

    def test_interest_date_is_kept(self):
        agent = self.client("agent")
        made = agent.created("autorites", self.authority())
        adhesion = agent.created(
            "cyber/adhesions",
            {
                "@type": "imio.centrale.Adhesion",
                "authority": made["UID"],
                "users_count": 12,
            },
        )
        self.assertEqual(adhesion["id"], made["id"])
        with self.subTest("stored, not computed at each reading"):
            import transaction

            transaction.begin()
            obj = self.layer["portal"]["cyber"]["adhesions"][made["id"]]
            obj._p_activate()
            self.assertIn("interest_date", vars(obj.aq_base))


class TestKept(RestTestCase):
    """What can no longer change is refused, not passed over in silence."""

    layer = FUNCTIONAL

    def test_adhesion(self):
        url = "cyber/adhesions/bertrix"
        before = self.client("agent").got(url)
        for login in ("bertrix", "agent"):
            client = self.client(login)
            error = client.refused(
                "PATCH", url, {"users_count": 500}, 409, "field_kept"
            )
            self.assertEqual(error["reasons"][0]["field"], "users_count")
            same = {
                "users_count": before["users_count"],
                "authority": before["authority"],
            }
            client.expect(client.patch(url, same), 204)
        self.assertEqual(self.client("agent").got(url)["users_count"], 80)

    def test_blank_is_not_given(self):
        agent = self.client("agent")
        for field in ("title", "description"):
            body = self.request_body(lot="cyber/marches/market/direct", **{field: "  "})
            response = agent.post("cyber/missions", body)
            with self.subTest(field):
                self.assertEqual(response.status_code, 400 if field == "title" else 201)
