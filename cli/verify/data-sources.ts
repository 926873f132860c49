import * as z from 'zod';
import type { Endpoint } from '../../constructs/core/component';
import type { Platform } from '../../constructs/core/platform';
import { publishedPlaces } from '../docker/addresses';
import type { Place } from '../target/places';
import { type Checks, Conclusive, poll } from './check';
import { getJson, getText, HttpError } from './http';

/** Gives the administrator's password of a Grafana, by the name of the output that holds it. */
export type PasswordOf = (output: string) => Promise<string>;

/**
 * A cheap question to each kind of store, asked through Grafana where the data source has no health check of its own:
 * Alertmanager's has no backend.
 */
const QUESTIONS: Readonly<Record<NonNullable<Endpoint['dataSource']>, string>> = {
  prometheus: 'api/v1/labels?limit=1',
  loki: 'loki/api/v1/labels',
  tempo: 'api/echo',
  jaeger: 'api/services',
  alertmanager: 'api/v2/status',
};

/** Starts a check of every data source that Grafana should have: that it has it, and that it works from there. */
export function checkDataSources(
  checks: Checks,
  platform: Platform,
  deadline: number,
  passwordOf: PasswordOf,
  places: readonly Place[] = publishedPlaces(platform),
): void {
  const grafana = places.find(({ component, endpoint }) => component.role === 'visualization' && endpoint.userInterface === true);
  if (grafana === undefined) return;
  const authorization = logIn(grafana, platform.config.grafana.adminUser, passwordOf);
  const sources = platform.components.flatMap(({ name, endpoints }) =>
    endpoints.flatMap(({ dataSource }) => (dataSource === undefined ? [] : [{ name, type: dataSource }])),
  );
  for (const { name, type } of sources) {
    checks.start('Data sources', `data source ${name}`, async () => {
      const headers = { authorization: await authorization };
      return poll(deadline, () => askDataSource(grafana.url, name, type, headers));
    });
  }
}

async function logIn({ component }: Place, user: string, passwordOf: PasswordOf): Promise<string> {
  const secret = component.secretFiles.find(({ source }) => source.kind === 'generated');
  if (secret === undefined) throw new Conclusive(`${component.name} has no generated password`);
  return `Basic ${Buffer.from(`${user}:${await passwordOf(secret.source.name)}`).toString('base64')}`;
}

const healthSchema = z.object({ status: z.string(), message: z.string().default('') });

/** https://grafana.com/docs/grafana/latest/developer-resources/api-reference/http-api/data_source/#check-data-source-health */
async function askDataSource(
  url: string,
  uid: string,
  type: NonNullable<Endpoint['dataSource']>,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  try {
    const { status, message } = await getJson(`${url}/api/datasources/uid/${uid}/health`, healthSchema, headers);
    if (status !== 'OK') throw new Error(`${status}: ${message}`);
    return message === '' ? 'works' : message;
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.status === 401)
      throw new Conclusive('Grafana refuses the password: set O11Y_GRAFANA_PASSWORD to the one that was set in its user interface');
    // A backend that is ill answers 400; 404 and 5xx come from one that does not exist, whose store can be asked all the same.
    if (error.status === 400 || error.status === 403) throw error;
  }
  await getJson(`${url}/api/datasources/uid/${uid}`, z.object({ uid: z.literal(uid) }), headers);
  await getText(`${url}/api/datasources/proxy/uid/${uid}/${QUESTIONS[type]}`, headers);
  return 'its store answers through Grafana';
}
