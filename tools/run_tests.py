"""Run ``bin/test`` with the arguments given and end with its totals.

The last line is ``N passed, N failed``, with what was skipped if anything was. A
test with several failing subtests is one test, a module that cannot be imported
is one failure. Fails when something failed and also when no test ran.
"""

import re
import subprocess
import sys


# One for each layer. The total at the end forgets what subprocesses skipped.
LAYER = re.compile(
    r"\s*Ran (\d+) tests? with (\d+) failures?, (\d+) errors? and (\d+) skipped"
)
BROKEN_TEST = re.compile(r"(?:Failure|Error) in test (\S+(?: \([\w.]+\))?)")
BROKEN_MODULE = re.compile(r"Module: (\S+)$")


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


def runs(arguments):
    """The arguments of each run of ``bin/test``.

    Layers run side by side when ``-j`` says so; the races, which count on the whole
    machine, come after them by themselves.
    """
    alone = [each for each in arguments if not each.startswith("-j")]
    if alone == arguments:
        return [arguments]
    return [[*arguments, "--layer", "!Races"], [*alone, "--layer", "Races"]]


def run(arguments, totals):
    """One run of ``bin/test``, its output shown; the status it ends with."""
    with subprocess.Popen(
        ["bin/test", *arguments], stdout=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            totals.read(line)
    return process.returncode


def main(arguments):
    totals = Totals()
    failed = any([run(each, totals) for each in runs(arguments)])
    if failed and not totals.failed:
        print("A layer could not be set up, or the runner itself failed.")
        totals.problems += 1
    if not totals.tests:
        print("No test was run.")
    print(totals)
    return bool(failed or totals.failed or not totals.passed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
