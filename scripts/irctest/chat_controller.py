"""Starts `chat serve` for the IRC conformance suite (progval/irctest).

The tested program is the first of these that is set:
  CHAT_BINARY   a built program
  CHAT_COMMAND  a command line, split as a shell does
  otherwise     deno run with this repository's main.ts
"""

import json
import os
from pathlib import Path
import shlex
import shutil
import subprocess
from typing import Any, Dict, List, Optional, Type

from irctest import cases, patma
from irctest.basecontrollers import BaseServerController, DirectoryBasedController
from irctest.specifications import Capabilities, OptionalBehaviors

REPOSITORY = Path(__file__).resolve().parents[2]


def chat_command() -> List[str]:
    if binary := os.environ.get("CHAT_BINARY"):
        return [binary]
    if command := os.environ.get("CHAT_COMMAND"):
        return shlex.split(command)
    return ["deno", "run", "--no-prompt", "-A", str(REPOSITORY / "main.ts")]


def toml(tables: Dict[str, Any]) -> str:
    """Writes scalars first, then each table, and a list of tables as [[name]].

    Scalars in JSON are scalars in TOML if the strings are plain ASCII.
    """
    lines = [
        f"{key} = {json.dumps(value)}"
        for key, value in tables.items()
        if not isinstance(value, (dict, list))
    ]
    for name, value in tables.items():
        if isinstance(value, dict):
            value, header = [value], f"[{name}]"
        elif isinstance(value, list):
            header = f"[[{name}]]"
        else:
            continue
        for table in value:
            lines += ["", header]
            lines += [f"{key} = {json.dumps(item)}" for key, item in table.items()]
    return "\n".join(lines) + "\n"


