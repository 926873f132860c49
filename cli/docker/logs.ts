import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type Dockerode from 'dockerode';
import * as z from 'zod';
import { ownerLabels } from '../../constructs/core/labels';
import type { Owner } from '../../constructs/core/ownership';
import { ASKED, lastWords, SHOWN, withoutUsage } from '../target/last-words';

/** What happened to a container. */
export interface ContainerExit {
  readonly container: string;
  readonly exitCode: number;
  /** How many times it has ended since the follower was started. */
  readonly times: number;
}

/** Keeps the last lines of every container that starts, so that they outlive a container that is deleted. */
export interface LogFollower {
  /** The last lines of a container, oldest first; empty when it was not started. */
  readonly tail: (container: string) => readonly string[];
  /** How often and with which code a container has ended; undefined when it has not. */
  readonly exitOf: (container: string) => ContainerExit | undefined;
  readonly close: () => void;
}

const eventSchema = z.object({
  Action: z.enum(['start', 'die']),
  Actor: z.object({ ID: z.string(), Attributes: z.looseObject({ name: z.string(), exitCode: z.string().optional() }) }),
});

/**
 * Follows the logs of an environment's containers from their start, and notes their ends.
 *
 * @param onExit called each time one ends
 */
export async function followLogs(engine: Dockerode, owner: Owner, onExit: (exit: ContainerExit) => void = () => {}): Promise<LogFollower> {
  const tails = new Map<string, string[]>();
  const exits = new Map<string, ContainerExit>();
  const streams = new Set<NodeJS.ReadableStream>();
  const events = await engine.getEvents({
    filters: JSON.stringify({
      type: ['container'],
      event: ['start', 'die'],
      label: Object.entries(ownerLabels(owner)).map(([label, value]) => `${label}=${value}`),
    }),
  });
  streams.add(events);

  const follow = async (id: string, name: string): Promise<void> => {
    const lines: string[] = [];
    const says = withoutUsage();
    try {
      const stream = await engine.getContainer(id).logs({ follow: true, stdout: true, stderr: true, tail: ASKED });
      streams.add(stream);
      // Replaced when the container says something again: a restart that is silent keeps what the last run said.
      readLines(engine, stream, (line) => {
        if (!says(line)) return;
        tails.set(name, lines);
        lines.push(line);
        if (lines.length > SHOWN) lines.shift();
      });
    } catch {
      // It was deleted before it could be asked; what an earlier start said is kept.
    }
  };

  const lines = createInterface({ input: events });
  // An engine that is restarted cuts it off, which the reader of its lines passes on; readiness is asked for anyway.
  lines.on('error', () => {});
  lines.on('line', (line) => {
    const event = parseEvent(line);
    if (event === undefined) return;
    const { name, exitCode } = event.Actor.Attributes;
    if (event.Action === 'start') {
      void follow(event.Actor.ID, name);
      return;
    }
    const exit = { container: name, exitCode: Number(exitCode ?? 0), times: (exits.get(name)?.times ?? 0) + 1 };
    exits.set(name, exit);
    onExit(exit);
  });
  return {
    tail: (container) => tails.get(container) ?? [],
    exitOf: (container) => exits.get(container),
    close: () => {
      for (const stream of streams) if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
    },
  };
}

/** The last lines of a container that exists; empty when the engine has none. */
export async function lastLines(engine: Dockerode, id: string): Promise<readonly string[]> {
  try {
    // Not followed: of a container that is paused or silent, that has no end.
    const log = await engine.getContainer(id).logs({ follow: false, stdout: true, stderr: true, tail: ASKED });
    return lastWords(textOf(log).split('\n'));
  } catch {
    return [];
  }
}

/** Length of the head of each part: which output it is of, three zeros, its own length. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach */
const HEAD = 8;

/** Both outputs as text, of the engine's parts. Pure. */
function textOf(log: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + HEAD <= log.length; ) {
    const end = at + HEAD + log.readUInt32BE(at + 4);
    parts.push(log.subarray(at + HEAD, end));
    at = end;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Splits the engine's multiplexed stream of both outputs into lines. */
function readLines(engine: Dockerode, stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  const text = new PassThrough();
  engine.modem.demuxStream(stream, text, text);
  stream.on('error', () => text.end());
  stream.on('end', () => text.end());
  stream.on('close', () => text.end());
  createInterface({ input: text }).on('line', onLine);
}

function parseEvent(line: string): z.output<typeof eventSchema> | undefined {
  try {
    const result = eventSchema.safeParse(JSON.parse(line));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
