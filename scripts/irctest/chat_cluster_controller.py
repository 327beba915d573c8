"""Starts a node of a cluster of two for the IRC conformance suite (progval/irctest).

Each test has a nats-server and another node of its own, and talks to the first node. The tested
program is chosen as chat_controller.py describes.
"""

import os
from pathlib import Path
import shutil
import signal
import subprocess
import time
from typing import Any, Dict, List, Optional, Type

from chat_controller import ChatController, chat_command, toml

# How long nats-server and the other node may take to start, in seconds.
START_SECONDS = 15


class ChatClusterController(ChatController):
    def run(self, hostname: str, port: int, **options: Any) -> None:
        self._others: List[subprocess.Popen] = []
        self.create_config()
        assert self.directory
        self._start_nats(self.directory / "nats")
        super().run(hostname, port, **options)
        self._start_other_node(options["password"])

    def kill(self) -> None:
        # The node leaves the cluster first, as it would in the hands of an operator.
        if self.proc:
            self.kill_proc()
        for other in getattr(self, "_others", []):
            os.killpg(other.pid, signal.SIGKILL)
            other.wait()
        self._others = []
        super().kill()

    def _settings(self, password: Optional[str]) -> Dict[str, Any]:
        return {**super()._settings(password), "cluster": self._cluster("a")}

    def _cluster(self, node: str) -> Dict[str, Any]:
        return {"servers": [f"nats://127.0.0.1:{self._nats_port}"], "node": node}

    def _start_nats(self, folder: Path) -> None:
        program = shutil.which("nats-server") or "/usr/sbin/nats-server"
        ports = folder / "ports"
        ports.mkdir(parents=True)
        command = [program, "-a", "127.0.0.1", "-p", "-1", "-js", "-sd", folder / "store"]
        self._others.append(
            self.execute([*command, "--ports_file_dir", ports], proc_name="nats-server")
        )
        self._nats_port = int(self._wait_for(ports, '"nats://127.0.0.1:').split('"')[0])

    def _start_other_node(self, password: Optional[str]) -> None:
        assert self.directory
        folder = self.directory / "other"
        folder.mkdir()
        config = folder / "chat.toml"
        settings = {**self._settings(password), "cluster": self._cluster("b")}
        config.write_text(toml(settings))
        log = folder / "log"
        with log.open("w") as output:
            other = self.execute(
                [
                    *[*self._prefix, *chat_command(), "serve", "--config", str(config)],
                    *["--data", str(folder / "data"), "--host", "127.0.0.1", "--port", "0"],
                    "--no-web",
                ],
                proc_name="other",
                stdin=subprocess.DEVNULL,
                stderr=output,
                env=self._environment,
            )
        self._others.append(other)
        self._wait_for(folder, "listening on ")

    def _wait_for(self, folder: Path, text: str) -> str:
        """Waits until a file of a folder has a text; returns what follows it."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            for file in folder.iterdir():
                if file.is_file() and text in file.read_text():
                    return file.read_text().split(text, 1)[1]
            time.sleep(self._port_wait_interval)
        raise TimeoutError(f"No file in {folder} has {text}")


def get_irctest_controller_class() -> Type[ChatClusterController]:
    return ChatClusterController
