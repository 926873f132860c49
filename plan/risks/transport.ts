import { isRecord, type Json, list, record, records, text, texts } from '../lenient';

/** Something that a component sends in the clear, or to whoever answers. */
export interface Insecurity {
  /** Where it says so: a key path of a file, an argument, a variable. */
  readonly where: string;
  /** The rest of a sentence that begins with the component. */
  readonly text: string;
}

/** What a component sends over connections that nobody guards. Between components of the platform that is as it should be: their network is their own. */
export const insecurities = (component: Json): readonly Insecurity[] => [
  ...records(component['files']).flatMap((file) => inFile(file['data'], '')),
  ...texts(component['args']).flatMap((argument) => inAddress(argument, argument.replace(/=.*$/s, ''))),
  ...Object.entries(record(component['environment'])).flatMap(([name, value]) => inAddress(text(value), name)),
];

/** Keys by which programs believe every certificate. */
const UNVERIFIED =
  /^(insecure_skip_verify|tls_insecure_skip_verify|tlsSkipVerify|tls_skip_verify_insecure|skip_verify|tlsSkipVerifyInsecure)$/;

/** Sections in which an address is somebody else's. */
const OUTSIDE = /^(remote_write|receivers)\[/;

function inFile(value: unknown, path: string): readonly Insecurity[] {
  if (Array.isArray(value)) return list(value).flatMap((item, index) => inFile(item, `${path}[${nameOf(item) || index}]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const where = path === '' ? key : `${path}.${key}`;
    if (UNVERIFIED.test(key) && (child === true || child === 'true')) return [{ where, text: 'takes every certificate for the right one' }];
    if (key === 'require_tls' && child === false) return [{ where, text: 'sends mail without encryption when the server has none' }];
    if (OUTSIDE.test(path) && (key === 'url' || key === 'api_url')) return inOutsideAddress(text(child), where);
    return inFile(child, where);
  });
}

const nameOf = (item: unknown): string => (isRecord(item) ? text(item['name']) : '');

const inOutsideAddress = (address: string, where: string): readonly Insecurity[] =>
  address.startsWith('http://') ? [{ where, text: 'sends without encryption' }] : [];

/** Databases, to which exporters give a password. */
function inAddress(value: string, where: string): readonly Insecurity[] {
  if (/sslmode=(disable|allow|prefer)\b/.test(value))
    return [{ where, text: 'talks to its database without encryption when the database offers none' }];
  if (/(^|=)(--?)?[\w.-]*skip-tls-verification(=true)?$/.test(value)) return [{ where, text: 'takes every certificate for the right one' }];
  return /(^|=)redis:\/\//.test(value) ? [{ where, text: 'talks to its database without encryption' }] : [];
}
