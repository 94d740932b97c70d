"""Run ``bin/test`` with the arguments given and end with its totals.

The last line is ``N passed, N failed``, with what was skipped if anything was. A
test with several failing subtests is one test, a module that cannot be imported
is one failure. Fails when something failed and also when no test ran.
"""

from concurrent.futures import as_completed
from concurrent.futures import ThreadPoolExecutor

import re
import subprocess
import sys


# One for each layer. The total at the end forgets what subprocesses skipped.
LAYER = re.compile(
    r"\s*Ran (\d+) tests? with (\d+) failures?, (\d+) errors? and (\d+) skipped"
)
BROKEN_TEST = re.compile(r"(?:Failure|Error) in test (\S+(?: \([\w.]+\))?)")
BROKEN_MODULE = re.compile(r"Module: (\S+)$")

# Patterns of layers, the slowest first.
LONGEST = (r"centrale:Functional$", r"centrale:Browser$", r"centrale:Integration$")
FIRST = r"centrale:ProductIntegration$"
RACES = r"centrale:Races"


class Totals:
    """What the lines of zope.testrunner say."""

    def __init__(self):
        self.tests = self.problems = self.skipped = 0
        self.broken_tests = set()
        self.broken_modules = set()

    def read(self, line):
        if layer := LAYER.match(line):
            tests, failures, errors, skipped = map(int, layer.groups())
            self.tests += tests
            self.problems += failures + errors
            self.skipped += skipped
        elif test := BROKEN_TEST.match(line):
            self.broken_tests.add(test[1])
        elif module := BROKEN_MODULE.match(line):
            self.broken_modules.add(module[1])

    @property
    def failed(self):
        return len(self.broken_tests) + len(self.broken_modules) or self.problems

    @property
    def passed(self):
        return max(self.tests - self.skipped - len(self.broken_tests), 0)

    def __str__(self):
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def batches(arguments):
    """Lists of runs: those of one list go side by side, as many as ``-j`` says.

    A small layer is first: it compiles the translations, which others only read. Then
    the layers that take longest start first, so that no machine waits for the last one;
    the races, which count on the whole machine, come after all others.
    """
    alone = [each for each in arguments if not each.startswith("-j")]
    if alone == arguments:
        return [[arguments]]
    others = "!" + "|".join((FIRST, *LONGEST, RACES))
    layers = [[FIRST], [*LONGEST, others], [RACES]]
    return [[[*alone, "--layer", each] for each in batch] for batch in layers]


def jobs(arguments):
    """The number after ``-j``."""
    return next((int(each[2:]) for each in arguments if each.startswith("-j")), 1)


def run(arguments, live):
    """One run of ``bin/test``, shown while it goes on or not; its status and lines."""
    lines = []
    with subprocess.Popen(
        ["bin/test", *arguments], stdout=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        for line in process.stdout:
            lines.append(line)
            if live:
                print(line, end="", flush=True)
    return process.returncode, lines


def run_batch(batch, workers, totals):
    """Whether a run of the batch failed; one of several is shown when it ends."""
    failed, live = False, len(batch) == 1
    with ThreadPoolExecutor(workers) as pool:
        begun = [pool.submit(run, each, live) for each in batch]
        for ended in as_completed(begun):
            status, lines = ended.result()
            failed = failed or bool(status)
            for line in lines:
                totals.read(line)
            if not live:
                print("".join(lines), end="", flush=True)
    return failed


def main(arguments):
    totals = Totals()
    workers = jobs(arguments)
    failed = any([run_batch(each, workers, totals) for each in batches(arguments)])
    if failed and not totals.failed:
        print("A layer could not be set up, or the runner itself failed.")
        totals.problems += 1
    if not totals.tests:
        print("No test was run.")
    print(totals)
    return bool(failed or totals.failed or not totals.passed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
