import type { TraceBackend } from './backends';

/** What a test asks a store of traces. */
export interface TraceStore {
  /** Ids of traces that a service takes part in, or of those with one of its operations. */
  readonly ids: (service: string, limit: number, operation?: string) => Promise<ReadonlySet<string>>;
  /** Everything stored of a service's traces, a hundred at most, as text. */
  readonly text: (service: string) => Promise<string>;
}

/** Asks a store for JSON. */
export type Get = (path: string, parameters?: Readonly<Record<string, string>>) => Promise<unknown>;

/** How far back is looked, in seconds: longer than the suite takes. */
const LOOKBACK = 7_200;

export function traceStore(backend: TraceBackend, get: Get): TraceStore {
  switch (backend) {
    case 'jaeger':
      return jaeger(get);
    case 'tempo':
      return tempo(get);
  }
}

function jaeger(get: Get): TraceStore {
  const search = (service: string, limit: number, operation: Readonly<Record<string, string>> = {}) =>
    get('/api/traces', { service, ...operation, limit: String(limit), lookback: `${LOOKBACK}s` }) as Promise<{
      readonly data: readonly { readonly traceID: string }[] | null;
    }>;
  return {
    ids: async (service, limit, operation) => {
      const { data } = await search(service, limit, operation === undefined ? {} : { operation });
      return new Set((data ?? []).map(({ traceID }) => traceID));
    },
    text: async (service) => JSON.stringify(await search(service, 100)),
  };
}

/** https://grafana.com/docs/tempo/v2.10.x/api_docs/ */
function tempo(get: Get): TraceStore {
  const ids: TraceStore['ids'] = async (service, limit, operation) => {
    const conditions = [
      `resource.service.name=${JSON.stringify(service)}`,
      ...(operation === undefined ? [] : [`name=${JSON.stringify(operation)}`]),
    ];
    const now = Math.floor(Date.now() / 1_000);
    const { traces = [] } = (await get('/api/search', {
      q: `{ ${conditions.join(' && ')} }`,
      limit: String(limit),
      // Without a time it looks at what the ingester holds alone.
      start: String(now - LOOKBACK),
      end: String(now + 60),
    })) as { readonly traces?: readonly { readonly traceID: string }[] };
    // It leaves out zeros at the start: https://github.com/grafana/tempo/issues/4723
    return new Set(traces.map(({ traceID }) => traceID.padStart(32, '0')));
  };
  return {
    ids,
    text: async (service) => {
      const traces: unknown[] = [];
      // One after the other: its queue of questions is short.
      for (const id of await ids(service, 100)) traces.push(await get(`/api/v2/traces/${id}`));
      return JSON.stringify(traces);
    },
  };
}
