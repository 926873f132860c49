import type { Platform } from '../../constructs/core/platform';
import { isProbePool } from '../../constructs/prometheus/scrape-jobs';
import { publishedPlaces } from '../docker/addresses';
import { type Place, placeOfSource } from '../target/places';
import { type Checks, poll } from './check';
import { hasProber } from './components';
import { activeTargets, type ScrapeTarget } from './prometheus';

/** Answers of Prometheus are shared by the checks of one moment: a request for each would say the same. */
const SHARED_MS = 400;

/** Starts a check of every scrape target: one for each component that has metrics, and one for all that was discovered. */
export function checkTargets(
  checks: Checks,
  platform: Platform,
  deadline: number,
  places: readonly Place[] = publishedPlaces(platform),
): void {
  const metrics = placeOfSource(places, ['prometheus']);
  if (metrics === undefined) return;
  const targets = shared(() => activeTargets(metrics.url));
  const own = platform.components
    .filter(({ endpoints }) => endpoints.some(({ metricsPath }) => metricsPath !== undefined))
    .map(({ name }) => name);
  const expected = [
    ...own.map((name) => ({ title: `scrape target ${name}`, isOfPool: (pool: string) => pool === name })),
    ...(hasProber(platform) ? [{ title: 'scrape targets of probes', isOfPool: isProbePool }] : []),
  ];
  for (const { title, isOfPool } of expected) {
    checks.start('Scrape targets', title, () =>
      poll(deadline, async () => {
        const found = (await targets()).filter(({ scrapePool }) => isOfPool(scrapePool));
        if (found.length === 0) throw new Error('Prometheus has no such target');
        return targetsVerdict(found);
      }),
    );
  }
  checks.start('Scrape targets', 'scrape targets of services', () =>
    poll(deadline, async () => {
      const found = (await targets()).filter(({ scrapePool }) => !expected.some(({ isOfPool }) => isOfPool(scrapePool)));
      return found.length === 0 ? 'none discovered' : targetsVerdict(found);
    }),
  );
}

/** In words that all targets are up. @throws Error that names each that is not, with its last error */
export function targetsVerdict(targets: readonly ScrapeTarget[]): string {
  const down = targets.filter(({ health }) => health !== 'up');
  if (down.length > 0) {
    throw new Error(
      down
        .map(
          ({ scrapeUrl, health, lastError }) => `${scrapeUrl} is ${health === 'unknown' ? 'not scraped yet' : `${health}: ${lastError}`}`,
        )
        .join('; '),
    );
  }
  return targets.length === 1 ? 'up' : `${targets.length} up`;
}

function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | undefined;
  return () => {
    const now = Date.now();
    if (last === undefined || now - last.at > SHARED_MS) last = { at: now, answer: ask() };
    return last.answer;
  };
}
