import type { EnvironmentConfig } from '../../config/schema/environment';
import type { RemoteWriteConfig } from '../../config/schema/remote-write';
import type { SecretFile } from '../core/component';
import { secretOf } from '../core/kubernetes';
import type { Native } from '../core/native';

type Stores = EnvironmentConfig['prometheus']['remoteWrite'];

/** Where a secret lies in Prometheus' container, alone in its folder. */
const fileOf = (secret: string): string => `/etc/prometheus/secrets/${secret}/value`;

const secretsOf = (authentication: RemoteWriteConfig['authentication']): readonly string[] => {
  switch (authentication?.kind) {
    case 'bearer':
      return [authentication.token.secret];
    case 'basic':
      return [authentication.user.secret, authentication.password.secret];
    case undefined:
      return [];
  }
};

/** The files from which Prometheus reads how to show who it is to its long-term stores. */
export const remoteWriteSecrets = (stores: Stores): readonly SecretFile[] =>
  [...new Set(stores.flatMap(({ authentication }) => secretsOf(authentication)))].map((name) => ({
    path: fileOf(name),
    source: { kind: 'given', name },
  }));

const target = ({ name, url, tenant }: RemoteWriteConfig): Native => ({
  name,
  url,
  ...(tenant === undefined ? {} : { headers: { 'X-Scope-OrgID': tenant } }),
});

/** Long-term stores in Prometheus' own file. https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write */
export const remoteWriteInFile = (stores: Stores): readonly Native[] =>
  stores.map((store) => ({ ...target(store), ...authenticationInFile(store.authentication) }));

function authenticationInFile(authentication: RemoteWriteConfig['authentication']): Native {
  switch (authentication?.kind) {
    case 'bearer':
      return { authorization: { credentials_file: fileOf(authentication.token.secret) } };
    case 'basic':
      return { basic_auth: { username_file: fileOf(authentication.user.secret), password_file: fileOf(authentication.password.secret) } };
    case undefined:
      return {};
  }
}

/** The same as the operator takes it, which makes the file. https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.RemoteWriteSpec */
export const remoteWriteInResource = (stores: Stores): readonly Native[] =>
  stores.map((store) => ({ ...target(store), ...authenticationInResource(store.authentication) }));

function authenticationInResource(authentication: RemoteWriteConfig['authentication']): Native {
  const from = (name: string): Native => secretOf({ name });
  switch (authentication?.kind) {
    case 'bearer':
      return { authorization: { credentials: from(authentication.token.secret) } };
    case 'basic':
      return { basicAuth: { username: from(authentication.user.secret), password: from(authentication.password.secret) } };
    case undefined:
      return {};
  }
}
