import { createCluster, plain } from '../../../cli/kubernetes/cluster';
import { findKubeconfig, terraformVariables } from '../../../cli/kubernetes/kubeconfig';
import { accessFindings, kubectlFinding } from '../../../cli/kubernetes/preflight/access';
import { runProgram } from '../../../cli/kubernetes/run';
import { readQuantity } from '../../../constructs/core/quantity';
import { coresText } from '../../../cost/text';
import { failing, fakeCluster, fakeRunner } from '../../support/cluster';

describe('the kubeconfig', () => {
  const find = (environment: NodeJS.ProcessEnv, ...files: string[]) =>
    findKubeconfig(
      { HOME: '/home/me', ...environment },
      (path) => files.includes(path),
      () => undefined,
    );

  it('is the one that the stack is given, then that of kubectl, then that of the providers, then the default', () => {
    const all = { TF_VAR_kubeconfig: '/a', KUBECONFIG: '/b', KUBE_CONFIG_PATH: '/c' };
    expect(find(all, '/a', '/b', '/c')).toEqual({ path: '/a' });
    expect(find({ ...all, TF_VAR_kubeconfig: '' }, '/b', '/c')).toEqual({ path: '/b' });
    expect(find({ KUBE_CONFIG_PATH: '~/c' }, '/home/me/c')).toEqual({ path: '/home/me/c' });
    expect(find({}, '/home/me/.kube/config')).toEqual({ path: '/home/me/.kube/config' });
  });

  it('is absolute, since Terraform runs in another folder', () => {
    expect(
      findKubeconfig(
        { KUBECONFIG: 'eu1.yaml' },
        () => true,
        () => undefined,
      ),
    ).toEqual({ path: `${process.cwd()}/eu1.yaml` });
    expect(
      findKubeconfig(
        { KUBECONFIG: 'eu1.yaml' },
        () => true,
        () => 'is a folder',
      ),
    ).toEqual({
      problem: `the kubeconfig ${process.cwd()}/eu1.yaml is a folder`,
      fix: 'export KUBECONFIG=<path of the kubeconfig>',
    });
  });

  it('is not needed inside of a cluster', () => {
    expect(find({ KUBERNETES_SERVICE_HOST: '10.0.0.1' })).toEqual({ path: undefined });
    expect(terraformVariables(undefined, undefined)).toEqual({ KUBE_IN_CLUSTER_CONFIG: 'true' });
  });

  it('is missing', () => {
    expect(find({})).toEqual({
      problem: 'there is no kubeconfig: /home/me/.kube/config does not exist',
      fix: 'export KUBECONFIG=<its path>',
    });
    expect(find({ KUBECONFIG: '/gone' })).toEqual({
      problem: 'KUBECONFIG names /gone, which does not exist',
      fix: 'export KUBECONFIG=<path of the kubeconfig>',
    });
  });

  it('is one file, since Terraform reads one', () => {
    expect(find({ KUBECONFIG: '/a:/gone' }, '/a')).toEqual({ path: '/a' });
    expect(find({ KUBECONFIG: '/a:/b' }, '/a', '/b')).toEqual({
      problem: 'KUBECONFIG names 2 files, and Terraform reads one',
      fix: 'kubectl config view --raw --flatten > merged.kubeconfig && export KUBECONFIG="$PWD/merged.kubeconfig"',
    });
  });

  it('and the context are the same for Terraform, its providers and its state', () => {
    expect(terraformVariables('/a', 'prod')).toEqual({ TF_VAR_kubeconfig: '/a', KUBE_CONFIG_PATH: '/a', KUBE_CTX: 'prod' });
  });
});

describe('kubectl', () => {
  it('is called with the kubeconfig and the context', async () => {
    const calls: string[] = [];
    await createCluster('/a', 'prod', fakeRunner({}, calls)).call('get', 'nodes');
    expect(calls).toEqual(['kubectl --kubeconfig /a --context prod get nodes']);
  });

  it('is missing', async () => {
    expect(await kubectlFinding(async () => ({ code: undefined, stdout: '', stderr: '' }))).toEqual({
      check: 'kubectl',
      status: 'failed',
      message: 'there is no kubectl on the PATH',
      fix: 'install it: https://kubernetes.io/docs/tasks/tools',
    });
    expect(await kubectlFinding(fakeRunner({}))).toBeUndefined();
  });

  it('is heard without its warnings and prefixes', () => {
    expect(plain('WARNING: version difference between client\nError from server (NotFound): no\n')).toBe('no');
    expect(plain('E1121 14:00:00 memcache.go:265] x\nerror: cannot locate context nope\n')).toBe('cannot locate context nope');
  });
});

