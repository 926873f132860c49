import type { ExternalCall } from './component';

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** The call that a request to an address is. @throws TypeError for a text that is no address */
export function externalCall(url: string, purpose: string): ExternalCall {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname, port: port === '' ? (DEFAULT_PORTS[protocol] ?? 443) : Number(port), purpose };
}
