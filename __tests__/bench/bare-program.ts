import { type Binding, bindingOf, DATA, providerBinding } from './bindings';

/** The parts of a synthesised stack, as far as a bare program has to declare them. */
export interface StackJson {
  readonly terraform: {
    readonly backend: Readonly<Record<string, Properties>>;
    readonly required_providers: Readonly<Record<string, unknown>>;
  };
  readonly provider?: Readonly<Record<string, readonly Properties[]>>;
  readonly variable?: Readonly<Record<string, Properties>>;
  readonly output?: Readonly<Record<string, Properties>>;
  readonly resource: Resources;
}

type Properties = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Properties>>>>;

/** How a program gets at the providers' classes: from each resource's own module, or from the package as the template does. */
export type Imports = 'deep' | 'barrel';

const CORE = ['App', 'DataResource', 'LocalBackend', 'TerraformOutput', 'TerraformStack', 'TerraformVariable'] as const;

/** What the typed bindings lack or type otherwise: given as it is, as everybody has to who uses the provider's newer version. */
const UNTYPED: Readonly<Record<string, readonly string[]>> = {
  docker_container: ['memory_reservation'],
  [DATA]: ['input'],
};

/**
 * A cdktf program that declares exactly the resources of synthesised stacks and knows nothing else: what somebody writes by
 * hand who wants these resources and no toolkit. Pure.
 */
export function bareProgram(stacks: Readonly<Record<string, StackJson>>, imports: Imports): string {
  const bodies = Object.entries(stacks).map(([name, stack]) => `{\n${stackStatements(name, stack).join('\n')}\n}`);
  const code = ['const app = new App();', ...bodies, 'app.synth();', ''].join('\n');
  const bindings = Object.values(stacks).flatMap(({ terraform, resource }) => [
    ...Object.keys(terraform.required_providers).map(providerBinding),
    ...Object.keys(resource).flatMap((type) => (type === DATA ? [] : [bindingOf(type)])),
  ]);
  const unique = [...new Map(bindings.map((binding) => [binding.name, binding])).values()];
  return [...importLines(imports, unique, code), code].join('\n');
}

/** Imports of what the code uses: the template's type check refuses others. */
function importLines(imports: Imports, bindings: readonly Binding[], code: string): readonly string[] {
  const core = `import { ${CORE.filter((name) => code.includes(`new ${name}(`)).join(', ')} } from 'cdktf';`;
  if (imports === 'deep') {
    return [
      core,
      ...bindings.map(({ provider, module, exported, name }) => {
        const imported = exported === name ? name : `${exported} as ${name}`;
        return `import { ${imported} } from '@cdktf/provider-${provider}/lib/${module}';`;
      }),
    ];
  }
  const providers = [...new Set(bindings.map(({ provider }) => provider))];
  return [
    core,
    ...providers.map((provider) => `import * as ${provider} from '@cdktf/provider-${provider}';`),
    ...bindings.map(({ provider, namespace, exported, name }) => `const ${name} = ${provider}.${namespace}.${exported};`),
  ];
}

function stackStatements(name: string, { terraform, provider = {}, variable = {}, output = {}, resource }: StackJson): readonly string[] {
  return [
    `const stack = new TerraformStack(app, ${JSON.stringify(name)});`,
    ...backendStatements(terraform.backend),
    ...Object.entries(variable).flatMap(([id, properties]) => element('TerraformVariable', 'variable', id, typed(properties))),
    ...Object.entries(provider).flatMap(([id, blocks]) =>
      blocks.map((block) => `new ${providerBinding(id).name}(stack, ${JSON.stringify(id)}, ${typed(block)});`),
    ),
    `stack.addOverride('terraform.required_providers', ${JSON.stringify(terraform.required_providers)});`,
    ...resourceStatements(resource),
    ...Object.entries(output).flatMap(([id, properties]) => element('TerraformOutput', 'output', id, typed(properties))),
  ];
}

function backendStatements({ local, ...others }: StackJson['terraform']['backend']): readonly string[] {
  if (local !== undefined) return [`new LocalBackend(stack, ${JSON.stringify(local)});`];
  // cdktf has no class for a cluster's Secret, and adds a local file where there is no backend of a class of its own.
  return [`stack.addOverride('terraform.backend', ${JSON.stringify(others)});`, `stack.addOverride('terraform.backend.local', undefined);`];
}

/** Every resource after those that it depends on. */
function resourceStatements(resources: Resources): readonly string[] {
  const all = Object.entries(resources).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, properties]) => ({ type, id, properties })),
  );
  const depth = (address: string, seen: readonly string[] = []): number => {
    const [type = '', id = ''] = address.split('.');
    const { depends_on: dependsOn = [] } = resources[type]?.[id] ?? {};
    const next = (dependsOn as readonly string[]).filter((other) => !seen.includes(other));
    return Math.max(type === 'docker_image' ? 0 : 1, ...next.map((other) => depth(other, [...seen, address]) + 1));
  };
  const sorted = all.map((item) => ({ ...item, depth: depth(`${item.type}.${item.id}`) })).sort((a, b) => a.depth - b.depth);
  return sorted.flatMap(({ type, id, properties }) => {
    const overrides = (UNTYPED[type] ?? []).filter((key) => key in properties);
    const own = Object.fromEntries(Object.entries(properties).filter(([key]) => key !== '//' && !overrides.includes(key)));
    return [
      ...element(type === DATA ? 'DataResource' : bindingOf(type).name, type, id, typed(own)),
      ...overrides.map((key) => `${variableName(type, id)}.addOverride(${JSON.stringify(key)}, ${JSON.stringify(properties[key])});`),
    ];
  });
}

const element = (className: string, type: string, id: string, properties: string): readonly string[] => [
  `const ${variableName(type, id)} = new ${className}(stack, ${JSON.stringify(`${type}-${id}`)}, ${properties});`,
  `${variableName(type, id)}.overrideLogicalId(${JSON.stringify(id)});`,
];

const variableName = (type: string, id: string): string => `${type}_${id}`.replaceAll(/\W/g, '_');

/** A value as source text: attributes in the bindings' spelling, references to other resources as what they refer to. */
function typed(value: unknown, key = ''): string {
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown) => (key === 'depends_on' && typeof item === 'string' ? reference(item) : typed(item))).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([name]) => name !== '//');
    // Keys of labels are names of their own.
    const spelt = (name: string): string => (MAPS.includes(key) ? name : camelCase(name));
    return `{ ${entries.map(([name, item]) => `${JSON.stringify(spelt(name))}: ${typed(item, name)}`).join(', ')} }`;
  }
  const image = typeof value === 'string' ? /^\$\{(docker_image\.\w+)\.image_id\}$/.exec(value)?.[1] : undefined;
  return image === undefined ? JSON.stringify(value) : `${reference(image)}.imageId`;
}

const MAPS: readonly string[] = ['labels', 'annotations', 'match_labels', 'log_opts', 'tmpfs', 'hard', 'default', 'default_request'];

function reference(address: string): string {
  const [type = '', id = ''] = address.split('.');
  return variableName(type, id);
}

const camelCase = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
