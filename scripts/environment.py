"""Make the environment from the hashed lock. Runs under any Python: it has to say so if too old."""

import os
import shutil
import subprocess
import sys
import venv

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, ".venv")
NEEDS_BYTES = 1_500_000_000


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


def stop(sentence):
    say(sentence)
    raise SystemExit(1)


def main(kind):
    if sys.version_info < (3, 11):
        stop(
            "Python 3.11 or newer is needed; this is "
            + ".".join(map(str, sys.version_info[:2]))
            + ". Name another one like this: make run PYTHON=python3.11"
        )
    if shutil.disk_usage(ROOT).free < NEEDS_BYTES:
        stop("There is less than 1.5 GB free on the disk of this folder. Make room and try again.")
    python = os.path.join(FOLDER, "bin", "python")
    if not os.path.exists(python):
        say("Making the environment in .venv ...")
        try:
            venv.create(FOLDER, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as error:
            stop(
                f"The environment could not be made ({error}). On Debian: apt install python3-venv"
            )
    name = {"run": "base", "dev": "dev"}[kind]
    lock = os.path.join(ROOT, "requirements", name + ".txt")
    say(f"Installing the locked packages ({name}) ...")
    answer = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        # The lock names every package, and Python compiles what it comes to use: neither is
        # worth a person's time here.
        + ["--no-deps", "--no-compile", "--require-hashes", "--only-binary=:all:", "-r", lock],
        check=False,
    )
    if answer.returncode != 0:
        stop("The packages could not be installed; what pip says above tells why.")
    with open(os.path.join(FOLDER, kind + ".stamp"), "w") as stamp:
        stamp.write(lock + "\n")
    if kind == "dev":
        with open(os.path.join(FOLDER, "run.stamp"), "w") as stamp:
            stamp.write(lock + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
