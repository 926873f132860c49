import type { Zone } from '../../constructs/core/component';
import { resourceName } from '../../constructs/core/naming';
import type { Platform } from '../../constructs/core/platform';
import { zonesOf } from '../../constructs/core/topology';
import { html, table } from './html';
import type { Section } from './section';

const ZONE_PURPOSES: Readonly<Record<Zone, string>> = {
  access: 'What people open, and everything with a port on the host',
  services: 'Instrumented applications and databases, and what they may reach',
  storage: 'Stores, and what reads or writes them',
  control: "The list of the engine's containers",
  inspection: 'What the engine says of each of them, its environment included',
};

const ZONES: readonly Zone[] = ['access', 'services', 'storage', 'control', 'inspection'];

/** Which networks there are, and who is part of each. */
export const networksSection: Section = {
  id: 'networks',
  title: 'Networks',
  render: (platform) => {
    const rows = ZONES.map((zone) => ({ zone, members: membersOf(platform, zone) })).filter(({ members }) => members.length > 0);
    if (rows.length === 0) return undefined;
    return table({
      caption: platform.config.target.kind === 'docker' ? 'Networks and their members' : 'Zones and their members',
      columns: [{ title: 'Network' }, { title: 'Purpose' }, { title: 'Members' }],
      rows: rows.map(({ zone, members }) => [
        platform.config.target.kind === 'docker' ? resourceName(platform.config, zone) : zone,
        ZONE_PURPOSES[zone],
        html`<ul class="members">${members.map((member) => html`<li>${member}</li>`)}</ul>`,
      ]),
    });
  },
};

const membersOf = ({ components }: Platform, zone: Zone): readonly string[] =>
  components.filter((component) => zonesOf(component, components).includes(zone)).map(({ name }) => name);
