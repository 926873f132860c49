import * as z from 'zod';

const regularExpressionSchema = z.string().superRefine((pattern, context) => {
  const problem = expressionProblem(pattern);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

/** RE2, which the collector uses, has no look-around and no back-references; JavaScript finds what is no expression at all. */
function expressionProblem(pattern: string): string | undefined {
  if (pattern === '') return 'must not be empty: it would match everything';
  if (/\(\?<?[=!]/.test(pattern)) return 'must have no look-ahead or look-behind: the collector uses RE2, which lacks them';
  if (/(?<!\\)(?:\\\\)*\\[1-9]/.test(pattern)) return 'must have no back-reference: the collector uses RE2, which lacks them';
  const unknown = unknownEscape(pattern);
  if (unknown !== undefined) return `must have no escape ${unknown}: the collector uses RE2, which lacks it`;
  if (/(?<!\\)(?:\\\\)*\[\^?\]/.test(pattern)) return 'must have no empty class: the collector uses RE2, which lacks them';
  const count = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, least, most]) => [Number(least), Number(most ?? 0)]);
  if (count.some((times) => times > 1_000)) return 'must repeat nothing more than 1000 times: the collector uses RE2, which takes no more';
  try {
    new RegExp(inJavaScript(pattern));
    return undefined;
  } catch (error) {
    // Its message repeats the pattern, which may be long or have control characters.
    const reason = error instanceof Error ? error.message.split(': ').at(-1) : undefined;
    return `must be a regular expression: ${reason ?? 'it cannot be read'}`;
  }
}

/** An escape by a letter that means nothing to RE2, where JavaScript takes it for the letter itself. */
function unknownEscape(pattern: string): string | undefined {
  const escapes = [...pattern.matchAll(/\\([\s\S])/g)].map(([, letter]) => letter ?? '');
  const unknown = escapes.find((letter) => !/[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]|[0aAbBCdDEfnpPQrsStvwWxz]/.test(letter));
  return unknown === undefined ? undefined : `\\${unknown}`;
}

/** What only the two spell differently, as JavaScript spells it: leading flags and named groups. */
const inJavaScript = (pattern: string): string =>
  pattern
    .replace(/^\(\?[imsU]+\)/, '')
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\(\?[imsU-]+:/g, '(?:');

/**
 * Attributes that hold an enumeration, a number, an address or a constant of the code by the semantic conventions. Looking for
 * secrets in them would take a third of all the processor time that redaction takes.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/
 */
const UNCHECKED_KEYS: readonly string[] = [
  'client.address',
  'client.port',
  'container.id',
  'db.collection.name',
  'db.namespace',
  'db.operation.name',
  'db.query.summary',
  'db.system',
  'db.system.name',
  'deployment.environment.name',
  'error.type',
  'exception.type',
  'host.arch',
  'http.request.method',
  'http.request.resend_count',
  'http.response.status_code',
  'http.route',
  'k8s.pod.uid',
  'log.iostream',
  'messaging.operation.type',
  'messaging.system',
  'network.local.address',
  'network.peer.address',
  'network.peer.port',
  'network.protocol.name',
  'network.protocol.version',
  'network.transport',
  'network.type',
  'os.type',
  'process.pid',
  'process.runtime.name',
  'process.runtime.version',
  'rpc.grpc.status_code',
  'rpc.method',
  'rpc.service',
  'rpc.system',
  'server.address',
  'server.port',
  'service.instance.id',
  'service.name',
  'service.namespace',
  'service.version',
  'telemetry.sdk.language',
  'telemetry.sdk.name',
  'telemetry.sdk.version',
  'thread.id',
  'url.scheme',
];

/** What is masked before anything is stored. Added patterns join the built-in ones; `builtIn: false` leaves those out. */
export const redactionSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether credentials and personal data are masked in attributes and log bodies.'),
    builtIn: z
      .boolean()
      .default(true)
      .describe(
        'Whether the built-in patterns apply: authorization headers, tokens, API keys, passwords in URLs, e-mail addresses, card numbers.',
      ),
    keys: z.array(regularExpressionSchema).default([]).describe('Attributes whose key matches are masked whole (RE2, case-insensitive).'),
    values: z
      .array(regularExpressionSchema)
      .default([])
      .describe('What matches in any value is masked (RE2). One that begins with fixed text costs a tenth of one that does not.'),
    uncheckedKeys: z
      .array(z.string().min(1, { error: 'must be the name of an attribute' }))
      .default([...UNCHECKED_KEYS])
      .describe('Attributes that are never looked at, because their conventions leave no room for a secret. An empty list looks at all.'),
  })
  .prefault({});
