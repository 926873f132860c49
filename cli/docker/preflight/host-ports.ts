import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process that listens on a port. */
export interface PortOwner {
  readonly process: string;
  readonly pid: number;
}

/** Listening sockets in /proc/net/tcp: https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt */
const LISTENING = '0A';

/** The inodes of the sockets that listen on a port, from the text of /proc/net/tcp or /proc/net/tcp6. */
export function listeningInodes(table: string, port: number): readonly string[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([, local, , state, , , , , , inode]) =>
      state === LISTENING && inode !== undefined && Number.parseInt(local?.split(':')[1] ?? '', 16) === port ? [inode] : [],
    );
}

/** The process of `lsof -F pc` output: lines `p<pid>` and `c<command>`. */
export function lsofOwner(output: string): PortOwner | undefined {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const command = /^c(.+)$/m.exec(output)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), process: command ?? 'unknown' };
}

/** Who listens on a port of this machine, as far as this user may see it. Never throws. */
export async function portOwner(port: number): Promise<PortOwner | undefined> {
  return (await ownerInProc(port)) ?? (await ownerByLsof(port));
}

async function ownerInProc(port: number): Promise<PortOwner | undefined> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')));
  const sockets = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return undefined;
  const processes = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  for (const pid of processes) {
    // Processes end while they are looked at, and those of other users are closed.
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = await Promise.all(descriptors.map((descriptor) => readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')));
    if (!links.some((link) => sockets.has(link))) continue;
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'unknown');
    return { pid: Number(pid), process: name.trim() };
  }
  return undefined;
}

async function ownerByLsof(port: number): Promise<PortOwner | undefined> {
  try {
    const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { timeout: 3_000 });
    return lsofOwner(stdout);
  } catch {
    return undefined;
  }
}
