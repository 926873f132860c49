import type { Endpoint } from '../../constructs/core/component';
import type { Platform } from '../../constructs/core/platform';
import type { Finding } from '../docker/preflight';

type Paint = (text: string) => string;

/** Colours of the terminal; each leaves the text as it is where there is none. */
export interface Colours {
  readonly green: Paint;
  readonly yellow: Paint;
  readonly red: Paint;
  readonly dim: Paint;
  readonly bold: Paint;
}

/**
 * Colours for a stream: only on a terminal, and not where NO_COLOR is set or the terminal is dumb.
 *
 * @see https://no-color.org
 */
export function coloursFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env): Colours {
  const on = stream.isTTY === true && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
  const paint =
    (start: number, end: number): Paint =>
    (text) =>
      on ? `\u001b[${start}m${text}\u001b[${end}m` : text;
  return { green: paint(32, 39), yellow: paint(33, 39), red: paint(31, 39), dim: paint(2, 22), bold: paint(1, 22) };
}

/** Writes a line of a command's result. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Writes a line about what is going on: it is not part of the result. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Writes the result for a machine. */
export const printJson = (value: unknown): void => print(JSON.stringify(value, undefined, 2));

/** Rows in columns of equal width, two blanks apart; the first row is the header. No blanks at the end of a line. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<readonly number[]>((known, row) => row.map((cell, column) => Math.max(known[column] ?? 0, cell.length)), []);
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const SIGNS = { ok: '✔', warning: '!', failed: '✖' } as const;

/** One line per finding, and below it the fix where there is one. */
export function formatFindings(findings: readonly Finding[], colours: Colours): string {
  const sign = {
    ok: colours.green(SIGNS.ok),
    warning: colours.yellow(SIGNS.warning),
    failed: colours.red(SIGNS.failed),
  };
  return findings
    .flatMap(({ status, message, fix }) => [
      `${sign[status]} ${message}`,
      ...(status === 'ok' || fix === undefined ? [] : [`  ${colours.dim('→')} ${fix}`]),
    ])
    .join('\n');
}

/** Something of the platform that is reached from the host. */
export interface Address {
  readonly component: string;
  readonly endpoint: string;
  readonly url: string;
  /** Whether people open it in a browser. */
  readonly userInterface: boolean;
}

/** Every endpoint with a port on the host; those that people open come first. */
export function addressesOf(platform: Platform): readonly Address[] {
  const addresses = platform.components.flatMap(({ name, endpoints }) =>
    endpoints.flatMap((endpoint) => {
      const url = publishedUrl(platform, endpoint);
      return url === undefined ? [] : [{ component: name, endpoint: endpoint.name, url, userInterface: endpoint.userInterface === true }];
    }),
  );
  return [...addresses.filter(({ userInterface }) => userInterface), ...addresses.filter(({ userInterface }) => !userInterface)];
}

/** Where this machine reaches an endpoint; undefined when it has no port on the host. */
export function publishedUrl({ config }: Platform, endpoint: Endpoint): string | undefined {
  if (endpoint.publishedPort === undefined || config.target.kind !== 'docker') return undefined;
  return `http://${reachable(config.target.publishedAddress)}:${endpoint.publishedPort}`;
}

/** An address to connect to, for one to listen on. */
function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return address.includes(':') ? `[${address}]` : address;
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

/** `1 container`, `2 containers` */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** Bytes in the unit that people compare with a limit: `87 MiB`. */
export const mebibyteText = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MiB`;
