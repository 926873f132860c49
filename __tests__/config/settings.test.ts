import { defineEnvironment } from '../../config/define';
import { ConfigError } from '../../config/errors';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { parseSetting, withSettings } from '../../config/settings';
import { fullOverlays } from '../support/full-overlays';

const overlay: EnvironmentOverlay = {
  exporters: {
    redis: [
      { name: 'cache', address: 'redis://redis:6379' },
      { name: 'queue', address: 'redis://queue:6379' },
    ],
  },
};
const config = defineEnvironment('dev', overlay);
const set = (...settings: readonly string[]) => withSettings(config, settings.map(parseSetting));

function refusal(...settings: readonly string[]): string {
  try {
    set(...settings);
    return 'OK';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

describe('a setting', () => {
  it.each([
    ['sampling.traces.ratio=0.05', ['sampling', 'traces', 'ratio'], 0.05],
    ['retention.traces=3d', ['retention', 'traces'], '3d'],
    ['platform="15"', ['platform'], '15'],
    ['sampling.traces.keepSlowerThan=null', ['sampling', 'traces', 'keepSlowerThan'], null],
    ['redaction.keys=["ssn$"]', ['redaction', 'keys'], ['ssn$']],
    ['exporters.redis[0].address=redis://a:1/?b=c', ['exporters', 'redis', 0, 'address'], 'redis://a:1/?b=c'],
    ['exporters.redis[cache].address=x', ['exporters', 'redis', 'cache', 'address'], 'x'],
    ['target.access["a b/c"]=1', ['target', 'access', 'a b/c'], 1],
  ])('%s', (text, keys, value) => expect(parseSetting(text)).toEqual({ keys, value }));

  it('without a value takes the key away', () => expect(parseSetting('loki.volumeSize=')).toEqual({ keys: ['loki', 'volumeSize'] }));

  it.each(['sampling.traces.ratio', '=1', '.a=1', 'a..b=1', 'a.=1', 'a[=1', 'a[0=1', '[0]=1', '["a]=1', 'a b=1', ''])('is not %j', (text) =>
    expect(() => parseSetting(text)).toThrow(
      `--set (${text === '' ? '""' : text}) must be a path and a value, such as sampling.traces.ratio=0.05`,
    ),
  );
});

describe('a configuration with settings', () => {
  it.each(fullOverlays.map((full, index) => [index, full] as const))('is the same with none (overlay %i)', (_, full) => {
    const complete = defineEnvironment('prod', full);
    expect(withSettings(complete, [])).toEqual(complete);
    // As the command line reads it: what is undefined is not there.
    expect(withSettings(JSON.parse(JSON.stringify(complete)), [])).toEqual(complete);
  });

  it('is what a file with these values gives', () => {
    expect(set('sampling.traces.ratio=0.05', 'retention.logs.total=14d', 'exporters.redis[queue].address=redis://other:6379')).toEqual(
      defineEnvironment('dev', {
        sampling: { traces: { ratio: 0.05 } },
        retention: { logs: { total: '14d' } },
        exporters: {
          redis: [
            { name: 'cache', address: 'redis://redis:6379' },
            { name: 'queue', address: 'redis://other:6379' },
          ],
        },
      }),
    );
  });

  it('takes entries away, and appends them', () => {
    expect(set('exporters.redis[0]=').exporters.redis.map(({ name }) => name)).toEqual(['queue']);
    expect(set('exporters.redis[2]={"name":"third","address":"redis://c:1"}').exporters.redis).toHaveLength(3);
  });

  it('gives a key without a value its default', () =>
    expect(withSettings(set('retention.traces=3d'), [parseSetting('retention.traces=')])).toEqual(config));

  it('has the keys of another kind', () => {
    expect(set('target.kind=kubernetes').target).toMatchObject({ kind: 'kubernetes', namespace: 'observability' });
  });

  it('keeps a name that follows from another', () => {
    expect(set('platform=shop').cluster).toBe('shop-dev');
    expect(withSettings(set('cluster=mine'), [parseSetting('platform=shop')]).cluster).toBe('mine');
  });

  it.each([
    ['sampling.traces.ration=0.05', 'dev: sampling.traces.ration is not a known key: did you mean "ratio"?'],
    ['samplin.traces.ratio=0.05', 'dev: samplin is not a known key: did you mean "sampling"?'],
    ['sampling.traces.ratio=5%', 'dev: sampling.traces.ratio (5%) must be a number from 0 to 1: 0.1 means 10 %'],
    ['sampling.traces.ratio=2', 'dev: sampling.traces.ratio (2) must be from 0 to 1: 0.1 means 10 %'],
    ['sampling.traces.ratio.x=1', 'dev: sampling.traces.ratio.x is not a known key: sampling.traces.ratio is a value'],
    ['sampling[0]=1', 'dev: sampling[0] is not there: sampling is no list'],
    ['exporters.redis[5].name=x', 'dev: exporters.redis[5] is not there: the list has 2 entries: cache, queue'],
    ['exporters.redis[chache].name=x', 'dev: exporters.redis[chache] is not there: the list has 2 entries: cache, queue'],
    ['capacity.requests[a].spans=1', 'dev: capacity.requests[a] is not there: the list has 0 entries'],
    ['__proto__.polluted=1', 'dev: __proto__ is not a known key: remove it'],
    ['constructor.prototype=1', 'dev: constructor is not a known key: remove it'],
    ['name=other', 'dev: name is not a known key: remove it'],
    ['cost.priceTable=hetzner', 'dev: cost.priceTable (hetzner) must be "aws-us-east-1" or "gcp-us-central1" or "digitalocean"'],
    ['cost.prices.vcpuHour=-1', 'dev: cost.prices.vcpuHour (-1) must be at least 0 dollars'],
    ['cost.billing=requests', 'dev: cost.billing (requests) must be an object with a kind, such as { kind: "requests" }'],
    ['retention.logs.hot=100d', 'dev: retention.logs.hot (100d) must be at most retention.logs.total (90d)'],
  ])('is refused: %s', (setting, message) => expect(refusal(setting)).toBe(message));

  it('has all problems at once', () => {
    expect(refusal('sampling.traces.ratio=2', 'retention.traces=1')).toMatch(/^dev: .*\ndev: .*$/);
  });

  it('pollutes nothing', () => {
    refusal('__proto__.polluted=1');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});
