import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

/** How often a file is looked at for more (ms). */
const INTERVAL_MS = 50;

/**
 * What a process writes, line by line, by way of a file that has no name any more. Not by a pipe: if this process is killed, the next word into
 * a pipe ends the other in the middle of its work; and a process that it leaves behind would keep a pipe open.
 */
export class UnnamedFile {
  /** What the process gets as its output. */
  readonly descriptor = openUnnamed();
  private readonly decoder = new StringDecoder('utf8');
  private readonly buffer = Buffer.alloc(65_536);
  private readonly timer: NodeJS.Timeout;
  private position = 0;
  private unfinished = '';

  /** @param onLine called for each line, without its end */
  constructor(private readonly onLine: (line: string) => void) {
    this.timer = setInterval(() => this.read(), INTERVAL_MS);
  }

  /** When the process has ended: the rest, also one without a line's end. */
  close(): void {
    clearInterval(this.timer);
    this.read();
    if (this.unfinished !== '') this.onLine(this.unfinished);
    closeSync(this.descriptor);
  }

  private read(): void {
    for (;;) {
      const length = readSync(this.descriptor, this.buffer, 0, this.buffer.length, this.position);
      if (length === 0) return;
      this.position += length;
      const lines = (this.unfinished + this.decoder.write(this.buffer.subarray(0, length))).split('\n');
      this.unfinished = lines.pop() ?? '';
      for (const line of lines) this.onLine(line);
    }
  }
}

function openUnnamed(): number {
  const folder = mkdtempSync(join(tmpdir(), 'o11y-output-'));
  try {
    return openSync(join(folder, 'output'), 'a+', 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
