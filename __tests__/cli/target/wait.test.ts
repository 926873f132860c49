import type { Readiness } from '../../../cli/target/readiness';
import { unreadyComponents, waitUntilSettled } from '../../../cli/target/wait';
import type { Progress } from '../../../cli/terminal/progress';
import { interruptedError } from '../../../cli/terraform/deploy';

const of = (state: Readiness['state'], ...names: readonly string[]): readonly Readiness[] =>
  names.map((component) => ({ component, state, reason: state === 'failed' ? 'keeps ending with exit code 1' : 'has just started' }));

/** Gives one list after the other, and the last one for ever. */
function looks(...lists: readonly (readonly Readiness[])[]): () => Promise<readonly Readiness[]> {
  let next = 0;
  return async () => {
    const list = lists[Math.min(next, lists.length - 1)] ?? [];
    next += 1;
    return list;
  };
}

const nobody = new AbortController().signal;
const seen: number[] = [];
const waiting = (look: () => Promise<readonly Readiness[]>, timeoutSeconds: number, stop: AbortSignal = nobody) =>
  waitUntilSettled(look, 1, { timeoutSeconds, stop, onLook: ({ length }) => seen.push(length) });

describe('waiting for components', () => {
  beforeEach(() => seen.splice(0));

  it('ends when all are ready', async () => {
    const ready = of('ready', 'loki', 'tempo');
    expect(await waiting(looks(of('waiting', 'loki'), ready), 60)).toBe(ready);
    expect(seen).toEqual([1, 2]);
  });

  it('ends when one has failed, whatever the others do', async () => {
    const looked = [...of('failed', 'loki'), ...of('waiting', 'tempo')];
    expect(await waiting(looks(looked), 60)).toBe(looked);
  });

  it('ends with its time, and when somebody stops it', async () => {
    const looked = of('waiting', 'loki');
    expect(await waiting(looks(looked), 0)).toBe(looked);
  });

  it('ends at once when somebody stops it, also while a look has no end', async () => {
    const person = new AbortController();
    const endless = waiting(() => new Promise(() => {}), 60, person.signal);
    person.abort();
    expect(await endless).toEqual([]);
  });
});

describe('the components that a deployment is not finished without', () => {
  const shown: string[] = [];
  const progress: Pick<Progress, 'phase'> = { phase: (_, work) => work((text) => shown.push(text)) };
  const unready = (looked: readonly Readiness[], stop: AbortSignal = nobody) =>
    unreadyComponents('dev', progress as Progress, { timeoutSeconds: 90, stop }, async ({ onLook }) => {
      onLook(looked);
      return looked;
    });
  beforeEach(() => shown.splice(0));

  it('are none when all are ready', async () => expect(await unready(of('ready', 'loki'))).toBeUndefined());

  it('are those that failed, where some did', async () => {
    const looked = [...of('failed', 'loki'), ...of('waiting', 'tempo'), ...of('ready', 'grafana')];
    expect(await unready(looked)).toEqual({
      components: of('failed', 'loki'),
      lines: ['1 component failed:', '  loki: keeps ending with exit code 1'],
    });
    expect(shown).toEqual(['loki, tempo']);
  });

  it('are those that are not ready in time', async () => {
    const looked = of('waiting', 'loki', 'tempo', 'jaeger', 'grafana');
    expect(await unready(looked)).toMatchObject({
      lines: ['Not ready after 90 s:', ...looked.map(({ component }) => `  ${component}: has just started`)],
    });
    expect(shown).toEqual(['4 components']);
  });

  it('are not judged when somebody stops', async () =>
    expect(unready(of('waiting', 'loki'), AbortSignal.abort())).rejects.toEqual(interruptedError('dev')));
});
