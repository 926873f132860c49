import { boundPattern } from '../config/latency';
import type { EnvironmentConfig } from '../config/schema/environment';
import { seconds } from '../config/units';
import type { DashboardOf, Row } from './definition';
import { serviceLinks } from './links';
import { graph, list, number } from './panels';
import { CALLS, DURATION, FAILED, SELECTED, SERVER, select, share } from './promql';
import { metric } from './queries';

const increase = (name: string, window: string, ...matchers: readonly string[]): string =>
  `sum by (service_name) (increase(${select(name, ...matchers)}[${window}]))`;

const failedShare = (window: string, ...matchers: readonly string[]): string =>
  share(increase(CALLS, window, ...matchers, FAILED), increase(CALLS, window, ...matchers));

type Service = EnvironmentConfig['services'][number];
type Objectives = NonNullable<Service['objectives']>;

/** Service level objectives of the catalogue: what is kept, what is left of the error budgets, how fast they burn. */
export const slo: DashboardOf = (config) => ({
  uid: 'slo',
  title: 'SLO',
  description: 'Objectives of services: availability and latency against what was promised, and how fast the error budget is used up.',
  folder: 'Services',
  from: 'now-24h',
  rows: [
    {
      title: 'All services',
      panels: [
        graph({
          title: 'Availability, 1 h',
          description: 'Share of requests in the last hour that did not fail.',
          unit: 'percentunit',
          queries: [metric(`1 - ${failedShare('1h', ...SELECTED, SERVER)}`, '{{service_name}}')],
          links: serviceLinks(config),
        }),
        list({
          title: 'Availability by window',
          description: 'Share of requests that did not fail in an hour, a day and a week.',
          unit: 'percentunit',
          height: 8,
          queries: ['1h', '1d', '7d'].map((window) => metric(`1 - ${failedShare(window, ...SELECTED, SERVER)}`, window)),
          links: serviceLinks(config, 'row'),
        }),
      ],
    },
    ...config.services.flatMap(({ name, objectives }) => (objectives === undefined ? [] : [objectiveRow(name, objectives)])),
  ],
});

/** https://sre.google/workbook/alerting-on-slos/ */
function objectiveRow(service: string, { availability, latency, window }: Objectives): Row {
  const of = [`service_name="${service}"`, SERVER];
  // 1 - 0.999 is not 0.001 in binary.
  const budget = Number((1 - availability).toPrecision(12));
  return {
    title: service,
    panels: [
      number({
        title: `Budget left: ${service}`,
        description: `What is left of the ${budget * 100} % of requests that may fail in ${window}.`,
        unit: 'percentunit',
        width: 6,
        height: 8,
        red: { below: 0 },
        queries: [metric(`1 - ${failedShare(window, ...of)} / ${budget}`)],
      }),
      graph({
        title: `Burn rate: ${service}`,
        description: `How many times faster than allowed the budget of ${window} is used up. At 1 it lasts exactly as long; at 14.4 it is gone in two days of thirty.`,
        unit: 'short',
        width: 9,
        red: { above: 14.4 },
        queries: ['5m', '1h', '6h'].map((span) => metric(`${failedShare(span, ...of)} / ${budget}`, span)),
      }),
      ...(latency === undefined
        ? []
        : [
            graph({
              title: `Requests in time: ${service}`,
              description: `Share of requests that take no longer than ${latency.threshold}; promised are ${latency.ratio}.`,
              unit: 'percentunit',
              width: 9,
              red: { below: latency.ratio },
              queries: [
                metric(
                  `sum(rate(${select(`${DURATION}_bucket`, ...of, `le=~"${boundPattern(seconds(latency.threshold))}"`)}[1h])) / sum(rate(${select(`${DURATION}_count`, ...of)}[1h]))`,
                  'in time',
                ),
              ],
            }),
          ]),
    ],
  };
}
