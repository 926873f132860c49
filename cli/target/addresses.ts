import { table } from '../terminal/output';

/** Something of the platform that is reached from the host. */
export interface Address {
  readonly component: string;
  readonly endpoint: string;
  readonly url: string;
  /** Whether people open it in a browser. */
  readonly userInterface: boolean;
}

/** The addresses for people, in two columns. */
export function formatAddresses(addresses: readonly Address[]): string {
  return table(
    addresses.map(({ component, endpoint, url, userInterface }) => [
      `  ${userInterface || endpoint === 'http' ? component : `${component} ${endpoint}`}`,
      url,
    ]),
  );
}
