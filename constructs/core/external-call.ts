import { type AddressForm, addressOf } from '../../config/address';
import type { ExternalCall } from './component';

/**
 * The call that a request to an address is. Pure.
 *
 * @param form what the configuration's schema has the address be like
 * @throws RangeError for a text that is no such address
 */
export function externalCall(text: string, form: AddressForm, purpose: string): ExternalCall {
  const { host, port } = addressOf(text, form);
  if (port === undefined) throw new RangeError(`${text} has no port`);
  return { host, port, purpose };
}
