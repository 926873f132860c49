import type { Diagnostic } from './events';
import type { Outcome } from './terraform';

/** What Terraform said about its failure, for people: its errors, or what it printed when it died without any. */
export function diagnosticsText({ diagnostics, text }: Pick<Outcome, 'diagnostics' | 'text'>): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? [...new Set(errors.map(formatDiagnostic))].join('\n') : text.split('\n').slice(-20).join('\n').trim();
}

/** One problem in a line or more, with the fix where it is known. */
export function formatDiagnostic({ summary, detail, address }: Diagnostic): string {
  const where = address === undefined ? '' : `${address}: `;
  const missing = /input variable "(?<name>[^"]+)" is not set/.exec(detail)?.groups?.['name'];
  if (missing !== undefined) return `the secret ${missing} has no value: export TF_VAR_${missing}=<its value>`;
  if (summary === 'Error acquiring the state lock') return lockText(detail);
  return `${where}${[summary, detail.trim()].filter((text) => text !== '').join(': ')}`;
}

/**
 * The state is in use. A lock on a local file ends with the process that holds it, however that ends; any other one stays when a
 * deployment is killed.
 */
function lockText(detail: string): string {
  const field = (name: string): string | undefined => new RegExp(`${name}:\\s+(.+)`).exec(detail)?.[1]?.trim();
  const [who, created] = [field('Who'), field('Created')];
  const since = who === undefined ? '' : ` (${who}${created === undefined ? '' : `, since ${created}`})`;
  return [
    `the state is in use by another deployment${since}: wait until it has ended, and run the command again.`,
    detail.includes(LOCAL_LOCK)
      ? 'A local state has no lasting lock: it ends with the process that holds it, so terraform force-unlock is not needed.'
      : `If none is under way, one was killed, and its lock stays: terraform force-unlock ${field('ID') ?? '<ID>'}, in cdktf.out/stacks/<environment>.`,
  ].join('\n');
}

/** What a file says that another process has locked, from the operating system. */
const LOCAL_LOCK = 'resource temporarily unavailable';
