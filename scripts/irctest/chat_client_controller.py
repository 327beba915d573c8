"""Starts `chat join` for the tests of clients in the IRC conformance suite (progval/irctest).

The tested program is chosen as chat_controller.py describes.
"""

import os
import subprocess
from typing import List, Optional, Type

from irctest import authentication, tls
from irctest.basecontrollers import BaseClientController, DirectoryBasedController

from chat_controller import chat_command

# chat ends with 1 when the server refuses it before it has entered. Whoever runs a client that is
# to stay starts it again, and the test of STS expects that.
RESTART = 'until "$@" || test $? -ne 1; do sleep 0.1; done'


class ChatClientController(BaseClientController, DirectoryBasedController):
    software_name = "chat"
    supported_sasl_mechanisms = {"PLAIN", "SCRAM-SHA-256"}
    supports_sts = True

    def run(
        self,
        hostname: str,
        port: int,
        auth: Optional[authentication.Authentication],
        tls_config: Optional[tls.TlsConfig] = None,
    ) -> None:
        assert self.proc is None
        self.create_config()
        assert self.directory
        environment = {**os.environ, "CHAT_SETTINGS": str(self.directory / "settings.toml")}
        arguments: List[str] = ["--host", hostname, "--port", str(port), "--user", "tester"]
        if auth is not None:
            (mechanism,) = auth.mechanisms
            arguments += ["--account", str(auth.username)]
            arguments += ["--sasl-mechanism", mechanism.to_string()]
            # The tests connect to 0.0.0.0, which chat takes for another machine.
            arguments += ["--allow-plaintext-password"]
            environment["CHAT_PASSWORD"] = str(auth.password)
        if tls_config is not None:
            for fingerprint in tls_config.trusted_fingerprints:
                arguments += ["--tls-fingerprint", fingerprint]
            arguments += ["--tls" if tls_config.enable else "--no-tls"]
        command = [*chat_command(), "join", *arguments]
        self.proc = self.execute(
            ["sh", "-c", RESTART, "chat", *command],
            proc_name="chat",
            # The client leaves when its input ends.
            stdin=subprocess.PIPE,
            env=environment,
        )


def get_irctest_controller_class() -> Type[ChatClientController]:
    return ChatClientController
