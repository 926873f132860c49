import { defineEnvironment } from '../../config/define';
import { imageName, images } from '../../config/versions';
import { imageNeed } from '../support/e2e/engine';
import { allOf, describeWith, programNeed } from '../support/needs';
import { fileOf, planOf, platformOf } from '../support/platform';
import { describeWithTool, run, withFile } from '../support/tools';
import { filesOf } from '../support/variants';

const accepted = expect.objectContaining({ status: 0 });

/** A collector refuses a queue in a folder that is not there; the container brings it along. */
const inFolder = (text: string, folder: string): string => text.replaceAll('/var/lib/otelcol', folder);

describeWithTool('promtool', 'the configuration of Prometheus', () => {
  it.each(filesOf('prometheus'))('%s', (_, text) => {
    expect(withFile('prometheus.yml', text, (path) => run('promtool', ['check', 'config', '--syntax-only', path]))).toEqual(accepted);
  });

  it('would refuse a wrong one', () => {
    const wrong = fileOf(platformOf(), 'prometheus').replace('scrape_timeout: 10s', 'scrape_timeout: 20s');
    expect(withFile('prometheus.yml', wrong, (path) => run('promtool', ['check', 'config', '--syntax-only', path])).status).toBe(1);
  });
});

describeWithTool('amtool', 'the configuration of Alertmanager', () => {
  it.each(filesOf('alertmanager'))('%s', (_, text) => {
    expect(withFile('alertmanager.yml', text, (path) => run('amtool', ['check-config', path]))).toEqual(accepted);
  });
});

describeWithTool('otelcol-contrib', 'the configurations of the collectors', () => {
  beforeAll(() => {
    // What pods learn from their cluster.
    process.env['K8S_NODE_NAME'] = 'node-1';
    process.env['POD_NAME'] = 'pod-0';
  });

  const validate = (text: string) =>
    withFile('config.yaml', '', (path, folder) =>
      run('otelcol-contrib', ['validate', `--config=yaml:${inFolder(text, folder)}`, `--config=${path}`]),
    );

  it.each(filesOf('otel-collector'))('the gateway: %s', (_, text) => {
    expect(validate(text)).toMatchObject({ status: 0 });
  });

  it.each(filesOf('otel-sampler'))('the samplers: %s', (_, text) => expect(validate(text)).toMatchObject({ status: 0 }));

  it.each(filesOf('otel-collector-agent'))('the agent: %s', (_, text) => expect(validate(text)).toMatchObject({ status: 0 }));

  it('take every pattern that a configuration may have', () => {
    const values = [
      '(?i)token=\\w+',
      '(?P<user>\\w+)@',
      '\\\\1',
      'k\\pL+',
      'k[[:alpha:]]+',
      'a{1,1000}',
      'x$',
      '^k\\S+$',
      '\\x41',
      'k[^\\s"]+',
      "it's",
      'a\\$b',
      '\\Qa.b\\E',
    ];
    expect(validate(fileOf(platformOf({ redaction: { keys: values, values } }), 'otel-collector'))).toMatchObject({ status: 0 });
  });

  it.each(['(a)\\1', 'a(?=b)', '\\u0041', 'a{1001}', 'a[]b', '\\y'])('refuse %s, as the configuration does', (pattern) => {
    expect(() => defineEnvironment('dev', { redaction: { values: [pattern] } })).toThrow('redaction.values[0]');
    const text = fileOf(platformOf({ redaction: { builtIn: false, values: ['PATTERN'] } }), 'otel-collector');
    expect(validate(text.replaceAll('PATTERN', pattern)).status).toBe(1);
  });
});

describeWithTool('loki', 'the configuration of Loki', () => {
  it.each(filesOf('loki'))('%s', (_, text) => {
    expect(withFile('config.yaml', text, (path) => run('loki', ['-verify-config', `-config.file=${path}`]))).toEqual(accepted);
  });
});

describeWithTool('jaeger', 'the configuration of Jaeger', () => {
  it.each(filesOf('jaeger'))('%s', (_, text) => {
    expect(withFile('config.yaml', text, (path) => run('jaeger', ['validate', `--config=${path}`]))).toMatchObject({ status: 0 });
  });
});

describeWithTool('blackbox_exporter', 'its configuration', () => {
  it.each(filesOf('blackbox-exporter'))('%s', (_, text) => {
    expect(withFile('config.yml', text, (path) => run('blackbox_exporter', ['--config.check', `--config.file=${path}`]))).toEqual(accepted);
  });
});

describeWith(allOf(programNeed('docker'), imageNeed('haproxy'), imageNeed('busybox')), 'what only runs in its container', () => {
  // The addresses that it binds to have names on its networks.
  const hosts = ['control', 'inspection'].map((network) => `--add-host=docker-socket-proxy.${network}:127.0.0.1`);
  const inContainer = (image: keyof typeof images, args: readonly string[], input: string) =>
    run(
      'docker',
      ['run', '--rm', '--interactive', '--pull=never', '--network=none', ...hosts, '--entrypoint=sh', imageName(images[image]), ...args],
      { input },
    );

  it.each(filesOf('docker-socket-proxy'))('haproxy takes its configuration: %s', (_, text) => {
    expect(inContainer('haproxy', ['-c', 'cat >/tmp/haproxy.cfg && haproxy -c -f /tmp/haproxy.cfg'], text)).toMatchObject({ status: 0 });
  });

  it('busybox takes the script that names log files', () => {
    const [, , script = ''] = planOf(platformOf(), 'container-log-index').entrypoint ?? [];
    expect(inContainer('busybox', ['-n'], script)).toMatchObject({ status: 0, output: '' });
    expect(inContainer('busybox', ['-n'], `${script}\nfi`).status).not.toBe(0);
  });
});
