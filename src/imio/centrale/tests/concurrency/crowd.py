"""Many callers at once, spread over several Zope clients."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from imio.centrale.tests.concurrency.world import SITE_ID
from imio.centrale.tests.fixture import PASSWORD
from itertools import cycle
from itertools import islice
from queue import Empty
from queue import SimpleQueue

import requests
import threading
import time


#: a caller gives up after so many seconds
GIVE_UP_SECONDS = 150
AGAIN_SECONDS = 0.3


@dataclass(frozen=True)
class Call:
    """One request of one account; the path is below the site."""

    login: str
    method: str
    path: str
    body: dict = field(default_factory=dict)


@dataclass
class Answer:
    """What came back, and how often the call failed before: no answer, or a 5xx.

    ``repeats``: it may have been done by a run that got no answer, of this caller or of
    the publisher, whose storage went away between the commit and the answer.
    """

    call: Call
    status: int
    json: dict
    failures: int
    seconds: float
    repeats: bool

    @property
    def ok(self):
        """Done now; or done before, as its repetition learns."""
        return self.status < 300 or (self.repeats and self.codes == ["wrong_state"])

    @property
    def codes(self):
        """The reason codes of a refusal."""
        reasons = (self.json.get("error") or {}).get("reasons") or ()
        return [each["code"] for each in reasons]


class Crowd:
    """Callers that work through tasks; each task is a list of calls, one after another.

    ``repeat``: a call without answer, or with a 5xx, is made again on another client, as
    a balancer or a person does when a server is gone.
    """

    def __init__(self, urls, callers=15, repeat=False):
        self.urls = urls
        self.callers = callers
        self.repeat = repeat
        self.answers = []
        self.problems = []
        self.events = {}
        self.lock = threading.Lock()

    def when(self, count, act: Callable[[], None]):
        """Do this once so many answers have come."""
        self.events[count] = act

    def run(self, tasks):
        """All the answers, in the order they came."""
        waiting = SimpleQueue()
        for task in tasks:
            waiting.put(task)
        threads = [
            threading.Thread(target=self.guarded, args=(self.work, waiting, turn))
            for turn in range(self.callers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.problems:
            raise self.problems[0]
        return self.answers

    def guarded(self, act, *args):
        """A thread has nobody to raise to."""
        try:
            act(*args)
        except Exception as problem:
            self.problems.append(problem)
            raise

    def work(self, waiting, turn):
        urls = islice(cycle(self.urls), turn, None)
        with requests.Session() as session:
            session.trust_env = False
            while not self.problems:
                try:
                    task = waiting.get_nowait()
                except Empty:
                    return
                self.do(session, task, urls)

    def do(self, session, task, urls):
        """The calls of a task; the rest of it is left when one is refused.

        They go to the same client, as behind a balancer that knows its users: another
        one may hear a little later of what the first has committed.
        """
        url = next(urls)
        for call in task:
            answer, url = self.answered(session, call, url, urls)
            self.note(answer)
            if not answer.ok:
                return

    def answered(self, session, call, url, urls):
        """The answer and the client that gave it."""
        start = time.monotonic()
        failures = 0
        while True:
            status, found = self.call(session, call, url)
            seconds = time.monotonic() - start
            failed = status == 0 or status >= 500
            if not failed or not self.repeat or seconds > GIVE_UP_SECONDS:
                answer = Answer(call, status, found, failures, seconds, self.repeat)
                return answer, url
            failures += 1
            url = next(urls)
            time.sleep(AGAIN_SECONDS)

    def call(self, session, call, url):
        """Status and body; status 0 when the server is not there any more."""
        try:
            response = session.request(
                call.method,
                f"{url}/{SITE_ID}/{call.path}",
                json=call.body,
                auth=(call.login, PASSWORD),
                headers={"Accept": "application/json"},
                timeout=GIVE_UP_SECONDS,
            )
        except requests.RequestException as error:
            return 0, {"message": str(error)}
        try:
            return response.status_code, response.json() if response.content else {}
        except requests.JSONDecodeError:
            return response.status_code, {"message": response.text[:2000]}

    def note(self, answer):
        with self.lock:
            self.answers.append(answer)
            act = self.events.pop(len(self.answers), None)
        if act is not None:
            act()
