import { isIPv4, isIPv6 } from 'node:net';

/** The parts of an address: `scheme://host:port/path?query`. */
export interface Address {
  /** Without `://`; absent where the form has none. */
  readonly scheme?: string;
  /** A name, an IPv4 address, or an IPv6 address in its brackets. */
  readonly host: string;
  /** The one that is written, or that of the form or the scheme. */
  readonly port: number | undefined;
  /** With the slash it begins with and with the query; '' for none. */
  readonly path: string;
}

/** What an address must be like, where it is asked for. */
export interface AddressForm {
  /** One that is right, for messages. */
  readonly example: string;
  /** Schemes of which one must be there, each with its own port. Absent: it begins with the host. */
  readonly schemes?: Readonly<Record<string, number | undefined>>;
  /** Whether a port must or may be written; a number is that of an address without one. */
  readonly port: 'required' | 'optional' | 'none' | number;
  /** What may follow the host and its port, and the rule for it: `must …`. Absent: nothing. */
  readonly path?: { readonly pattern: RegExp; readonly rule: string };
  /** Where a user and a password go instead, as the rest of a sentence. */
  readonly credentials?: string;
}

/** An address, or the rule that it does not keep: `must …`, with the fix. */
export type ReadAddress = { readonly address: Address } | { readonly rule: string };

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;
const AUTHORITY = /^[^/?#\\]*/;
const HOST_AND_PORT = /^(\[[^\]]*\]|[^:[\]]*)(?::([^:]*))?$/;

/**
 * The one reader of addresses. It takes less than either Go or JavaScript do, so that both agree on what it takes: names of letters, digits, hyphens
 * and underscores, no user, ports from 1 to 65535. Pure.
 */
export function readAddress(text: string, form: AddressForm): ReadAddress {
  const { example, schemes } = form;
  const refused = (rule: string): ReadAddress => ({ rule: `${rule}, as in "${example}"` });
  const [start = '', scheme] = SCHEME.exec(text) ?? [];
  if (schemes === undefined && scheme !== undefined) return refused('must begin with the host, without a scheme');
  if (schemes !== undefined && (scheme === undefined || !Object.hasOwn(schemes, scheme)))
    return refused(
      `must begin with ${Object.keys(schemes)
        .map((name) => `${name}://`)
        .join(' or ')}`,
    );
  const rest = text.slice(start.length);
  const [authority = ''] = AUTHORITY.exec(rest) ?? [];
  const path = rest.slice(authority.length);
  if (authority.includes('@'))
    return refused(`must have no user and no password${form.credentials === undefined ? '' : ` (${form.credentials})`}`);
  const [, host, port] = HOST_AND_PORT.exec(authority) ?? [];
  if (host === undefined || !isHost(host)) return refused(hostRule(authority));
  if (port === undefined ? form.port === 'required' : form.port === 'none' || !isPort(port)) return refused(portRule(form));
  if (form.path === undefined && path !== '') return refused('must end behind the host');
  if (form.path !== undefined && !form.path.pattern.test(path)) return refused(form.path.rule);
  const presetPort = typeof form.port === 'number' ? form.port : schemes?.[scheme ?? ''];
  return { address: { ...(scheme === undefined ? {} : { scheme }), host, port: port === undefined ? presetPort : Number(port), path } };
}

/** Reads an address that a schema has checked. @throws RangeError for one that it would have refused */
export function addressOf(text: string, form: AddressForm): Address {
  const read = readAddress(text, form);
  if ('rule' in read) throw new RangeError(`${text} ${read.rule}`);
  return read.address;
}

const portRule = ({ port }: AddressForm): string => (port === 'none' ? 'must have no port' : 'must have a port from 1 to 65535');

function hostRule(authority: string): string {
  if (authority === '') return 'must have a host';
  if (/[^\p{ASCII}]/u.test(authority)) return 'must have a host of ASCII letters, which other names have as xn--…';
  if (isIPv6(authority) || /^[0-9a-fA-F]*:[0-9a-fA-F:]+$/.test(authority)) return 'must have an IPv6 address in brackets';
  return 'must have the name or the address of a host';
}

const isPort = (text: string): boolean => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535;

/** A host's name has labels of up to 63 characters; containers' and services' have underscores. https://datatracker.ietf.org/doc/html/rfc1123#section-2 */
const NAME = /^(?=.{1,253}$)[A-Za-z0-9_](?:[\w-]{0,61}[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[\w-]{0,61}[A-Za-z0-9_])?)*\.?$/;

/** What ends in a number is an IPv4 address or nothing: https://url.spec.whatwg.org/#ends-in-a-number-checker */
const NUMERIC_END = /(?:^|\.)(?:\d+|0[xX][0-9a-fA-F]*)\.?$/;

function isHost(host: string): boolean {
  if (host.startsWith('[')) return isIPv6(host.slice(1, -1)) && !host.includes('%');
  return NUMERIC_END.test(host) ? isIPv4(host) : NAME.test(host);
}
