import * as z from 'zod';
import { readExpression } from '../expression/read';

/** An expression by which values are masked, as the collector reads it; `fold`: whatever the case is. */
const maskSchema = (fold: boolean) =>
  z.string({ error: 'must be a regular expression, such as "ticket-[0-9]+"' }).superRefine((pattern, context) => {
    const rule = maskProblem(pattern, fold);
    if (rule !== undefined) context.addIssue({ code: 'custom', message: rule });
  });

function maskProblem(pattern: string, fold: boolean): string | undefined {
  if (pattern === '') return 'must not be empty: it would match everything';
  const expression = readExpression(pattern, fold);
  if (!expression.isValid) return expression.rule;
  if (expression.matchesEmpty)
    return 'must not match where nothing is, since it would mask everything: say what is masked, x+ in place of x*';
  if (expression.matchesAnyLetter) return 'must not match any letter, since it would mask everything: say what stands before or behind it';
  return undefined;
}

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
    keys: z.array(maskSchema(true)).default([]).describe('Attributes whose key matches are masked whole (RE2, case-insensitive).'),
    values: z
      .array(maskSchema(false))
      .default([])
      .describe('What matches in any value is masked (RE2). One that begins with fixed text costs a tenth of one that does not.'),
    allowedValues: z
      .array(maskSchema(false))
      .default([])
      .describe(
        'Values that are left as they are when one of these matches all of them (RE2), such as numbers of orders that look like cards.',
      ),
    uncheckedKeys: z
      .array(z.string().min(1, { error: 'must be the name of an attribute' }))
      .default([...UNCHECKED_KEYS])
      .describe('Attributes that are never looked at, because their conventions leave no room for a secret. An empty list looks at all.'),
  })
  .prefault({});
