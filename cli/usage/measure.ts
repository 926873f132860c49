import { seconds } from '../../config/units';
import type { Platform } from '../../constructs/core/platform';
import type { Usage } from '../../tuning/usage';
import type { Ask, Surroundings } from '../target/usage';
import { CommandError } from '../terminal/exit';
import { queryValues } from '../verify/prometheus';
import { measureComponents } from './components';
import { measureIngest } from './ingest';
import type { Measurement } from './model';
import { measureSizes } from './sizes';
import { measureStores } from './stores';

/**
 * Measures a deployed platform through its own Prometheus. Calls the network.
 *
 * @throws CommandError when Prometheus does not answer, or has seen nothing yet
 */
export async function measure(platform: Platform, surroundings: Surroundings, windowSeconds: number): Promise<Usage> {
  const { config } = platform;
  const missing: Usage['missing'][number][] = [];
  const ask: Ask = async (query) => {
    const [value] = await queryValues(surroundings.prometheus, query);
    return value === undefined || !Number.isFinite(value) ? undefined : value;
  };
  const scrape = seconds(config.prometheus.scrapeInterval);
  const scrapes = await firstAnswer(ask, `max(count_over_time(up{job="prometheus"}[${windowSeconds}s]))`, surroundings.prometheus);
  if (scrapes === undefined || scrapes < 4)
    throw new CommandError(
      `Prometheus has measured itself ${scrapes ?? 0} times in the window, and four times are needed: wait ${Math.ceil(4 * scrape)} s, or choose a longer --window`,
    );
  const measurement: Measurement = {
    platform,
    ask,
    lack: (what, why) => missing.push({ what, why }),
    windowSeconds,
    coveredSeconds: Math.min(windowSeconds, Math.round(scrapes * scrape)),
    stepSeconds: Math.max(60, 4 * scrape),
  };
  const [ingest, sizes, components] = await Promise.all([
    measureIngest(measurement),
    measureSizes(measurement),
    measureComponents(measurement, surroundings),
  ]);
  const { stores, bytesPerSpan } = await measureStores(measurement, surroundings, ingest, sizes);
  return {
    version: 1,
    environment: config.name,
    target: config.target.kind,
    measuredAt: new Date().toISOString(),
    windowSeconds,
    coveredSeconds: measurement.coveredSeconds,
    ingest,
    sizes: { ...sizes, ...(bytesPerSpan === undefined ? {} : { bytesPerSpan }) },
    components,
    stores,
    missing,
  };
}

async function firstAnswer(ask: Ask, query: string, url: string): Promise<number | undefined> {
  try {
    return await ask(query);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${reason}: usage is read from the platform's own Prometheus, at ${url}; npx o11y status says what runs`);
  }
}