class ChatController(BaseServerController, DirectoryBasedController):
    software_name = "chat"
    supports_sts = False
    supported_sasl_mechanisms = {"PLAIN", "SCRAM-SHA-256"}
    extban_mute_char = "m"
    _port_wait_interval = 0.02

    capabilities = frozenset(
        {
            Capabilities.ACCOUNT_NOTIFY,
            Capabilities.ACCOUNT_TAG,
            Capabilities.AWAY_NOTIFY,
            Capabilities.BATCH,
            Capabilities.ECHO_MESSAGE,
            Capabilities.EXTENDED_JOIN,
            Capabilities.EXTENDED_MONITOR,
            Capabilities.LABELED_RESPONSE,
            Capabilities.MESSAGE_REDACTION,
            Capabilities.MESSAGE_TAGS,
            Capabilities.MULTILINE,
            Capabilities.MULTI_PREFIX,
            Capabilities.READ_MARKER,
            Capabilities.SERVER_TIME,
            Capabilities.SETNAME,
        }
    )

    # The test of a behaviour in this list fails instead of being skipped.
    optional_behaviors = frozenset(
        {
            OptionalBehaviors.BAN_EXCEPTION_MODE,
            OptionalBehaviors.CAP_REQ_MINUS,
            OptionalBehaviors.ELIST_C,
            OptionalBehaviors.ELIST_M,
            OptionalBehaviors.ELIST_N,
            OptionalBehaviors.ELIST_T,
            OptionalBehaviors.ELIST_U,
            OptionalBehaviors.INVITE_EXCEPTION_MODE,
            OptionalBehaviors.INVITE_OVERRIDES_LIMIT,
            OptionalBehaviors.MULTI_JOIN,
            OptionalBehaviors.MULTI_KICK,
            OptionalBehaviors.MULTI_PRIVMSG,
            OptionalBehaviors.NO_CTCP,
            OptionalBehaviors.SASL_AFTER_REGISTRATION,
        }
    )

    isupport = {
        "BOT": "B",
        "CASEMAPPING": "ascii",
        "ELIST": patma.StrRe("(?=.*C)(?=.*M)(?=.*N)(?=.*T)(?=.*U).*"),
        "INVEX": None,
        "MONITOR": patma.ANYSTR,
        "MSGREFTYPES": "msgid,timestamp",
        "PREFIX": "(qaohv)~&@%+",
        "STATUSMSG": "~&@%+",
        "TARGMAX": patma.ANYSTR,
        "UTF8ONLY": None,
        "WHOX": None,
    }

    def run(
        self,
        hostname: str,
        port: int,
        *,
        password: Optional[str],
        ssl: bool,
        run_services: bool,
        faketime: Optional[str],
        websocket_hostname: Optional[str] = None,
        websocket_port: Optional[int] = None,
    ) -> None:
        assert self.proc is None
        self.hostname = hostname
        self.port = port
        self.create_config()
        assert self.directory

        listen: List[str] = ["--host", hostname]
        if ssl:
            self.gen_ssl()
            listen += ["--port", "0", "--tls-port", str(port)]
            listen += ["--tls-cert", str(self.pem_path), "--tls-key", str(self.key_path)]
        else:
            listen += ["--port", str(port)]
        if websocket_hostname is not None and websocket_port is not None:
            listen += ["--web-host", websocket_hostname, "--web-port", str(websocket_port)]
        else:
            listen += ["--no-web"]

        config = self.directory / "chat.toml"
        config.write_text(toml(self._settings(password)))
        self._arguments = ["serve", "--config", str(config)]
        self._arguments += ["--data", str(self.directory / "data"), *listen]
        if self.debug_mode:
            self._arguments += ["--log-level", "debug"]

        self._prefix: List[str] = []
        self._environment = dict(os.environ)
        if faketime and shutil.which("faketime"):
            self._prefix = ["faketime", "-f", faketime]
            # Only the wall clock runs fast; timers are not changed.
            self._environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
            self.faketime_enabled = True
        self._start()

    def restart(self) -> None:
        """Ends the process and starts it again on the same settings and data."""
        self.kill_proc()
        self.port_open = False
        self._start()
        self.wait_for_port()

    def wait_for_services(self) -> None:
        """Accounts are part of the server, so there is nothing to wait for."""

    def registerUser(
        self,
        case: cases.BaseServerTestCase,
        username: str,
        password: Optional[str] = None,
    ) -> None:
        if not case.run_services:
            raise ValueError("This test registers an account: it needs run_services")
        command = f"NS REGISTER {password}"
        if len(command.encode()) + 2 > 512:
            self._allow_long_lines()
        client = case.addClient(show_io=False)
        case.sendLine(client, f"NICK {username}")
        case.sendLine(client, "USER register 0 * :register")
        case.skipToWelcome(client)
        case.getMessages(client)
        case.sendLine(client, command)
        replies = case.getMessages(client)
        assert any(reply.command == "900" for reply in replies), [
            str(reply) for reply in replies
        ]
        case.sendLine(client, "QUIT")
        case.assertDisconnected(client)

    def _settings(self, password: Optional[str]) -> Dict[str, Any]:
        settings: Dict[str, Any] = {
            "name": "My.Little.Server",
            "network": "ChatTest",
            "limits": {
                "lines-per-second": 0,
                "work-per-second": 0,
                "shared-work-per-second": 0,
                "rooms-per-minute": 0,
                "connections-per-minute": 0,
                "connections-per-address": 0,
                "accounts-per-address": 0,
                "login-attempts": 0,
                "password-length": 1,
            },
            "accounts": {
                "mode": "optional",
                "register-before-connect": self.test_config.account_registration_before_connect,
                "require-email": self.test_config.account_registration_requires_email,
            },
            "operator": [{"name": "operuser", "password": "operpassword"}],
        }
        if password is not None:
            settings["password"] = password
        return settings

    def _allow_long_lines(self) -> None:
        """Restarts the server with longer lines, for passwords longer than a line."""
        config = Path(self._arguments[self._arguments.index("--config") + 1])
        config.write_text(
            config.read_text().replace("[limits]", "[limits]\nline-bytes = 2048")
        )
        self.restart()

    def _start(self) -> None:
        self.proc = self.execute(
            [*self._prefix, *chat_command(), *self._arguments],
            proc_name="chat",
            stdin=subprocess.DEVNULL,
            env=self._environment,
        )


def get_irctest_controller_class() -> Type[ChatController]:
    return ChatController
