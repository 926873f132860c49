import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { Components } from './components';
import type { Definition } from './definition';
import { CALLS, select } from './promql';

/** A choice among values that a label has. */
interface Choice {
  readonly name: string;
  readonly label: string;
  readonly from: string;
  readonly description: string;
  /** What stands for all of them. Loki wants one matcher that an absent label does not pass. */
  readonly all: string;
}

const CHOICES: readonly Choice[] = [
  {
    name: 'environment',
    label: 'Environment',
    from: 'deployment_environment_name',
    description: 'What the service says in deployment.environment.name, or else the environment of the platform.',
    all: '.*',
  },
  { name: 'tier', label: 'Tier', from: 'tier', description: 'How important the service is.', all: '.*' },
  { name: 'service', label: 'Service', from: 'service_name', description: 'The service.name of the telemetry.', all: '.+' },
];

/** The variables that a dashboard's queries contain. */
export function variablesOf(
  { oneService = false, texts = [] }: Definition,
  queries: string,
  components: Components,
): readonly cog.Builder<dashboard.VariableModel>[] {
  const used = ({ name }: { readonly name: string }): boolean => new RegExp(`\\$\\{?${name}\\b`).test(queries);
  const chosen = CHOICES.filter(used);
  return [
    ...chosen.map((choice, index) => choiceOf(choice, chosen.slice(0, index), components, oneService && choice.name === 'service')),
    ...texts.filter(used).map(({ name, label, description }) =>
      new dashboard.TextBoxVariableBuilder(name)
        .label(label)
        .description(description)
        .defaultValue('')
        .current({ text: '', value: '' })
        .options([{ text: '', value: '', selected: true }]),
    ),
  ];
}

function choiceOf(
  choice: Choice,
  before: readonly Choice[],
  components: Components,
  single: boolean,
): cog.Builder<dashboard.VariableModel> {
  const found = valuesOf(choice, before, components);
  const labelled = { label: choice.label, description: choice.description };
  if (found === undefined) {
    const anything = single ? '' : choice.all;
    return new dashboard.TextBoxVariableBuilder(choice.name)
      .label(labelled.label)
      .description(labelled.description)
      .defaultValue(anything)
      .current({ text: anything, value: anything })
      .options([{ text: anything, value: anything, selected: true }]);
  }
  const builder = new dashboard.QueryVariableBuilder(choice.name)
    .label(labelled.label)
    .description(labelled.description)
    .datasource(found.datasource)
    .query(found.query)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .multi(!single)
    .includeAll(!single);
  return single ? builder : builder.allValue(choice.all).current({ text: ['All'], value: ['$__all'] });
}

/** Where the values come from: metrics of spans, or else logs. */
function valuesOf({ from, name }: Choice, before: readonly Choice[], { prometheus, collector, loki, traces }: Components) {
  if (prometheus && collector) {
    const matchers = before.map((choice) => `${choice.from}=~"$${choice.name}"`);
    return {
      datasource: { type: 'prometheus', uid: 'prometheus' },
      query: { query: `label_values(${select(CALLS, ...matchers)}, ${from})`, refId: `values-${name}` },
    };
  }
  if (loki) return { datasource: { type: 'loki', uid: 'loki' }, query: { type: 1, label: from, stream: '', refId: `values-${name}` } };
  // https://github.com/grafana/grafana/blob/main/public/app/plugins/datasource/tempo/VariableQueryEditor.tsx
  if (traces === 'tempo' && name === 'service')
    return { datasource: { type: 'tempo', uid: 'tempo' }, query: { type: 1, label: 'service.name', refId: 'values-service' } };
  return undefined;
}
