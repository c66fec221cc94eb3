#!/usr/bin/env python3
"""A worker for BuildGrid: takes actions over the Remote Workers API, runs each in a directory of its own, and gives back what it made.

An action sees the files of its input tree and the variables of its command, and nothing else is put into its directory or environment.
BuildGrid's own workers are native programs that neither PyPI nor Debian has; this one is enough to build with on one machine.
"""

import argparse
import io
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile

import grpc
from buildgrid._protos.build.bazel.remote.execution.v2.remote_execution_pb2 import Action, ActionResult, Command
from buildgrid._protos.google.devtools.remoteworkers.v1test2 import bots_pb2, bots_pb2_grpc, worker_pb2
from buildgrid.server.client.cas import download, upload

LONG_POLL_SECONDS = 60
log = logging.getLogger("worker")


class ActionError(Exception):
    """The action cannot be run; what is wrong with it is the worker's answer."""


class Worker:
    """One session with the server; runs one action at a time."""

    def __init__(self, channel, instance, name, directory):
        self.channel, self.instance, self.directory = channel, instance, directory
        self.bots = bots_pb2_grpc.BotsStub(channel)
        device = worker_pb2.Device(handle=name)
        self.session = bots_pb2.BotSession(bot_id=name, status=bots_pb2.OK, worker=worker_pb2.Worker(devices=[device]))

    def serve(self):
        """Runs actions until the server goes away."""
        request = bots_pb2.CreateBotSessionRequest(parent=self.instance, bot_session=self.session)
        self.session = self.bots.CreateBotSession(request, timeout=LONG_POLL_SECONDS)
        log.info("%s is ready", self.session.bot_id)
        while True:
            for lease in self.session.leases:
                self.advance(lease)
            request = bots_pb2.UpdateBotSessionRequest(name=self.session.name, bot_session=self.session)
            try:
                self.session = self.bots.UpdateBotSession(request, timeout=LONG_POLL_SECONDS)
            except grpc.RpcError as error:
                # Nothing to do came for as long as the call may last; the session is as it was.
                if error.code() != grpc.StatusCode.DEADLINE_EXCEEDED:
                    raise

    def advance(self, lease):
        if lease.state == bots_pb2.CANCELLED:
            lease.state = bots_pb2.COMPLETED
            return
        if lease.state not in (bots_pb2.PENDING, bots_pb2.ACTIVE):
            return
        action = Action()
        lease.payload.Unpack(action)
        try:
            lease.result.Pack(self.run(action))
            lease.status.code = grpc.StatusCode.OK.value[0]
        except ActionError as error:
            lease.status.code, lease.status.message = grpc.StatusCode.FAILED_PRECONDITION.value[0], str(error)
        except (OSError, grpc.RpcError) as error:
            lease.status.code, lease.status.message = grpc.StatusCode.INTERNAL.value[0], str(error)
        lease.state = bots_pb2.COMPLETED

    def run(self, action):
        root = tempfile.mkdtemp(dir=self.directory)
        try:
            with download(self.channel, instance=self.instance) as source:
                command = source.get_message(action.command_digest, Command())
                source.download_directory(action.input_root_digest, root)
            return self.execute(command, root, action.timeout.seconds or None)
        finally:
            shutil.rmtree(root, ignore_errors=True)

    def execute(self, command, root, limit):
        here = self.inside(root, command.working_directory)
        outputs = list(command.output_paths) or list(command.output_files) + list(command.output_directories)
        for path in outputs:
            os.makedirs(os.path.dirname(self.inside(here, path)), exist_ok=True)
        arguments = list(command.arguments)
        log.info("run %s", " ".join(arguments))
        variables = {variable.name: variable.value for variable in command.environment_variables}
        result = ActionResult()
        result.execution_metadata.worker = self.session.bot_id
        try:
            done = subprocess.run(
                arguments, cwd=here, env=variables, stdin=subprocess.DEVNULL, capture_output=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired as error:
            raise ActionError(f"the action took longer than {limit} s") from error
        result.exit_code = done.returncode
        with upload(self.channel, instance=self.instance) as store:
            result.stdout_digest.CopyFrom(store.put_blob(io.BytesIO(done.stdout)))
            result.stderr_digest.CopyFrom(store.put_blob(io.BytesIO(done.stderr)))
            for path in outputs:
                self.collect(path, self.inside(here, path), store, result)
        return result

    @staticmethod
    def collect(path, place, store, result):
        if os.path.isdir(place):
            directory = result.output_directories.add(path=path)
            directory.tree_digest.CopyFrom(store.upload_tree(place, queue=False))
        elif os.path.exists(place):
            file = result.output_files.add(path=path, is_executable=os.access(place, os.X_OK))
            file.digest.CopyFrom(store.upload_file(place, queue=False))

    @staticmethod
    def inside(root, path):
        """The place of a path that an action names, which must not leave the action's directory."""
        place = os.path.normpath(os.path.join(root, path))
        if place != root and not place.startswith(root + os.sep):
            raise ActionError(f"the path {path} leads out of the action's directory")
        return place


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", default="127.0.0.1:50051", help="address of BuildGrid (default: %(default)s)")
    parser.add_argument("--instance", default="", help="name of the instance at the server")
    parser.add_argument("--name", default="worker", help="what the worker calls itself; no two may have one name")
    parser.add_argument("--directory", help="where the directories of actions are made (default: the system's place for temporary files)")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format=f"{options.name}: %(message)s", stream=sys.stderr)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    limits = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
    with grpc.insecure_channel(options.server, options=limits) as channel:
        grpc.channel_ready_future(channel).result(timeout=60)
        Worker(channel, options.instance, options.name, options.directory).serve()


if __name__ == "__main__":
    main()
