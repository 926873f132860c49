import { CannotDeployError } from '../terminal/exit';
import { coloursFor, note } from '../terminal/output';
import type { Finding } from './finding';
import { formatFindings } from './finding';

/** Shows the warnings of a preflight. @throws CannotDeployError that lists its failures; nothing was touched then */
export function rejectFailures(environment: string, findings: readonly Finding[]): void {
  const failed = findings.filter(({ status }) => status === 'failed');
  if (failed.length > 0) {
    throw new CannotDeployError(
      `${environment} cannot be deployed:\n${formatFindings(failed, coloursFor(process.stderr))}\nNothing was touched.`,
      failed.map(({ message }) => message).join('; '),
    );
  }
  const warnings = findings.filter(({ status }) => status === 'warning');
  if (warnings.length > 0) note(formatFindings(warnings, coloursFor(process.stderr)));
}
