"""A sandbox beside a test has ports of its own, and says when it cannot be had."""

import subprocess
import sys

import pytest

from sandbox.beside import PORTS, TOP, Beside, free_port


def test_a_port_is_given_once_to_whoever_asks_in_whatever_process():
    ask = "from sandbox.beside import free_port; print(free_port())"
    command = [sys.executable, "-c", f"{ask}; input()"]
    others = [
        subprocess.Popen(command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _each in range(2)
    ]
    try:
        given = [int(each.stdout.readline()) for each in others]
        given += [free_port(), free_port()]
    finally:
        for each in others:
            each.communicate("\n")
    assert len(set(given)) == 4
    assert all(port in PORTS for port in given)


def test_a_sandbox_that_ends_instead_of_answering_is_told_of_at_once(tmp_path):
    (tmp_path / "state").write_text("a file where its folder should be")
    with pytest.raises(RuntimeError, match="ended with 1"):
        Beside(tmp_path / "state", "http://127.0.0.1:9")
