import { engine, execute, startContainer } from './engine';
import { SECRETS, SERVICES_NETWORK } from './environment';

export const DATABASES = ['o11ytest-redis', 'o11ytest-postgres'] as const;

/** A Redis and a PostgreSQL server with passwords, where the exporters of the environment look for them. */
export async function startDatabases(): Promise<void> {
  const [redis, postgres] = DATABASES;
  await startContainer(redis, {
    Image: 'redis:8-alpine',
    Cmd: ['redis-server', '--requirepass', SECRETS.redis_password],
    HostConfig: { NetworkMode: SERVICES_NETWORK },
  });
  await startContainer(postgres, {
    Image: 'postgres:17-alpine',
    Env: [`POSTGRES_PASSWORD=${SECRETS.postgres_password}`],
    HostConfig: { NetworkMode: SERVICES_NETWORK },
  });
}

/** Look-ups that find their key, and some that do not. */
export async function useDatabases(): Promise<void> {
  const ask = (...words: readonly string[]) =>
    execute(engine.getContainer(DATABASES[0]), ['redis-cli', '--no-auth-warning', '-a', SECRETS.redis_password, ...words]);
  await ask('set', 'key', 'value');
  for (const key of ['key', 'key', 'key', 'missing']) expect((await ask('get', key)).status).toBe(0);
}
