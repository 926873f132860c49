import fc from 'fast-check';
import { ConfigError } from '../../config/errors';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { Platform } from '../../constructs/core/platform';
import { alertChanges } from '../../plan/alerts';
import { fileChanges } from '../../plan/files';
import type { Side } from '../../plan/model';
import { violations } from '../../plan/policy';
import { releaseChanges } from '../../plan/releases';
import { risks } from '../../plan/risks';
import { fullOverlays } from '../support/full-overlays';
import { kubernetesVariants } from '../support/kubernetes-variants';
import { plausibleOverlay } from '../support/plausible-overlays';
import { releasedPlatform, throughJson } from '../support/released';

function resolve(overlay: EnvironmentOverlay): readonly Platform[] {
  try {
    return [releasedPlatform(overlay)];
  } catch (error) {
    if (error instanceof ConfigError) return [];
    throw error;
  }
}

const side = (platform: Platform): Side => ({ platform, stack: {} });

const platforms: readonly Platform[] = [
  ...fullOverlays,
  ...Object.values(kubernetesVariants),
  {},
  ...fc.sample(plausibleOverlay, { numRuns: 4, seed: 6 }),
].flatMap(resolve);

function compare(before: Platform, after: Platform) {
  const changes = {
    config: [],
    resources: [],
    files: fileChanges(before, after),
    releases: releaseChanges(before, after),
    alerts: alertChanges(before, after),
  };
  return { ...changes, risks: risks({ name: 'dev', base: side(before), head: side(after) }, changes) };
}

const OPPOSITE = { added: 'removed', removed: 'added', changed: 'changed', retuned: 'retuned' } as const;

describe('comparing platforms', () => {
  test('finds nothing between one and itself, read from JSON or not', () => {
    for (const platform of platforms) {
      expect(compare(platform, platform)).toEqual({ config: [], resources: [], files: [], releases: [], alerts: [], risks: [] });
      expect(compare(throughJson(platform), platform)).toEqual({
        config: [],
        resources: [],
        files: [],
        releases: [],
        alerts: [],
        risks: [],
      });
    }
  });

  // By number: a platform that fails is not printed.
  const place = fc.nat(platforms.length - 1);
  const platformAt = (index: number): Platform => platforms[index] ?? releasedPlatform();
  // What names an item that was renamed is the name on the first side.
  const unnamed = (path: string): string => path.replaceAll(/\[[^\]]*\]/g, '[]');

  test('is the mirror image when the sides are swapped', () => {
    fc.assert(
      fc.property(place, place, (base, head) => {
        const [before, after] = [platformAt(base), platformAt(head)];
        const [there, back] = [compare(before, after), compare(after, before)];
        const files = (changes: typeof there, isBack: boolean): readonly string[] =>
          changes.files
            .flatMap(({ component, path, action, changes: natives }) => [
              JSON.stringify([component, path, isBack ? OPPOSITE[action] : action]),
              ...natives.map((native) =>
                JSON.stringify([
                  component,
                  path,
                  isBack ? OPPOSITE[native.action] : native.action,
                  native.kind,
                  native.name,
                  isBack ? native.after : native.before,
                  isBack ? native.before : native.after,
                ]),
              ),
            ])
            .sort();
        expect(files(back, true)).toEqual(files(there, false));
        const alerts = (changes: typeof there, isBack: boolean): readonly string[] =>
          changes.alerts.map(({ alert, action }) => JSON.stringify([alert, isBack ? OPPOSITE[action] : action])).sort();
        expect(alerts(back, true)).toEqual(alerts(there, false));
        const releases = (changes: typeof there, isBack: boolean): readonly string[] =>
          changes.releases
            .flatMap(({ release, action, values }) => [
              JSON.stringify([release, isBack ? OPPOSITE[action] : action]),
              ...values.map(({ path, before: from, after: to }) =>
                JSON.stringify([release, unnamed(path), isBack ? to : from, isBack ? from : to]),
              ),
            ])
            .sort();
        expect(releases(back, true)).toEqual(releases(there, false));
      }),
      { numRuns: 8 },
    );
  });

  test('throws nothing on a base of another version, whatever that lacks', () => {
    fc.assert(
      fc.property(place, place, fc.nat(), fc.nat(), strange, (from, to, first, second, value) => {
        const [base, head] = [throughJson(platformAt(from)), platformAt(to)];
        const damaged = damage(damage(base, first, undefined), second, value);
        const { files, releases, alerts } = compare(damaged, head);
        expect([files, releases, alerts].every(Array.isArray)).toBe(true);
        const plan = {
          name: 'dev',
          status: 'changed' as const,
          config: [],
          resources: [],
          files,
          releases,
          alerts,
          risks: [],
          violations: [],
        };
        expect(Array.isArray(violations(head.config.policy, plan, head))).toBe(true);
        fileChanges(head, damaged);
        releaseChanges(head, damaged);
        alertChanges(head, damaged);
      }),
      { numRuns: 12 },
    );
  });
});

const strange = fc.constantFrom<unknown>(null, 0, '', 'text', [], {}, [null], { name: null }, true);

/** The platform without one of its values, or with another in its place: near its root half of the time. */
function damage(platform: Platform, number: number, value: unknown): Platform {
  const copy = throughJson(platform);
  let place: unknown = copy;
  let left = number;
  for (let depth = 0; depth < 1 + (number % 7); depth += 1) {
    if (typeof place !== 'object' || place === null) break;
    const keys = Object.keys(place);
    const key = keys[left % Math.max(1, keys.length)];
    if (key === undefined) break;
    left = Math.floor(left / Math.max(1, keys.length)) + number;
    const child: unknown = Reflect.get(place, key);
    if (depth === number % 7 || typeof child !== 'object' || child === null) {
      if (value === undefined) Reflect.deleteProperty(place, key);
      else Reflect.set(place, key, value);
      break;
    }
    place = child;
  }
  return copy;
}
