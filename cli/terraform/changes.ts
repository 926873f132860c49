import type { Progress } from '../terminal/progress';
import type { Row, Rows, Verb } from '../terminal/rows';
import type { Action, Resource, TerraformEvent } from './events';

/** The actions that change something. */
type Change = Extract<Action, 'create' | 'update' | 'replace' | 'delete'>;

const VERBS: Readonly<Record<Change, Verb>> = {
  create: { now: 'creating', done: 'created' },
  update: { now: 'updating', done: 'updated' },
  replace: { now: 'replacing', done: 'replaced' },
  delete: { now: 'removing', done: 'removed' },
};

const isChange = (action: Action): action is Change => action in VERBS;

/** The title under which a resource is shown. Images, networks and secrets are many and quick: each kind is one row. */
function titleOf({ type, name, address }: Resource): string {
  switch (type) {
    case 'docker_container':
      return name;
    case 'docker_image':
      return 'images';
    case 'docker_network':
      return 'networks';
    case 'terraform_data':
      return 'generated secrets';
    case 'helm_release':
      return name;
    case 'kubernetes_network_policy_v1':
      return 'network policies';
    case 'kubernetes_pod_disruption_budget_v1':
      return 'disruption budgets';
    case 'kubernetes_secret_v1':
      return 'secrets';
    default:
      return type.startsWith('kubernetes_') ? 'namespaces and their rules' : address;
  }
}

/** Titles that stand for many resources. */
const GROUPS: ReadonlySet<string> = new Set([
  'images',
  'networks',
  'generated secrets',
  'network policies',
  'disruption budgets',
  'secrets',
  'namespaces and their rules',
]);

/** The rows after an event. Pure. */
export function advance(rows: Rows, event: TerraformEvent, now: number): Rows {
  switch (event.kind) {
    case 'planned':
      return isChange(event.action) ? plan(rows, event.resource, event.action) : rows;
    case 'started':
      return change(rows, event.resource, (row) => ({
        ...row,
        state: row.state === 'failed' ? 'failed' : 'running',
        startedAt: row.startedAt ?? now,
      }));
    case 'completed':
      return change(rows, event.resource, (row) => {
        const completed = row.completed + 1;
        return completed < row.total || row.state === 'failed' ? { ...row, completed } : { ...row, completed, state: 'done', endedAt: now };
      });
    case 'errored':
      return change(rows, event.resource, (row) => ({ ...row, state: 'failed', endedAt: now }));
    case 'stopped':
      return change(rows, event.resource, (row) => ({ ...row, state: row.state === 'failed' ? 'failed' : 'stopped', endedAt: now }));
    case 'summary':
    case 'diagnostic':
    case 'text':
      return rows;
  }
}

function plan(rows: Rows, resource: Resource, action: Change): Rows {
  const title = titleOf(resource);
  const known = rows.get(title);
  const operations = action === 'replace' ? 2 : 1;
  const row: Row =
    known === undefined
      ? { title, verb: VERBS[action], state: 'planned', group: GROUPS.has(title), total: operations, completed: 0 }
      : {
          ...known,
          total: known.total + operations,
          verb: known.verb === VERBS[action] ? known.verb : { now: 'changing', done: 'changed' },
        };
  return new Map(rows).set(title, row);
}

function change(rows: Rows, resource: Resource, edit: (row: Row) => Row): Rows {
  const row = rows.get(titleOf(resource));
  return row === undefined ? rows : new Map(rows).set(row.title, edit(row));
}

/** Shows the changes of a run of Terraform, resource by resource, until it has ended. */
export const showChanges = <T>(
  progress: Progress,
  title: string,
  work: (listener: (event: TerraformEvent) => void) => Promise<T>,
): Promise<T> =>
  progress.rows(title, (show) => {
    let rows: Rows = new Map();
    return work((event) => {
      rows = advance(rows, event, Date.now());
      show(rows, event.kind === 'summary' && event.operation === 'plan');
    });
  });
