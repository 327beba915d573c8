import type { Random } from "../../tests/harness/random.ts";

/** Who is in which room, and on which node. */
export interface PopulationOptions {
  readonly clients: number;
  readonly nodes: number;
  /** Rooms that a client is in, on average. */
  readonly roomsPerClient: number;
  /** How fast sizes of rooms fall: a room has more than x members with a chance of about x^-tail. */
  readonly tail: number;
  /** How much a room's size adds to what is said there: 1 in proportion, 0 not at all. */
  readonly talk: number;
}

const SMALLEST_ROOM = 2;
/** The share of all clients that the largest room may have. */
const LARGEST_ROOM = 0.01;

/** The members of rooms as they are spread over nodes, drawn at random. */
export class Population {
  readonly sizes: Uint32Array;
  readonly memberships: number;
  /** The rooms begin at these places of `nodes` and `members`. */
  readonly #starts: Uint32Array;
  readonly #nodes: Uint16Array;
  readonly #members: Uint32Array;
  /** Sums of weights up to each room: of what is said there, and of members. */
  readonly #said: Float64Array;
  readonly #joined: Float64Array;

  constructor(options: PopulationOptions, random: Random) {
    const sizes = drawSizes(options, random);
    const counts = new Uint32Array(options.nodes);
    const starts: number[] = [0];
    const nodes: number[] = [];
    const members: number[] = [];
    for (const size of sizes) {
      const touched: number[] = [];
      for (let member = 0; member < size; member++) {
        const node = random.below(options.nodes);
        if (counts[node]!++ === 0) touched.push(node);
      }
      for (const node of touched) {
        nodes.push(node);
        members.push(counts[node]!);
        counts[node] = 0;
      }
      starts.push(nodes.length);
    }
    this.sizes = Uint32Array.from(sizes);
    this.memberships = sizes.reduce((sum, size) => sum + size, 0);
    this.#starts = Uint32Array.from(starts);
    this.#nodes = Uint16Array.from(nodes);
    this.#members = Uint32Array.from(members);
    this.#said = sums(sizes.map((size) => size ** options.talk));
    this.#joined = sums(sizes);
  }

  /** The room in which somebody says something. */
  roomOfTalk(random: Random): number {
    return pick(this.#said, random);
  }

  /** The room that somebody enters or leaves. */
  roomOfMember(random: Random): number {
    return pick(this.#joined, random);
  }

  /** Calls with each node that has members of a room, and how many. */
  eachNode(room: number, use: (node: number, members: number) => void): void {
    const end = this.#starts[room + 1]!;
    for (let at = this.#starts[room]!; at < end; at++) use(this.#nodes[at]!, this.#members[at]!);
  }

  /** The memberships of the rooms that have a member on a node, on average over nodes. */
  membershipsKnown(nodes: number): number {
    let sum = 0;
    for (let room = 0; room < this.sizes.length; room++) {
      sum += this.sizes[room]! * (this.#starts[room + 1]! - this.#starts[room]!);
    }
    return sum / nodes;
  }
}

function drawSizes(
  { clients, roomsPerClient, tail }: PopulationOptions,
  random: Random,
): number[] {
  const sizes: number[] = [];
  const largest = clients * LARGEST_ROOM;
  for (let left = clients * roomsPerClient; left > 0;) {
    const drawn = SMALLEST_ROOM * (1 - random.next()) ** (-1 / tail);
    const size = Math.max(1, Math.min(Math.floor(drawn), largest, left));
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

function sums(weights: readonly number[]): Float64Array {
  const result = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((weight, index) => result[index] = sum += weight);
  return result;
}

function pick(sums: Float64Array, random: Random): number {
  const wanted = random.next() * sums.at(-1)!;
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
