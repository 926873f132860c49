import { posix } from 'node:path';
import { RECEIVED_BYTES } from '../../config/messages';
import type { EnvironmentConfig } from '../../config/schema/environment';
import type { KubernetesTargetConfig } from '../../config/schema/kubernetes';
import type { Endpoint, SecretFile } from '../core/component';
import type { Native } from '../core/native';

export type ExternalOtlp = NonNullable<KubernetesTargetConfig['access']['otlp']>;

/** The receiver of what comes from outside of the cluster. */
export const EXTERNAL_RECEIVER = 'otlp/external';

/** Where outside telemetry arrives, behind whatever ends TLS: senders must say who they are there. */
export const EXTERNAL_ENDPOINT: Endpoint = { name: 'otlp-external', port: 4328, protocol: 'http', zones: ['access'] };

const AUTHENTICATION = '/etc/otelcol-contrib/authentication';
const FILES = {
  bearer: posix.join(AUTHENTICATION, 'token'),
  basic: posix.join(AUTHENTICATION, 'htpasswd'),
} as const satisfies Record<ExternalOtlp['authentication']['kind'], string>;

/** Outside telemetry, where it is let in. */
export const externalOtlp = ({ target }: Pick<EnvironmentConfig, 'target'>): ExternalOtlp | undefined =>
  target.kind === 'kubernetes' ? target.access.otlp : undefined;

/** The file with what senders must know. */
export function authenticationFile({ authentication }: ExternalOtlp): SecretFile {
  const { secret } = authentication.kind === 'bearer' ? authentication.token : authentication.htpasswd;
  return { path: FILES[authentication.kind], source: { kind: 'given', name: secret } };
}

/**
 * The extension that lets senders in. Tokens may change while it runs; users need a restart.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/extension/bearertokenauthextension
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/extension/basicauthextension
 */
export const authenticator = ({ authentication: { kind } }: ExternalOtlp): { readonly name: string; readonly settings: Native } =>
  kind === 'bearer'
    ? { name: 'bearertokenauth', settings: { filename: FILES.bearer } }
    : { name: 'basicauth', settings: { htpasswd: { file: FILES.basic } } };

/** The receiver that asks the extension. */
export const externalReceiver = (otlp: ExternalOtlp): Native => ({
  protocols: {
    http: {
      endpoint: `0.0.0.0:${EXTERNAL_ENDPOINT.port}`,
      max_request_body_size: RECEIVED_BYTES,
      auth: { authenticator: authenticator(otlp).name },
    },
  },
});
