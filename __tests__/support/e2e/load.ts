import type { ServiceContainer } from './services';
import type { Sender } from './telemetry';

/** What calls of models cost, by whatever they are told apart by. */
export type Dollars = Readonly<Record<string, number>>;

/** One call of a model, and what it costs by what is known of the model. */
interface Call {
  readonly tenant: string;
  readonly user: string;
  readonly model: string;
  readonly words: number;
  readonly answer: number;
}

/**
 * Dollars for a million tokens sent and received. The list prices of two models, one of them by the date of its version too; what the example
 * says itself of its own model. Written down here once more: that they are taken from the table is what is tested.
 */
const PRICES: Readonly<Record<string, readonly [sent: number, received: number]>> = {
  'gpt-4o': [2.5, 10],
  'gpt-4o-2024-08-06': [2.5, 10],
  'gpt-4o-mini': [0.15, 0.6],
  'in-house': [0, 100],
};

const TENANTS = ['acme', 'globex', 'initech'] as const;
export const CALLS = 300;

const of = <T>(list: readonly T[], index: number, otherwise: T): T => list[index % list.length] ?? otherwise;

/** Calls of every model by every tenant, each with another number of tokens. */
const calls: readonly Call[] = Array.from({ length: CALLS }, (_, index) => ({
  tenant: of(TENANTS, index, 'acme'),
  user: `user-${index % 7}`,
  model: of(Object.keys(PRICES), Math.floor(index / 3), 'gpt-4o'),
  words: 5 + (index % 41),
  answer: 50 + ((index * 37) % 900),
}));

const costOf = ({ model, words, answer }: Call): number => {
  const [sent, received] = PRICES[model] ?? [0, 0];
  return (words * sent + answer * received) / 1e6;
};

/** What the calls of the script cost by tenant, model or user. */
export function spentBy(key: 'tenant' | 'model' | 'user'): Dollars {
  const sums: Record<string, number> = {};
  for (const call of calls) sums[call[key]] = (sums[call[key]] ?? 0) + costOf(call);
  return sums;
}

/** Does things in groups of ten, so that a service works on several at a time. */
async function inTens(tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (let start = 0; start < tasks.length; start += 10) await Promise.all(tasks.slice(start, start + 10).map((task) => task()));
}

const times = (count: number, task: (index: number) => Promise<number>, expected: number): readonly (() => Promise<void>)[] =>
  Array.from({ length: count }, (_, index) => async () => {
    const status = await task(index);
    if (status !== expected) throw new Error(`the answer was ${status}, not ${expected}`);
  });

const headers = (tenant: string, user: string) => ({ 'x-tenant-id': tenant, 'x-user-id': user, 'x-cost-center': 'research' });
const SOMEBODY = headers('acme', 'user-1');

/** Calls of models, slow calls, a workflow that fails more often than not: more than a tenth of all requests fail. */
export async function loadModels(service: ServiceContainer): Promise<void> {
  const chat = (call: Call) => async (): Promise<void> => {
    const body = { prompt: Array.from({ length: call.words }, () => 'word').join(' '), model: call.model, max_tokens: call.answer };
    const status = await service.request('POST', '/chat', headers(call.tenant, call.user), body);
    if (status !== 200) throw new Error(`/chat: ${status}`);
  };
  for (let part = 0; part < 4; part++) {
    await inTens(calls.filter((_, index) => index % 4 === part).map(chat));
    await inTens(times(20, () => service.request('POST', '/workflows/summary?fail=true', SOMEBODY), 500));
    await inTens(times(3, () => service.request('POST', '/workflows/summary', SOMEBODY), 200));
    await inTens(times(10, () => service.request('GET', '/slow?seconds=1.6', SOMEBODY), 200));
  }
}

/** Ordinary requests, with errors and failed logins among them. */
export async function loadGateway(service: ServiceContainer): Promise<void> {
  for (let part = 0; part < 4; part++) {
    await inTens(times(20, (index) => service.request('GET', `/items/${index}`, SOMEBODY), 200));
    await inTens(times(10, () => service.request('POST', '/workflows/nightly?fail=true', SOMEBODY), 500));
    await inTens(times(10, () => service.request('POST', '/login?user=eve&password=guess', SOMEBODY), 401));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

/** A service that is well. */
export async function loadOrders(service: ServiceContainer): Promise<void> {
  for (let part = 0; part < 4; part++) {
    await inTens(times(10, () => service.request('POST', '/orders', SOMEBODY), 201));
    await inTens(times(2, () => service.request('POST', '/workflows/import', SOMEBODY), 200));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

/** What a service does in its last moments: everything fails, and somebody guesses passwords. */
export async function failAtOnce(service: ServiceContainer): Promise<void> {
  await inTens(times(60, () => service.request('POST', '/workflows/import?fail=true', SOMEBODY), 500));
  await inTens(times(30, () => service.request('POST', '/login?user=eve&password=guess', SOMEBODY), 401));
}

/** What the examples have no route for, and stores that refuse something, so that panels of both have something to show. */
export async function sendRareThings(sender: Sender): Promise<void> {
  const event = (kind: string) => ({ service: 'api-gateway', body: `request refused: ${kind}`, attributes: { 'security.event': kind } });
  await sender.logs([event('rate_limit'), event('suspicious')]);
  await sender.spans([{ service: 'api-gateway', name: 'charge a card', client: true, error: true }]);
  // Loki takes nothing that is older than a week.
  await sender.logs([{ service: 'api-gateway', body: 'from long ago', ageDays: 30 }]);
}
