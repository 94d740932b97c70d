"""Readers of a feed who follow it while others write."""

from imio.centrale.tests.concurrency.world import AGENT
from imio.centrale.tests.concurrency.world import SITE_ID
from imio.centrale.tests.fixture import PASSWORD
from threading import Event
from threading import Thread

import requests


#: a small page, so that one reader needs many of them
PAGE = 25
PAUSE = 0.05


class Follower(Thread):
    """Reads page after page from one server, and once more to the end when told so."""

    def __init__(self, url, centrale):
        super().__init__(daemon=True)
        self.url = f"{url}/{SITE_ID}/{centrale}/@centrale-feed"
        self.cursor = ""
        self.items = []
        self.problem = None
        self.told_to_end = Event()

    def run(self):
        try:
            with requests.Session() as session:
                session.trust_env = False
                session.auth = (AGENT, PASSWORD)
                session.headers["Accept"] = "application/json"
                while not self.told_to_end.wait(PAUSE):
                    self.read(session)
                while self.read(session):
                    pass
        except Exception as problem:
            self.problem = problem

    def read(self, session):
        """How many changes there were to read."""
        query = {"cursor": self.cursor, "b_size": PAGE}
        answer = session.get(self.url, params=query, timeout=60)
        answer.raise_for_status()
        page = answer.json()
        self.cursor = page["cursor"]
        self.items += page["items"]
        return len(page["items"])

    def ended(self):
        """All it read, once there is nothing more."""
        self.told_to_end.set()
        self.join()
        if self.problem is not None:
            raise self.problem
        return self.items
