import type { Rule } from './rule';

/** A way in leads to something. */
const waysInLeadSomewhere: Rule = ({ target, grafana, otelCollector }) => {
  if (target.kind !== 'kubernetes') return [];
  const { access } = target;
  return [
    ...(access.grafana !== undefined && !grafana.enabled
      ? [{ path: 'target.access.grafana', rule: 'must be absent while grafana.enabled is false: switch Grafana on, or remove its way in' }]
      : []),
    ...(access.otlp !== undefined && !otelCollector.enabled
      ? [
          {
            path: 'target.access.otlp',
            rule: 'must be absent while otelCollector.enabled is false: switch the collector on, or remove its way in',
          },
        ]
      : []),
  ];
};

/** Nobody but members of the organisations signs in, so that a team of another one would give its role to nobody. */
const teamsAreOfTheOrganizations: Rule = ({ grafana: { github } }) => {
  if (github === undefined) return [];
  const known = github.organizations.map((organization) => organization.toLowerCase());
  return (['admin', 'editor'] as const).flatMap((role) =>
    github.roles[role].flatMap((team, index) => {
      const organization = team.slice(1, team.indexOf('/'));
      return known.includes(organization.toLowerCase())
        ? []
        : [
            {
              path: `grafana.github.roles.${role}[${index}]`,
              value: team,
              rule: `must be a team of one of grafana.github.organizations (${github.organizations.join(', ')}): add ${organization} to them, or remove the team`,
            },
          ];
    }),
  );
};

/** Who gets in, and to what. */
export const accessRules: readonly Rule[] = [waysInLeadSomewhere, teamsAreOfTheOrganizations];
