import type { Colours } from '../terminal/output';

/** What a check found before anything is touched. */
export interface Finding {
  /** What was looked at: `port 9090`, `image busybox:1.37`. */
  readonly check: string;
  /** `failed` keeps a deployment from working; `warning` may bite later; `skipped` was not looked at, and need not be. */
  readonly status: 'ok' | 'skipped' | 'warning' | 'failed';
  /** What is so, in one line. */
  readonly message: string;
  /** What to do about it: a command where there is one. */
  readonly fix?: string;
}

export const ok = (check: string, message: string): Finding => ({ check, status: 'ok', message });
export const skipped = (check: string, message: string): Finding => ({ check, status: 'skipped', message });
export const warning = (check: string, message: string, fix: string): Finding => ({ check, status: 'warning', message, fix });
export const failed = (check: string, message: string, fix: string): Finding => ({ check, status: 'failed', message, fix });

const SIGNS = { ok: '✔', skipped: '–', warning: '!', failed: '✖' } as const;

/** One line per finding, and below it the fix where there is one. */
export function formatFindings(findings: readonly Finding[], colours: Colours): string {
  const sign = {
    ok: colours.green(SIGNS.ok),
    skipped: colours.dim(SIGNS.skipped),
    warning: colours.yellow(SIGNS.warning),
    failed: colours.red(SIGNS.failed),
  };
  return findings
    .flatMap(({ status, message, fix }) => [
      `${sign[status]} ${message}`,
      ...(status === 'ok' || status === 'skipped' || fix === undefined ? [] : [`  ${colours.dim('→')} ${fix}`]),
    ])
    .join('\n');
}
