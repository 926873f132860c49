import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { Components } from './components';
import type { Definition } from './definition';
import { CALLS, select } from './promql';
import type { Plain } from './schema';

/** A variable as Grafana stores it. */
type Variable = Plain<dashboard.VariableModel>;

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

/** The numbers of Grafana's schema: VariableRefresh.OnTimeRangeChanged, VariableSort.AlphabeticalAsc. */
const ON_TIME_RANGE_CHANGED = 2;
const ALPHABETICAL = 1;

/** The variables that a dashboard's queries contain. */
export function variablesOf({ oneService = false, texts = [] }: Definition, queries: string, components: Components): readonly Variable[] {
  const names = new Set(queries.match(/(?<=\$\{?)\w+/g));
  const used = ({ name }: { readonly name: string }): boolean => names.has(name);
  const chosen = CHOICES.filter(used);
  return [
    ...chosen.map((choice, index) => choiceOf(choice, chosen.slice(0, index), components, oneService && choice.name === 'service')),
    ...texts.filter(used).map((text) => textBox(text, '')),
  ];
}

/** What people type. */
const textBox = ({ name, label, description }: Omit<Choice, 'from' | 'all'>, value: string): Variable => ({
  type: 'textbox',
  name,
  label,
  description,
  query: value,
  current: { text: value, value },
  options: [{ text: value, value, selected: true }],
});

function choiceOf(choice: Choice, before: readonly Choice[], components: Components, single: boolean): Variable {
  const found = valuesOf(choice, before, components);
  if (found === undefined) return textBox(choice, single ? '' : choice.all);
  const { name, label, description, all } = choice;
  return {
    type: 'query',
    name,
    label,
    description,
    ...found,
    refresh: ON_TIME_RANGE_CHANGED,
    sort: ALPHABETICAL,
    multi: !single,
    includeAll: !single,
    ...(single ? {} : { allValue: all, current: { text: ['All'], value: ['$__all'] } }),
  };
}

/** Where the values come from: metrics of spans, or else logs. */
function valuesOf(
  { from, name }: Choice,
  before: readonly Choice[],
  { prometheus, collector, loki, traces }: Components,
): Pick<Variable, 'datasource' | 'query'> | undefined {
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
