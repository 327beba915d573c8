/**
 * Sockets of the load, by the C library of Linux. A read or a write of Deno costs more than all that
 * the fastest server does for a line, so that the load would be measured instead of the server.
 */

// A size_t is declared as u32, whose register has zeros above, since a usize would be a bigint.
const libc = Deno.dlopen("libc.so.6", {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  bind: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  epoll_create1: { parameters: ["i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  epoll_wait: { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
  recv: { parameters: ["i32", "buffer", "u32", "i32"], result: "i32" },
  send: { parameters: ["i32", "buffer", "u32", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  usleep: { parameters: ["u32"], result: "i32" },
  setpriority: { parameters: ["i32", "i32", "i32"], result: "i32" },
}).symbols;

// The constants of <sys/socket.h>, <netinet/tcp.h> and <sys/epoll.h>.
const AF_INET = 2;
const SOCK_STREAM_NONBLOCK = 1 | 0o4000;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;
const MSG_NOSIGNAL = 0x4000;
const EPOLLIN = 1;
const EPOLLOUT = 4;
const EPOLLERR_OR_HUP = 8 | 16;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_MOD = 3;

/** `struct epoll_event` is packed on x86-64 alone. */
const EVENT_BYTES = Deno.build.arch === "x86_64" ? 12 : 16;
const EVENT_DATA = EVENT_BYTES - 8;
const EVENTS = 256;
const READ_BYTES = 256 * 1024;

const ADDRESS_BYTES = 16;
const LOOPBACK_NETWORK = 127 * 2 ** 24;
/** An address of this machine: the last three bytes of 127.0.0.0/8. */
export type LoopbackAddress = number;
/** The address that servers listen on, and that the load connects from unless told otherwise. */
export const SERVER_ADDRESS: LoopbackAddress = 1;

const PAUSE_MICROSECONDS = 100;
const PRIO_PROCESS = 0;
const FIRST_PRIORITY = -10;

/**
 * Lets this thread go first where it competes with the server for a processor, so that a server of
 * many threads does not make the load wait. Without the right to do so nothing changes.
 */
export function goFirst(): void {
  libc.setpriority(PRIO_PROCESS, 0, FIRST_PRIORITY);
}

/**
 * Lets a moment pass, so that what comes meanwhile is read at once. Some servers write to a client
 * line by line, and a load that reads each line by itself would have no time to spare.
 */
export function pause(): void {
  libc.usleep(PAUSE_MICROSECONDS);
}

/** What happens on a socket. */
export interface SocketEvents {
  opened(): void;
  /** The bytes are valid only during the call. */
  received(bytes: Uint8Array): void;
  /** The other side has closed the connection, or refused it. */
  closed(): void;
}

/** Many connections to 127.0.0.1, which one thread waits for. */
export class Sockets {
  readonly #epoll = libc.epoll_create1(0);
  readonly #events = new Uint8Array(EVENTS * EVENT_BYTES);
  readonly #view = new DataView(this.#events.buffer);
  readonly #bytes = new Uint8Array(READ_BYTES);
  readonly #open: (Socket | undefined)[] = [];

  /** Connects to a port from an address of this machine. */
  connect(port: number, { from, events }: {
    readonly from: LoopbackAddress;
    readonly events: SocketEvents;
  }): Socket {
    const file = libc.socket(AF_INET, SOCK_STREAM_NONBLOCK, 0);
    if (file < 0) throw new Error("Cannot open another socket: see `ulimit -n`");
    libc.setsockopt(file, IPPROTO_TCP, TCP_NODELAY, new Uint8Array([1, 0, 0, 0]), 4);
    if (from !== SERVER_ADDRESS) libc.bind(file, addressBytes(from, 0), ADDRESS_BYTES);
    const socket = new Socket({ epoll: this.#epoll, file, events });
    this.#open[file] = socket;
    // It fails with EINPROGRESS; epoll says what comes of it.
    libc.connect(file, addressBytes(SERVER_ADDRESS, port), ADDRESS_BYTES);
    socket.watch(EPOLL_CTL_ADD, EPOLLIN | EPOLLOUT);
    return socket;
  }

  /** Waits for events, up to a time in milliseconds, and handles them. */
  poll(timeoutMs: number): void {
    const count = libc.epoll_wait(this.#epoll, this.#events, EVENTS, timeoutMs);
    for (let index = 0; index < count; index++) {
      const flags = this.#view.getUint32(index * EVENT_BYTES, true);
      const socket = this.#open[this.#view.getUint32(index * EVENT_BYTES + EVENT_DATA, true)];
      if (socket !== undefined && !socket.closed) this.#handle(socket, flags);
    }
  }

  #handle(socket: Socket, flags: number): void {
    if ((flags & EPOLLIN) !== 0) {
      const count = libc.recv(socket.file, this.#bytes, READ_BYTES, 0);
      if (count > 0) socket.events.received(this.#bytes.subarray(0, count));
      if (count === 0) return socket.fail();
    } else if ((flags & EPOLLERR_OR_HUP) !== 0) return socket.fail();
    if ((flags & EPOLLOUT) !== 0 && !socket.closed) socket.writable();
  }
}

/** A `struct sockaddr_in`. */
function addressBytes(address: LoopbackAddress, port: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(ADDRESS_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, AF_INET, true);
  view.setUint16(2, port);
  view.setUint32(4, LOOPBACK_NETWORK + address);
  return bytes;
}

/** One connection. */
export class Socket {
  readonly file: number;
  readonly events: SocketEvents;
  readonly #epoll: number;
  /** What the kernel has not taken yet. */
  #rest: Uint8Array<ArrayBuffer> | undefined;
  #isOpen = false;
  closed = false;

  constructor(options: { epoll: number; file: number; events: SocketEvents }) {
    this.#epoll = options.epoll;
    this.file = options.file;
    this.events = options.events;
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#rest !== undefined) {
      const joined = new Uint8Array(this.#rest.length + bytes.length);
      joined.set(this.#rest);
      joined.set(bytes, this.#rest.length);
      this.#rest = joined;
      return;
    }
    const sent = Math.max(0, libc.send(this.file, bytes, bytes.length, MSG_NOSIGNAL));
    if (sent === bytes.length) return;
    this.#rest = bytes.slice(sent);
    this.watch(EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    libc.close(this.file);
  }

  /** Called by {@linkcode Sockets}: the connection is open, or the kernel takes more bytes. */
  writable(): void {
    this.watch(EPOLL_CTL_MOD, EPOLLIN);
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.events.opened();
    }
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest !== undefined) this.send(rest);
  }

  /** Called by {@linkcode Sockets}: the connection has ended. */
  fail(): void {
    this.close();
    this.events.closed();
  }

  /** Called by {@linkcode Sockets}: sets what epoll reports. */
  watch(operation: number, flags: number): void {
    const event = new Uint8Array(EVENT_BYTES);
    const view = new DataView(event.buffer);
    view.setUint32(0, flags, true);
    view.setUint32(EVENT_DATA, this.file, true);
    libc.epoll_ctl(this.#epoll, operation, this.file, event);
  }
}
