"""Without a mouse: from the log-in to a logged activity and a renewal that is handed in, with the focus in sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from registry.accounts import confirm_address, open_account
from registry.practitioners import Name
from tests.admin.signing_in import settings_for
from tests.browser.conftest import BY_KEYBOARD, Cast
from tests.browser.professionals import PASSWORD, behind_the_counter
from tests.browser.test_public_pages import opened
from tests.public_api.serving import NOW
from tests.registry.mail import newest_code

MOST_STOPS = 120
# What has the focus: whether it comes after the last one, is marked, and can be seen.
STOP = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const now = document.activeElement, style = getComputedStyle(now), box = now.getBoundingClientRect();
  const before = window.lastStop;
  window.lastStop = now;
  return {
    inOrder: !before || before === now || !before.isConnected
      || Boolean(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING),
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inSight: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    told: now.outerHTML.slice(0, 120),
  };
}"""


class Keys:
    """Somebody who has no mouse. Each stop of the focus is looked at."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, wanted: Locator) -> None:
        """Tab until it has the focus. The first stop of a page is looked at as well as the last."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP)
            assert (True, True, True) == (stop["inOrder"], stop["marked"], stop["inSight"]), stop["told"]
            if wanted.evaluate("(found) => found === document.activeElement"):
                return
        raise AssertionError(f"no tab leads to {wanted}")

    def write(self, name: str, text: str) -> None:
        """In the field with this name; a list takes the first of its options that begins so."""
        self.go_to(self.page.locator(f"#{name}"))
        self.page.keyboard.type(text)

    def press(self, button: str) -> None:
        self.go_to(self.page.get_by_role("button", name=button, exact=True))
        self.enter()

    def enter(self) -> None:
        """Send the form, or follow the link, that has the focus, and wait for the page that comes."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, link: str) -> None:
        self.go_to(self.page.get_by_role("link", name=link).first)
        self.enter()

    def skip(self) -> None:
        """The first stop of a page leads past the menu: the next one is in what the page is about."""
        self.page.keyboard.press("Tab")
        expect(self.page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
        assert self.page.evaluate(STOP)["inSight"]
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.querySelector('main').contains(document.activeElement)")
        self.page.evaluate("window.lastStop = undefined")

    def is_on(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)


async def _with_an_account() -> None:
    name = Name(initials="R.", prefix="van", family_name="Reiziger")
    settings = settings_for("sqlite:///elsewhere")  # of which only the limits are read
    await open_account(BY_KEYBOARD, PASSWORD, name, language="nl", client="192.0.2.80", settings=settings, at=NOW)
    await confirm_address(await newest_code(BY_KEYBOARD, "account.confirm"), PASSWORD, at=NOW)


@pytest.fixture(scope="module")
def account(cast: Cast) -> str:
    """The account of somebody who will renew, in the register before with the same address."""
    behind_the_counter(_with_an_account())
    return BY_KEYBOARD


def test_from_the_log_in_to_a_renewal_by_keyboard_alone(chromium: Browser, address: str, account: str) -> None:
    """Tab, Enter, the space bar and letters are enough, and whoever types sees where they are."""
    with opened(chromium, address, "/mijn", scripts=True) as watched:
        watched.page.emulate_media(reduced_motion="reduce")  # a page that still glides shows the focus a moment later
        keys = Keys(watched.page)
        keys.is_on("Inloggen")
        keys.skip()
        watched.page.goto(f"{address}/mijn")
        keys.write("email", account)
        keys.write("wachtwoord", PASSWORD)
        keys.enter()
        keys.is_on("Je hebt nog 9 punten nodig")
        _log(keys, "Training loopbaantheorie", "Training", "4")
        _log(keys, "Intervisie in de regio", "Intervisie", "5")
        _hand_in(keys)
        assert [] == watched.complaints


def _log(keys: Keys, what: str, kind: str, points: str) -> None:
    keys.follow("Mijn dossier")
    keys.follow("Activiteit toevoegen")
    keys.is_on("Activiteit toevoegen")
    keys.skip()
    for name, text in (("wat", what), ("soort", kind), ("datum", "11112026"), ("punten", points)):
        keys.write(name, text)  # that day reads the same in every order of day and month
    keys.press("Bewaar en dien in")
    keys.is_on(what)
    expect(keys.page.get_by_text(f"Dit telt als {points} punten.")).to_be_visible()


def _hand_in(keys: Keys) -> None:
    keys.follow("Verlengen")
    keys.is_on("Verlengen of aanvragen")
    keys.follow("Controleer en dien in")
    keys.skip()
    keys.go_to(keys.page.locator("#akkoord"))
    keys.page.keyboard.press("Space")
    keys.press("Dien mijn aanvraag in")
    keys.is_on("Ingediend")
