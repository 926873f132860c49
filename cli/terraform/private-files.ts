import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { chmodSync, existsSync, statSync } from 'node:fs';
import type { Stack } from './stack';

/** Everybody but the owner. */
const OTHERS = 0o077;

/** Starts a process whose files are its owner's alone, whatever the shell's umask is: Terraform writes secrets into its state. */
export function spawnPrivately(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  // The child inherits it; nothing else runs until it is set back.
  const before = process.umask(OTHERS);
  try {
    return spawn(program, args, options);
  } finally {
    process.umask(before);
  }
}

/** Takes from others what Terraform keeps of an environment: an older version or cdktf may have left it open. Changes modes of files. */
export function closeToOthers({ folder, stateFile }: Stack): void {
  const state = stateFile === undefined ? [] : ['', '.backup', '.damaged', '.restored'].map((suffix) => `${stateFile}${suffix}`);
  for (const path of [folder, ...state]) {
    if (!existsSync(path)) continue;
    const { mode } = statSync(path);
    if ((mode & OTHERS) !== 0) chmodSync(path, mode & 0o7777 & ~OTHERS);
  }
}
