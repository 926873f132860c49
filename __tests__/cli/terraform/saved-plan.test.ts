import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { originOf, readOrigin, reviewedPlan, savePlan, stalePlanText, withOrigin } from '../../../cli/terraform/saved-plan';

/** An archive without entries: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.16 */
const EMPTY_ARCHIVE = Buffer.from([0x50, 0x4b, 5, 6, ...new Array<number>(18).fill(0)]);
const STACK = { text: '{"resource":{}}' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'o11y-saved-plan-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the origin of a plan', () => {
  it('is read back whatever is in front of it, and the archive stays as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), fc.string(), (entries, environment, text) => {
        const plan = Buffer.concat([entries, EMPTY_ARCHIVE]);
        const origin = originOf(environment, { text });
        const signed = withOrigin(plan, origin);
        expect(readOrigin(signed)).toEqual(origin);
        expect(signed.subarray(0, plan.length - 2)).toEqual(plan.subarray(0, -2));
        expect(withOrigin(signed, origin)).toEqual(signed);
      }),
    );
  });

  it('is not there in what is no plan of this program', () => {
    for (const file of [Buffer.alloc(0), Buffer.from('text'), EMPTY_ARCHIVE]) expect(readOrigin(file)).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => readOrigin(Buffer.from(bytes)) === undefined));
  });

  it('cannot be added to what is no archive', () => {
    expect(() => withOrigin(Buffer.from('{"encrypted_data":""}'), originOf('dev', STACK))).toThrow(
      'the plan is encrypted or of an unknown form: it cannot be saved for a deployment',
    );
  });
});

describe('savePlan', () => {
  it('writes a file for its owner alone, also in place of one that others may read', () => {
    const file = join(folder, 'dev.tfplan');
    writeFileSync(file, 'older', { mode: 0o644 });
    savePlan(EMPTY_ARCHIVE, originOf('dev', STACK), file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(reviewedPlan(file, 'dev', STACK)).toEqual({ file, name: file });
  });
});

describe('a plan that is about to be applied', () => {
  const refusal = (environment: string, stack = STACK): string => {
    const file = join(folder, 'dev.tfplan');
    savePlan(EMPTY_ARCHIVE, originOf('dev', STACK), file);
    try {
      reviewedPlan(file, environment, stack);
      return '';
    } catch (error) {
      return String(error).replaceAll(file, 'dev.tfplan');
    }
  };

  it('is refused for another environment, and for another stack', () => {
    expect(refusal('dev')).toBe('');
    expect(refusal('prod')).toBe('CannotDeployError: dev.tfplan is a plan of dev, not of prod: npx o11y deploy dev --plan dev.tfplan');
    expect(refusal('dev', { text: '{"resource":{} }' })).toBe(
      'CannotDeployError: dev.tfplan was made for another stack: the configuration, the toolkit or the project has changed since. Nothing was touched; check out what was reviewed, or make a new one, and review it: npx o11y plan dev --live --out dev.tfplan',
    );
  });

  it('must be there, and be a plan', () => {
    const file = join(folder, 'text');
    expect(() => reviewedPlan(file, 'dev', STACK)).toThrow(
      `${file} cannot be read: --plan takes a file that o11y plan <environment> --live --out <file> has written`,
    );
    writeFileSync(file, 'text');
    expect(() => reviewedPlan(file, 'dev', STACK)).toThrow(
      `${file} is not a plan that o11y plan --live --out has saved: make a new one, and review it: npx o11y plan dev --live --out ${file}`,
    );
  });
});

describe('stalePlanText', () => {
  const plan = { file: '/tmp/dev.tfplan', name: 'dev.tfplan' };

  it('says what to do when the state has gone on, and nothing for other failures', () => {
    for (const summary of ['Saved plan is stale', 'Saved plan does not match the given state']) {
      expect(stalePlanText(plan, 'dev', [{ summary: 'other' }, { summary }])).toBe(
        'dev.tfplan is stale: the state has changed since it was made, by another deployment or in another place. Nothing was touched; make a new one, and review it: npx o11y plan dev --live --out dev.tfplan',
      );
    }
    expect(stalePlanText(plan, 'dev', [{ summary: 'Unable to start container' }])).toBeUndefined();
    expect(stalePlanText(undefined, 'dev', [{ summary: 'Saved plan is stale' }])).toBeUndefined();
  });
});
