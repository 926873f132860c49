import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './tools';

/** Runs a program in Go, which reads JSON and answers with JSON. Starts a process. @throws Error with what it said when it fails */
export function askGo(program: string, input: unknown): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'o11y-go-'));
  try {
    writeFileSync(join(folder, 'main.go'), program);
    const { status, stdout, output } = run('go', ['run', join(folder, 'main.go')], {
      cwd: folder,
      input: JSON.stringify(input),
      env: { GO111MODULE: 'off' },
    });
    if (status !== 0) throw new Error(output);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
