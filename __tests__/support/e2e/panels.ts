import type { EnvironmentConfig } from '../../../config/schema/environment';
import { dashboards } from '../../../dashboards';
import { type LocatedQuery, modelOf, queriesOf, substituted, type TargetModel } from '../dashboards';
import type { Ports } from './backends';

/** Dashboard and title of a panel. */
const panelOf = ({ place }: LocatedQuery): string => place.replace(/ \/ [A-Z]+$/, '');

/** All panels of some environments' dashboards, each once. */
export const panelsOfAll = (configs: readonly EnvironmentConfig[]): readonly string[] => [
  ...new Set(configs.flatMap((config) => queriesOf(dashboards(config)).map(panelOf))),
];

/** What a store answers to a query: how many results, or why none. */
export type Answer = { readonly results: number } | { readonly error: string };

/** Asks stores what Grafana would ask them for a dashboard that shows the last minutes. */
export class PanelQueries {
  constructor(
    private readonly ports: Ports,
    /** Services whose traces a search of one service looks for. */
    private readonly services: readonly string[],
    private readonly shown = 600,
  ) {}

  /** What a panel's query gets. */
  async ask(target: TargetModel): Promise<Answer> {
    switch (target.datasource.type) {
      case 'prometheus':
        return this.prometheus(substituted(target.expr ?? ''), target.instant === true);
      case 'loki':
        return this.loki(substituted(target.expr ?? ''), target.queryType === 'instant');
      case 'jaeger':
        return this.jaeger(target);
      case 'tempo':
        return this.tempo(substituted(target.query ?? ''));
      default:
        return { error: `nothing here answers ${target.datasource.type}` };
    }
  }

  /** Numbers; what is not one is nothing to see. */
  prometheus(query: string, instant = true): Promise<Answer> {
    return this.vector(this.ports.prometheus, '/api/v1', query, instant, `${Math.floor(Date.now() / 1_000)}`, 1);
  }

  loki(query: string, instant = false): Promise<Answer> {
    return this.vector(this.ports.loki, '/loki/api/v1', query, instant, `${BigInt(Date.now()) * 1_000_000n}`, 1_000_000_000);
  }

  private async vector(port: number, path: string, query: string, instant: boolean, now: string, second: number): Promise<Answer> {
    const start = `${BigInt(now) - BigInt(this.shown) * BigInt(second)}`;
    const parameters = instant ? { query, time: now } : { query, start, end: now, step: '15' };
    return this.answer(port, `${path}/${instant ? 'query' : 'query_range'}`, parameters, (data) => {
      const { result } = data as {
        result: readonly { value?: readonly [number, string]; values?: readonly (readonly [unknown, string])[] }[];
      };
      return result.filter(({ value, values = [] }) =>
        [...(value === undefined ? [] : [value]), ...values].some(([, text]) => text !== 'NaN'),
      ).length;
    });
  }

  /** Grafana turns tags in logfmt into the object that Jaeger takes. */
  private async jaeger({ tags, minDuration }: TargetModel): Promise<Answer> {
    const pairs = (tags ?? '').split(' ').flatMap((tag) => (tag === '' ? [] : [tag.split('=') as [string, string]]));
    const answers = await Promise.all(
      this.services.map((service) =>
        this.answer(
          this.ports.traces,
          '/api/traces',
          {
            service,
            limit: '50',
            lookback: '1h',
            ...(pairs.length === 0 ? {} : { tags: JSON.stringify(Object.fromEntries(pairs)) }),
            ...(minDuration === undefined ? {} : { minDuration }),
          },
          (data) => (data as readonly unknown[] | null)?.length ?? 0,
        ),
      ),
    );
    return answers.find((answer) => 'error' in answer || answer.results > 0) ?? { results: 0 };
  }

  /** TraceQL. https://grafana.com/docs/tempo/v2.10.x/api_docs/#search */
  private async tempo(query: string): Promise<Answer> {
    const end = Math.floor(Date.now() / 1_000);
    const asked = await this.get(this.ports.traces, '/api/search', { q: query, limit: '20', start: `${end - this.shown}`, end: `${end}` });
    if ('error' in asked) return asked;
    return { results: (asked.body as { readonly traces?: readonly unknown[] }).traces?.length ?? 0 };
  }

  private async answer(
    port: number,
    path: string,
    parameters: Readonly<Record<string, string>>,
    count: (data: unknown) => number,
  ): Promise<Answer> {
    const asked = await this.get(port, path, parameters);
    return 'error' in asked ? asked : { results: count((asked.body as { readonly data: unknown }).data) };
  }

  private async get(
    port: number,
    path: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<{ readonly body: unknown } | { readonly error: string }> {
    const response = await fetch(`http://127.0.0.1:${port}${path}?${new URLSearchParams(parameters)}`, {
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) return { error: `${response.status}: ${text.slice(0, 300)}` };
    return { body: JSON.parse(text) };
  }
}

/** What the panels of an environment show. */
export interface Shown {
  readonly panels: readonly string[];
  readonly without: readonly string[];
  readonly failed: readonly string[];
}

/** Asks every query of every panel of an environment, and of the variables of its dashboards. */
export async function showPanels(config: EnvironmentConfig, queries: PanelQueries): Promise<Shown> {
  const all = dashboards(config);
  const seen = new Map<string, boolean>();
  const failed: string[] = [];
  for (const query of queriesOf(all)) {
    const panel = panelOf(query);
    const answer = await queries.ask(query.target);
    if ('error' in answer) failed.push(`${query.place}: ${answer.error}`);
    seen.set(panel, seen.get(panel) === true || ('results' in answer && answer.results > 0));
  }
  for (const dashboard of all) {
    for (const { name, query } of modelOf(dashboard).templating.list) {
      const [, selector] = /^label_values\((.+), \w+\)$/.exec(typeof query === 'string' ? '' : `${query.query ?? ''}`) ?? [];
      if (selector === undefined) continue;
      const answer = await queries.prometheus(substituted(selector));
      if ('error' in answer || answer.results === 0)
        failed.push(`${dashboard.uid} / $${name}: ${'error' in answer ? answer.error : 'no values'}`);
    }
  }
  return { panels: [...seen.keys()], without: [...seen].flatMap(([panel, has]) => (has ? [] : [panel])), failed };
}
