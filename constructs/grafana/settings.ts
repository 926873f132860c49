import type { EnvironmentConfig } from '../../config/schema/environment';
import type { Native } from '../core/native';
import { ADMIN_PASSWORD_FILE, DASHBOARDS_DIRECTORY, GITHUB_SECRET_FILE } from './files';

const HOME_DASHBOARD = `${DASHBOARDS_DIRECTORY}/platform/platform-overview.json`;

/**
 * It calls nobody outside. Without the second line Grafana 13 replaces the data sources that its image brings by what it finds at
 * grafana.com at every start, and when that fails half-way they are gone: https://github.com/grafana/grafana/issues/132528
 */
const NOTHING_OUTSIDE = {
  analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
  plugins: { preinstall_disabled: true, preinstall_auto_update: false },
  news: { news_feed_enabled: false },
  snapshots: { external_enabled: false },
} as const;

/** Compression is on since Grafana 13 and takes hundreds of MiB: https://github.com/grafana/grafana/issues/123017 */
const UNCOMPRESSED = { enable_gzip: false } as const;

/** Grafana's settings, by section. https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/ */
export function renderSettings(config: EnvironmentConfig): Native {
  const { adminUser, github } = config.grafana;
  const route = config.target.kind === 'kubernetes' ? config.target.access.grafana : undefined;
  return {
    security: {
      admin_user: adminUser,
      admin_password: `$__file{${ADMIN_PASSWORD_FILE}}`,
      disable_gravatar: true,
      // GitHub sends people back, and a strict cookie would stay behind.
      cookie_samesite: github === undefined ? 'strict' : 'lax',
      ...(route === undefined ? {} : { cookie_secure: true }),
    },
    ...homePage(config),
    users: { allow_sign_up: false },
    'auth.anonymous': { enabled: false },
    ...NOTHING_OUTSIDE,
    metrics: { enabled: true },
    log: { level: 'warn', mode: 'console' },
    'log.console': { format: 'json' },
    server: { ...UNCOMPRESSED, ...(github === undefined && route === undefined ? {} : { root_url: address(config) }) },
    ...(github === undefined ? {} : { 'auth.github': githubLogin(github) }),
  };
}

/** What people see first. It needs something that tells how the platform is. */
const homePage = ({ prometheus, loki }: EnvironmentConfig): Native =>
  prometheus.enabled || loki.enabled ? { dashboards: { default_home_dashboard_path: HOME_DASHBOARD } } : {};

/** Where people open it: links lead there, and GitHub sends them back there. */
function address({ target, grafana }: EnvironmentConfig): string {
  if (target.kind === 'docker') return `http://${hostOf(target.publishedAddress)}:${grafana.port}/`;
  // Without a way in, kubectl port-forward.
  return target.access.grafana === undefined ? 'http://localhost:3000/' : `https://${target.access.grafana.host}/`;
}

/** An address of the host as a browser on it names it: those of the machine itself, and all of them, are `localhost`. */
const hostOf = (address: string): string => {
  if (/^127\.|^0\.0\.0\.0$|^[0:]+1?$/.test(address)) return 'localhost';
  return address.includes(':') ? `[${address}]` : address;
};

/** https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/github/ */
const githubLogin = ({ clientId, organizations, roles }: NonNullable<EnvironmentConfig['grafana']['github']>): Native => ({
  enabled: true,
  client_id: clientId,
  client_secret: `$__file{${GITHUB_SECRET_FILE}}`,
  // To see the teams of private organisations.
  scopes: 'user:email,read:org',
  allowed_organizations: organizations.join(' '),
  // A member's account is made at the first sign-in; nobody else passes the line above.
  allow_sign_up: true,
  allow_assign_grafana_admin: false,
  role_attribute_strict: true,
  role_attribute_path: [...granted(roles.admin, 'Admin'), ...granted(roles.editor, 'Editor'), "'Viewer'"].join(' || '),
});

/** A role for the members of teams, in JMESPath. */
const granted = (teams: readonly string[], role: string): readonly string[] =>
  teams.length === 0 ? [] : [`(${teams.map((team) => `contains(groups[*], '${team}')`).join(' || ')}) && '${role}'`];
