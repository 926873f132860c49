import { PATIENCE } from '../waiting';
import { type Ports, type TraceBackend, traceBackend } from './backends';
import { type TraceStore, traceStore } from './trace-stores';

/** What the stores of an environment hold, read through their own query interfaces. */
export class Stores {
  private readonly traceStore: TraceStore;

  constructor(
    private readonly ports: Ports,
    backend: TraceBackend = traceBackend,
  ) {
    this.traceStore = traceStore(backend, (path, parameters) => this.get(ports.traces, path, parameters));
  }

  /** The values of an instant query, each with its labels. */
  async metrics(query: string): Promise<readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]> {
    const { data } = (await this.get(this.ports.prometheus, '/api/v1/query', { query })) as {
      data: { result: readonly { metric: Record<string, string>; value: readonly [number, string] }[] };
    };
    return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  /** The value of a query that has one, 0 when it has none. */
  metric = async (query: string): Promise<number> => (await this.metrics(query))[0]?.value ?? 0;

  /** Log lines of the last hours with their labels. */
  async logs(
    query: string,
    limit = 5_000,
  ): Promise<readonly { readonly line: string; readonly labels: Readonly<Record<string, string>> }[]> {
    const since = `${(BigInt(Date.now()) - 7_200_000n) * 1_000_000n}`;
    const { data } = (await this.get(this.ports.loki, '/loki/api/v1/query_range', { query, limit: String(limit), start: since })) as {
      data: { result: readonly { stream: Record<string, string>; values: readonly (readonly [string, string])[] }[] };
    };
    return data.result.flatMap(({ stream, values }) => values.map(([, line]) => ({ line, labels: stream })));
  }

  /** Ids of the traces of a service, or of those with one of its operations. */
  traces = (service: string, limit = 10_000, operation?: string): Promise<ReadonlySet<string>> =>
    this.traceStore.ids(service, limit, operation);

  /** Everything stored of a service's traces, as text. */
  traceText = (service: string): Promise<string> => this.traceStore.text(service);

  /** A store's answer to any request. */
  async get(port: number, path: string, parameters: Readonly<Record<string, string>> = {}): Promise<unknown> {
    return JSON.parse(await this.text(port, path, parameters));
  }

  /** Asks a store to do something. */
  async post(port: number, path: string): Promise<void> {
    const { ok, status } = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', signal: AbortSignal.timeout(30_000) });
    if (!ok) throw new Error(`${path}: ${status}`);
  }

  async text(port: number, path: string, parameters: Readonly<Record<string, string>> = {}): Promise<string> {
    const query = new URLSearchParams(parameters).toString();
    const response = await fetch(`http://127.0.0.1:${port}${path}${query === '' ? '' : `?${query}`}`, {
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 500)}`);
    return text;
  }
}

/** Asks until an answer passes, and fails with the last one. */
export async function eventually<T>(what: string, ask: () => Promise<T>, passes: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (passes(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  const text =
    last instanceof Error
      ? last.message
      : JSON.stringify(last, (_, entry: unknown) => (entry instanceof Set ? `${entry.size} items` : entry));
  throw new Error(`${what}: not within ${PATIENCE / 1_000} s; last: ${text?.slice(0, 1_500)}`);
}