describe('a program', () => {
  it('is run with its input, and says how it ended', async () => {
    expect(await runProgram('sh', ['-c', 'cat; echo oops >&2; exit 3'], 'in')).toEqual({ code: 3, stdout: 'in', stderr: 'oops\n' });
    expect((await runProgram('no-such-program', [])).code).toBeUndefined();
  });
});

describe('the API server', () => {
  const config = { 'current-context': 'eu1', clusters: [{ cluster: { server: 'https://10.0.0.1:6443' } }] };
  const VIEW = 'kubectl config view --minify';
  const VERSION = 'kubectl get --raw /version';

  it('answers', async () => {
    const access = await accessFindings(fakeCluster({ [VIEW]: config, [VERSION]: { gitVersion: 'v1.36.3' } }), 'eu1');
    expect(access).toEqual({
      version: '1.36.3',
      where: 'https://10.0.0.1:6443 (context eu1)',
      findings: [
        { check: 'API server', status: 'ok', message: 'the API server at https://10.0.0.1:6443 (context eu1), Kubernetes 1.36.3' },
      ],
    });
  });

  it('is that of whatever context is current', async () => {
    const { findings } = await accessFindings(fakeCluster({ [VIEW]: config, [VERSION]: { gitVersion: 'v1.36.3' } }), undefined);
    expect(findings[1]).toEqual({
      check: 'context',
      status: 'warning',
      message: 'target.context is not set: the current context of the kubeconfig is used, which is eu1',
      fix: 'set target.context to "eu1", so that another context is never deployed to by mistake',
    });
  });

  it.each([
    [
      'The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?',
      'the API server at https://10.0.0.1:6443 (context eu1) cannot be reached: The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?',
      'start the cluster, or the VPN to it, or correct target.context; kubectl cluster-info tries it',
    ],
    [
      'error: You must be logged in to the server (Unauthorized)',
      'the API server at https://10.0.0.1:6443 (context eu1) refuses this user: You must be logged in to the server (Unauthorized)',
      'log in to the cluster again; kubectl auth whoami says who you are',
    ],
  ])('fails: %s', async (stderr, message, fix) => {
    const access = await accessFindings(fakeCluster({ [VIEW]: config, [VERSION]: failing(stderr) }), 'eu1');
    expect(access).toEqual({
      version: undefined,
      where: 'https://10.0.0.1:6443 (context eu1)',
      findings: [{ check: 'API server', status: 'failed', message, fix }],
    });
  });

  it('is too old', async () => {
    const { findings } = await accessFindings(fakeCluster({ [VIEW]: config, [VERSION]: { gitVersion: 'v1.24.9' } }), 'eu1');
    expect(findings).toMatchObject([
      { message: 'the API server at https://10.0.0.1:6443 (context eu1) is Kubernetes 1.24.9; 1.25 or newer is needed' },
    ]);
  });

  it('is of no known context', async () => {
    const answers = { [VIEW]: failing('error: cannot locate context nope\n') };
    expect((await accessFindings(fakeCluster(answers), 'nope')).findings).toEqual([
      {
        check: 'context',
        status: 'failed',
        message: 'the kubeconfig has no context nope: cannot locate context nope',
        fix: 'kubectl config get-contexts lists them; correct target.context, or export KUBECONFIG=<another file>',
      },
    ]);
    expect((await accessFindings(fakeCluster(answers), undefined)).findings).toMatchObject([
      { fix: 'kubectl config use-context <name>, or set target.context' },
    ]);
  });
});

describe('quantities', () => {
  it.each([
    ['500m', 0.5],
    ['2', 2],
    ['16Gi', 16 * 1024 ** 3],
    ['10G', 1e10],
    ['1e3', 1000],
    ['16384000Ki', 16384000 * 1024],
    ['many', undefined],
    ['', undefined],
  ])('%s is %s', (text, expected) => {
    expect(readQuantity(text)).toBe(expected);
  });

  it('are for people', () => {
    expect([coresText(1), coresText(1.25)]).toEqual(['1 core', '1.25 cores']);
  });
});
