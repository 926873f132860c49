import { types } from 'node:util';
import * as z from 'zod';

/** How long a server on a published port may take for one answer. */
const PATIENCE_MS = 5_000;

/** The body of a 2xx answer. @throws Error that says what the server did instead */
export async function getText(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
    body = await response.text();
  } catch (error) {
    throw new Error(`${url} ${unreachable(error)}`);
  }
  if (!response.ok) throw new HttpError(url, response.status, body);
  return body;
}

/** The JSON of a 2xx answer, as a schema describes it. @throws Error that says what came instead */
export async function getJson<T extends z.ZodType>(
  url: string,
  schema: T,
  headers: Readonly<Record<string, string>> = {},
): Promise<z.output<T>> {
  const text = await getText(url, { accept: 'application/json', ...headers });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${url} answered with something else than JSON: ${excerpt(text)}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`${url} answered with JSON of another form: ${excerpt(z.prettifyError(parsed.error))}`);
  return parsed.data;
}

/** An answer other than 2xx. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    url: string,
    readonly status: number,
    body: string,
  ) {
    super(`${url} answered ${status}${body.trim() === '' ? '' : `: ${excerpt(body)}`}`);
  }
}

function unreachable(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return `did not answer within ${PATIENCE_MS / 1_000} s`;
  if (!types.isNativeError(error)) return `cannot be reached: ${String(error)}`;
  // fetch says only "fetch failed"; the reason is in its cause.
  const cause = types.isNativeError(error.cause) && 'code' in error.cause ? String(error.cause.code) : error.message;
  return `cannot be reached: ${cause}`;
}

const excerpt = (text: string): string => {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 160 ? `${line.slice(0, 157)}...` : line;
};
