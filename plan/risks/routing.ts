import { at, type Json, record, records, text, texts } from '../lenient';

/**
 * The receivers that an alert of a severity gets to of which nothing else is known: those of routes that ask for its severity or for nothing, and that
 * send. https://prometheus.io/docs/alerting/latest/configuration/#route
 */
export function receiversOf(config: Json, severity: string): readonly string[] {
  const sending = new Set(
    records(config['receivers'])
      .filter(sends)
      .map(({ name }) => text(name)),
  );
  return [...new Set(reached(record(config['route']), severity, ''))].filter((name) => sending.has(name));
}

/** A receiver without settings swallows what it gets. */
const sends = (receiver: Json): boolean =>
  Object.keys(receiver).some((key) => key.endsWith('_configs') && records(receiver[key]).length > 0);

/** The first route below that takes the alert has it, and further ones when it says so; the route itself when none does. */
function reached(route: Json, severity: string, inherited: string): readonly string[] {
  const receiver = text(route['receiver']) || inherited;
  const found: string[] = [];
  for (const child of records(route['routes'])) {
    if (!takes(child, severity)) continue;
    found.push(...reached(child, severity, receiver));
    if (child['continue'] !== true) break;
  }
  return found.length > 0 ? found : [receiver];
}

const MATCHER = /^\s*([\w.]+)\s*(=~|!~|!=|=)\s*"?(.*?)"?\s*$/;

/** Labels that the alert does not have are empty. */
function takes(route: Json, severity: string): boolean {
  const isMatch = (label: string, operator: string, value: string): boolean => {
    const actual = label === 'severity' ? severity : '';
    const isSame = operator.includes('~') ? matchesWhole(value, actual) : actual === value;
    return operator.startsWith('!') ? !isSame : isSame;
  };
  const modern = texts(route['matchers']).every((matcher) => {
    const [, label = '', operator = '=', value = ''] = MATCHER.exec(matcher) ?? [];
    return isMatch(label, operator, value);
  });
  const older = (key: string, operator: string): boolean =>
    Object.entries(record(at(route, key))).every(([label, value]) => isMatch(label, operator, text(value)));
  return modern && older('match', '=') && older('match_re', '=~');
}

function matchesWhole(expression: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${expression})$`).test(value);
  } catch {
    return false;
  }
}
