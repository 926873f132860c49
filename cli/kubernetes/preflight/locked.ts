import { type Finding, failed } from '../../preflight/finding';

/** What is locked by an object that a deployment leaves when it is killed. Pure. */
export const lockedFinding = (check: string, what: string, lock: string, namespace: string, command: string): Finding =>
  failed(
    check,
    `${what} is locked: a deployment is under way, or one was killed`,
    `wait until it has ended; if none is under way: ${command} -n ${namespace} delete ${lock}`,
  );
