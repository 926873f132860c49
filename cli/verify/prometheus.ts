import * as z from 'zod';
import { getJson } from './http';

const vectorSchema = z.object({
  data: z.object({
    resultType: z.literal('vector'),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

/** The values of an instant query: https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries */
export async function queryValues(url: string, query: string): Promise<readonly number[]> {
  const { data } = await getJson(`${url}/api/v1/query?${new URLSearchParams({ query })}`, vectorSchema);
  return data.result.map(({ value: [, text] }) => Number(text));
}

const targetsSchema = z.object({
  data: z.object({
    activeTargets: z.array(z.object({ scrapePool: z.string(), scrapeUrl: z.string(), health: z.string(), lastError: z.string() })),
  }),
});

/** What Prometheus scrapes, and how that went. */
export type ScrapeTarget = z.output<typeof targetsSchema>['data']['activeTargets'][number];

/** https://prometheus.io/docs/prometheus/latest/querying/api/#targets */
export const activeTargets = async (url: string): Promise<readonly ScrapeTarget[]> =>
  (await getJson(`${url}/api/v1/targets?state=active`, targetsSchema)).data.activeTargets;
