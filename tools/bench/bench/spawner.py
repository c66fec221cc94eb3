"""Starts processes for measure.py, one at a time: reads a line of JSON with command, folder, environment, output, messages and limit, and
answers with a line of JSON: status, wall (seconds), cpu (seconds), memory (KiB), and whether the limit was reached.

A process of its own, because the kernel counts the memory of the process that starts a program as memory of that program, and this one is small.
It therefore imports nothing large.
"""
import json
import os
import signal
import sys
import time


def run(command, folder, environment, output, messages, limit):
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        execute(command, folder, environment, output, messages)
    stopped = False

    def stop(*_):
        nonlocal stopped
        stopped = True
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(limit)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    signal.alarm(0)
    return {"status": os.waitstatus_to_exitcode(status), "wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss,
            "stopped": stopped}


def execute(command, folder, environment, output, messages):
    """In the child: becomes the program, or ends with status 127."""
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(os.open(output, os.O_WRONLY), 1)
        os.dup2(os.open(messages, os.O_WRONLY), 2)
        if folder:
            os.chdir(folder)
        os.execvpe(command[0], command, environment or os.environ)
    except OSError as error:
        os.write(2, f"{command[0]}: {error}".encode())
    os._exit(127)


for line in sys.stdin:
    print(json.dumps(run(**json.loads(line))), flush=True)
