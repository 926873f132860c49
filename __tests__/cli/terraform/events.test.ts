import { parseLine } from '../../../cli/terraform/events';

// As Terraform 1.11.4 and OpenTofu 1.12.6 write them.
const COMMON = { '@level': 'info', '@message': '…', '@module': 'terraform.ui', '@timestamp': '2026-11-21T11:19:44.255393Z' };
const RESOURCE = {
  addr: 'docker_container.prometheus',
  module: '',
  resource: 'docker_container.prometheus',
  implied_provider: 'docker',
  resource_type: 'docker_container',
  resource_name: 'prometheus',
  resource_key: null,
};
const PROMETHEUS = { address: 'docker_container.prometheus', type: 'docker_container', name: 'prometheus' };
const line = (fields: object): string => JSON.stringify({ ...COMMON, ...fields });

describe('parseLine', () => {
  it('reads a planned change', () => {
    expect(parseLine(line({ change: { resource: RESOURCE, action: 'replace', reason: 'cannot_update' }, type: 'planned_change' }))).toEqual(
      {
        kind: 'planned',
        resource: PROMETHEUS,
        action: 'replace',
      },
    );
  });

  it.each([
    ['apply_start', 'started'],
    ['apply_complete', 'completed'],
    ['apply_errored', 'errored'],
  ])('reads %s', (type, kind) => {
    const hook = { resource: RESOURCE, action: 'create', id_key: 'id', id_value: 'f00', elapsed_seconds: 6 };
    expect(parseLine(line({ hook, type }))).toEqual({ kind, resource: PROMETHEUS, action: 'create' });
  });

  it('reads a summary', () => {
    const changes = { add: 30, change: 1, import: 0, remove: 2, operation: 'plan' };
    expect(parseLine(line({ changes, type: 'change_summary' }))).toEqual({
      kind: 'summary',
      operation: 'plan',
      changes: { add: 30, change: 1, remove: 2 },
    });
  });

  it('reads a problem without the source beside it, which may hold a whole stack', () => {
    const diagnostic = {
      severity: 'error',
      summary: 'container failed to be in healthy state',
      detail: '',
      address: 'docker_container.prometheus',
      range: { filename: 'cdk.tf.json', start: { line: 1, column: 1, byte: 0 }, end: { line: 1, column: 2, byte: 1 } },
      snippet: { context: 'resource.docker_container.prometheus', code: 'everything', start_line: 1, values: [] },
    };
    expect(parseLine(line({ '@level': 'error', diagnostic, type: 'diagnostic' }))).toEqual({
      kind: 'diagnostic',
      diagnostic: {
        severity: 'error',
        summary: 'container failed to be in healthy state',
        detail: '',
        address: 'docker_container.prometheus',
      },
    });
  });

  it.each([
    ['a refresh', line({ hook: { resource: RESOURCE, id_key: 'id', id_value: 'f00' }, type: 'refresh_complete' })],
    ['a type that is newer than this program', line({ type: 'ephemeral_op_start' })],
    ['an action that is newer than this program', line({ change: { resource: RESOURCE, action: 'teleport' }, type: 'planned_change' })],
    ['an empty line', '  '],
  ])('leaves out %s', (_, text) => {
    expect(parseLine(text)).toBeUndefined();
  });

  it.each([
    'Successfully configured the backend "local"! Terraform will automatically',
    'panic: runtime error: invalid memory address or nil pointer dereference',
    '{"cut off": ',
  ])('keeps what is not part of the protocol: %s', (text) => {
    expect(parseLine(text)).toEqual({ kind: 'text', text });
  });
});
