/** The parts of a synthesised stack, as far as a bare program has to declare them. */
export interface StackJson {
  readonly terraform: {
    readonly backend: { readonly local: { readonly path: string } };
    readonly required_providers: Readonly<Record<string, unknown>>;
  };
  readonly variable?: Readonly<Record<string, Properties>>;
  readonly output?: Readonly<Record<string, Properties>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Properties>>>>;
}

type Properties = Readonly<Record<string, unknown>>;

/** How a program gets at the provider's classes: from each resource's own module, or from the package as the template does. */
export type Imports = 'deep' | 'barrel';

const RESOURCES = {
  docker_image: { class: 'Image', module: 'image' },
  docker_network: { class: 'Network', module: 'network' },
  docker_container: { class: 'Container', module: 'container' },
  terraform_data: { class: 'DataResource', module: undefined },
} as const;

const PROVIDER: readonly { readonly class: string; readonly module: string }[] = [
  { class: 'DockerProvider', module: 'provider' },
  ...Object.values(RESOURCES).flatMap((resource) => (resource.module === undefined ? [] : [resource])),
];

const CORE = ['App', 'DataResource', 'LocalBackend', 'TerraformOutput', 'TerraformStack', 'TerraformVariable'] as const;

type ResourceType = keyof typeof RESOURCES;

/** What the typed bindings lack or type otherwise: given as it is, as everybody has to who uses the provider's newer version. */
const UNTYPED: Readonly<Partial<Record<ResourceType, readonly string[]>>> = {
  docker_container: ['memory_reservation'],
  terraform_data: ['input'],
};

/**
 * A cdktf program that declares exactly the resources of synthesised stacks and knows nothing else: what somebody writes by
 * hand who wants these containers and no toolkit. Pure.
 *
 * @throws Error for a resource of a type that it does not know
 */
export function bareProgram(stacks: Readonly<Record<string, StackJson>>, imports: Imports): string {
  const bodies = Object.entries(stacks).map(([name, stack]) => `{\n${stackStatements(name, stack).join('\n')}\n}`);
  const code = ['const app = new App();', ...bodies, 'app.synth();', ''].join('\n');
  return [...importLines(imports, code), code].join('\n');
}

/** Imports of what the code uses: the template's type check refuses others. */
function importLines(imports: Imports, code: string): readonly string[] {
  const isUsed = (name: string): boolean => code.includes(`new ${name}(`);
  const core = `import { ${CORE.filter(isUsed).join(', ')} } from 'cdktf';`;
  const classes = PROVIDER.filter((item) => isUsed(item.class));
  if (imports === 'deep')
    return [core, ...classes.map((item) => `import { ${item.class} } from '@cdktf/provider-docker/lib/${item.module}';`)];
  return [
    core,
    `import { ${classes.map(({ module }) => module).join(', ')} } from '@cdktf/provider-docker';`,
    ...classes.map((item) => `const { ${item.class} } = ${item.module};`),
  ];
}

function stackStatements(name: string, { terraform, variable = {}, output = {}, resource }: StackJson): readonly string[] {
  return [
    `const stack = new TerraformStack(app, ${JSON.stringify(name)});`,
    `new LocalBackend(stack, { path: ${JSON.stringify(terraform.backend.local.path)} });`,
    `new DockerProvider(stack, 'docker');`,
    `stack.addOverride('terraform.required_providers', ${JSON.stringify(terraform.required_providers)});`,
    ...Object.entries(variable).flatMap(([id, properties]) => element('TerraformVariable', 'variable', id, typed(properties))),
    ...(Object.keys(RESOURCES) as readonly ResourceType[]).flatMap((type) => resourceStatements(type, resource)),
    ...Object.entries(output).flatMap(([id, properties]) => element('TerraformOutput', 'output', id, typed(properties))),
    ...unknownTypes(resource),
  ];
}

function unknownTypes(resource: StackJson['resource']): readonly never[] {
  const unknown = Object.keys(resource).filter((type) => !(type in RESOURCES));
  if (unknown.length === 0) return [];
  throw new Error(`the bare program cannot declare ${unknown.join(', ')}: teach it the type in bare-program.ts`);
}

function resourceStatements(type: ResourceType, resources: StackJson['resource']): readonly string[] {
  const untyped = UNTYPED[type] ?? [];
  // What another of the same type depends on is declared before it.
  const entries = Object.entries(resources[type] ?? {}).sort(([, a], [, b]) => dependencies(type, a) - dependencies(type, b));
  return entries.flatMap(([id, properties]) => {
    const overrides = untyped.filter((key) => key in properties);
    const own = Object.fromEntries(Object.entries(properties).filter(([key]) => key !== '//' && !overrides.includes(key)));
    return [
      ...element(RESOURCES[type].class, type, id, typed(own)),
      ...overrides.map((key) => `${variableName(type, id)}.addOverride(${JSON.stringify(key)}, ${JSON.stringify(properties[key])});`),
    ];
  });
}

const dependencies = (type: ResourceType, { depends_on: dependsOn = [] }: Properties): number =>
  (dependsOn as readonly string[]).filter((name) => name.startsWith(`${type}.`)).length;

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
    return `{ ${entries.map(([name, item]) => `${JSON.stringify(camelCase(name))}: ${typed(item, name)}`).join(', ')} }`;
  }
  const image = typeof value === 'string' ? /^\$\{(docker_image\.\w+)\.image_id\}$/.exec(value)?.[1] : undefined;
  return image === undefined ? JSON.stringify(value) : `${reference(image)}.imageId`;
}

function reference(address: string): string {
  const [type = '', id = ''] = address.split('.');
  return variableName(type, id);
}

const camelCase = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
