import type { DashboardOf } from './definition';
import { serviceLinks } from './links';
import { graph, list, number } from './panels';
import { CALLS, counted, DURATION, FAILED, quantile, SELECTED, share, sumRate } from './promql';
import { column, metric, withExemplars } from './queries';

const TOKENS = 'gen_ai_usage_tokens_total';
const COST = 'gen_ai_cost_usd_total';
/** Services that call models: those of the catalogue whose type says so, or all when there is none. */
const TYPE = 'ai-ml';

/** Language models: tokens, what they cost, how fast and how reliable the services are that call them, and their workflows. */
export const aiMl: DashboardOf = (config) => {
  const services = config.services.filter(({ type }) => type === TYPE).map(({ name }) => name);
  const calling = [...SELECTED, ...(services.length === 0 ? [] : [`service_name=~"${services.join('|')}"`])];
  const calls = [...calling, 'span_kind=~"SPAN_KIND_(CLIENT|SERVER)"'];
  return {
    uid: 'ai-ml',
    title: 'AI/ML Metrics',
    description: 'Tokens and cost of language models, the speed and errors of services that call them, and the runs of their workflows.',
    folder: 'Business',
    from: 'now-6h',
    rows: [
      {
        title: 'Tokens',
        panels: [
          ...(['input', 'output'] as const).map((kind) =>
            number({
              title: kind === 'input' ? 'Tokens sent' : 'Tokens received',
              description: `Tokens of ${kind} in the time shown.`,
              unit: 'short',
              width: 6,
              queries: [metric(counted('', TOKENS, [...SELECTED, `gen_ai_token_type="${kind}"`]))],
            }),
          ),
          number({
            title: 'Cost of models',
            description: 'Dollars in the time shown.',
            unit: 'currencyUSD',
            width: 6,
            queries: [metric(counted('', COST, SELECTED))],
          }),
          number({
            title: 'Dollars for a million tokens',
            description: 'What a million tokens, sent and received, cost on average in the time shown.',
            unit: 'currencyUSD',
            width: 6,
            queries: [metric(`${counted('', COST, SELECTED)} / (${counted('', TOKENS, SELECTED)} > 0) * 1e6`)],
          }),
          graph({
            title: 'Tokens by model',
            description: 'Tokens a second, sent and received, of each model.',
            unit: 'cps',
            stacked: true,
            queries: [
              metric(
                sumRate('gen_ai_request_model, gen_ai_token_type', TOKENS, ...SELECTED),
                '{{gen_ai_request_model}} {{gen_ai_token_type}}',
              ),
            ],
          }),
          graph({
            title: 'Tokens by service',
            description: 'Tokens a second of each service.',
            unit: 'cps',
            stacked: true,
            queries: [metric(sumRate('service_name', TOKENS, ...SELECTED), '{{service_name}}')],
            links: serviceLinks(config),
          }),
          list({
            title: 'Models',
            description: 'Tokens and dollars of each model in the time shown.',
            unit: 'short',
            queries: [
              metric(counted('gen_ai_request_model', TOKENS, SELECTED), 'Tokens'),
              column(counted('gen_ai_request_model', COST, SELECTED), 'Dollars', 'currencyUSD'),
            ],
          }),
          graph({
            title: 'Length of answers',
            description: 'Tokens received for each token sent, by model.',
            unit: 'short',
            height: 9,
            queries: [
              metric(
                `${sumRate('gen_ai_request_model', TOKENS, ...SELECTED, 'gen_ai_token_type="output"')} / (${sumRate('gen_ai_request_model', TOKENS, ...SELECTED, 'gen_ai_token_type="input"')} > 0)`,
                '{{gen_ai_request_model}}',
              ),
            ],
          }),
        ],
      },
      {
        title: 'Services that call models',
        panels: [
          graph({
            title: 'Duration of calls, 95th percentile',
            description: 'Nineteen of twenty spans take no longer, by name. Points are single calls, and lead to their traces.',
            unit: 's',
            queries: [withExemplars(metric(quantile(0.95, 'service_name, span_name', DURATION, ...calls), '{{span_name}}'))],
            links: serviceLinks(config),
          }),
          graph({
            title: 'Share of failed calls',
            description: 'Share of spans that end with an error, by name.',
            unit: 'percentunit',
            queries: [
              metric(
                share(sumRate('service_name, span_name', CALLS, ...calls, FAILED), sumRate('service_name, span_name', CALLS, ...calls)),
                '{{span_name}}',
              ),
            ],
            links: serviceLinks(config),
          }),
        ],
      },
      {
        title: 'Workflows',
        panels: [
          graph({
            title: 'Runs of workflows',
            description: 'Runs a second of each workflow, by how they ended.',
            unit: 'cps',
            queries: [metric(sumRate('workflow_name, outcome', 'workflow_runs_total', ...SELECTED), '{{workflow_name}} {{outcome}}')],
          }),
          graph({
            title: 'Share of failed runs',
            description: 'Share of the runs of each workflow that end in failure.',
            unit: 'percentunit',
            red: { above: 0.1 },
            queries: [
              metric(
                share(
                  sumRate('workflow_name', 'workflow_runs_total', ...SELECTED, 'outcome="failure"'),
                  sumRate('workflow_name', 'workflow_runs_total', ...SELECTED),
                ),
                '{{workflow_name}}',
              ),
            ],
          }),
        ],
      },
    ],
  };
};
