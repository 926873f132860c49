import { CannotDeployError, CommandError } from '../../../cli/terminal/exit';
import { failedText, interruptedError, staleError, stoppedError } from '../../../cli/terraform/deploy';

const REVIEWED = { file: '/plans/dev.tfplan', name: 'dev.tfplan' };
const STALE = { diagnostics: [{ severity: 'error', summary: 'Saved plan is stale', detail: '' }] } as const;
const AFTER_KILL = 'npx o11y deploy dev repairs that.';

/** A person's wish, with Ctrl-C pressed so many times. */
function pressed(times: 0 | 1 | 2) {
  const [stop, kill] = [new AbortController(), new AbortController()];
  if (times > 0) stop.abort();
  if (times > 1) kill.abort();
  return { interruption: { stop: stop.signal, kill: kill.signal } };
}

describe('a deployment that Terraform did not finish', () => {
  it('was interrupted: its state is whole', () => {
    const error = new CommandError(
      'Interrupted. Terraform has written its state: npx o11y deploy dev goes on from here, npx o11y destroy dev removes what there is.',
      130,
    );
    expect(interruptedError('dev')).toEqual(error);
    expect(stoppedError('dev', { kind: 'interrupted' }, pressed(1), AFTER_KILL)).toEqual(error);
  });

  it.each([
    ['a person', pressed(2), 130],
    ['another', pressed(1), 1],
    ['another, where nobody may press anything', {}, 1],
  ] as const)('was killed by %s', (_, terraform, exitCode) => {
    const error = stoppedError('dev', { kind: 'killed' }, terraform, AFTER_KILL);
    expect(error).toMatchObject({
      message: 'Terraform was killed before it could write down everything that it had made.\nnpx o11y deploy dev repairs that.',
      exitCode,
    });
  });

  it.each(['done', 'failed'] as const)('was not stopped when it is %s', (kind) =>
    expect(stoppedError('dev', { kind }, pressed(1), AFTER_KILL)).toBeUndefined(),
  );

  it('had a plan that is stale', () => {
    const error = staleError(REVIEWED, 'dev', STALE);
    expect(error).toBeInstanceOf(CannotDeployError);
    expect(error?.message).toBe(
      'dev.tfplan is stale: the state has changed since it was made, by another deployment or in another place. Nothing was touched; make a new one, and review it: npx o11y plan dev --live --out dev.tfplan',
    );
    expect(staleError(undefined, 'dev', STALE)).toBeUndefined();
    expect(staleError(REVIEWED, 'dev', { diagnostics: [] })).toBeUndefined();
  });

  it('says what could not be deployed', () =>
    expect([failedText([]), failedText(['loki', 'tempo'])]).toEqual(['The deployment failed:', 'loki, tempo could not be deployed:']));
});
