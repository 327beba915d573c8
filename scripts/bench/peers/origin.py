"""A server as chat began: a thread for each client, and a loop that sends to each member.

It passes lines on and checks, stores and limits nothing. Its argument is the port.
"""

import resource
import socket
import sys
import threading

LISTEN_BACKLOG = 4096
READ_BYTES = 4096
STACK_BYTES = 256 * 1024

lock = threading.Lock()
names = {}
rooms = {}


def send(connection, line):
    connection.sendall(line.encode())


def handle(connection, name, line):
    """Handles one line; returns the name of its client."""
    command, _, parameters = line.partition(" ")
    target, _, text = parameters.partition(" ")
    if command == "NICK":
        with lock:
            names[target] = connection
        return target
    if command == "USER":
        send(connection, f":origin 001 {name} :Hello\r\n:origin 422 {name} :No MOTD\r\n")
    elif command == "PING":
        send(connection, f":origin PONG origin {target}\r\n")
    elif command == "JOIN":
        with lock:
            rooms.setdefault(target, []).append(connection)
        send(connection, f":origin 366 {name} {target} :End of /NAMES list\r\n")
    elif command == "PRIVMSG":
        with lock:
            members = list(rooms.get(target, ())) or [names[target]]
        for member in members:
            if member is not connection:
                send(member, f":{name}!u@127.0.0.1 PRIVMSG {target} {text}\r\n")
    return name


def serve(connection):
    name = ""
    rest = b""
    try:
        while received := connection.recv(READ_BYTES):
            *lines, rest = (rest + received).split(b"\r\n")
            for line in lines:
                name = handle(connection, name, line.decode())
    except OSError:
        pass


def main():
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    threading.stack_size(STACK_BYTES)
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=LISTEN_BACKLOG)
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    main()
