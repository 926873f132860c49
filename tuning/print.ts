/** Code that stands where a value is: the name of a constant. */
export class Expression {
  constructor(readonly code: string) {}
}

/** A value as people write it in TypeScript, on one line: `{ memory: '1GiB', cpu: 0.5 }`. Pure. */
export function printValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
    case 'number':
      return printNumber(value);
    case 'object':
      if (value === null) return 'null';
      if (value instanceof Expression) return value.code;
      if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
      return printObject(Object.entries(value));
    default:
      return String(value);
  }
}

const printObject = (entries: readonly (readonly [string, unknown])[]): string =>
  entries.length === 0 ? '{}' : `{ ${entries.map(([key, child]) => printProperty(key, child)).join(', ')} }`;

/** A key with its value, in short where a constant has the key's name. */
export const printProperty = (key: string, value: unknown): string =>
  value instanceof Expression && value.code === key ? key : `${printKey(key)}: ${printValue(value)}`;

/** A key, in quotes only where it needs them. */
const printKey = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : printValue(key));

/** From ten thousand on with separators, which people can read. */
const printNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 10_000 && Math.abs(value) < 1e15
    ? String(value).replace(/\B(?=(?:\d{3})+$)/g, '_')
    : String(value);
