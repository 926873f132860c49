/** A class of a provider's bindings. */
export interface Binding {
  readonly provider: string;
  /** File that it is alone in: `network-policy-v1`. */
  readonly module: string;
  /** Its module's name in the package's own exports: `networkPolicyV1`. */
  readonly namespace: string;
  /** `NetworkPolicyV1` */
  readonly exported: string;
  /** The name that it gets in a program, which no other class has. */
  readonly name: string;
}

/** The one type of resource that cdktf itself has. */
export const DATA = 'terraform_data';

/** The bindings of a type of resource, whose names all follow from its own. */
export function bindingOf(type: string): Binding {
  const [provider = '', ...words] = type.split('_');
  return binding(provider, words, pascalCase(words));
}

/** The bindings of a provider's own settings. */
export const providerBinding = (provider: string): Binding => binding(provider, ['provider'], `${pascalCase([provider])}Provider`);

const binding = (provider: string, words: readonly string[], exported: string): Binding => ({
  provider,
  module: words.join('-'),
  namespace: words.map((word, index) => (index === 0 ? word : pascalCase([word]))).join(''),
  exported,
  name: exported.startsWith(pascalCase([provider])) ? exported : `${pascalCase([provider])}${exported}`,
});

const pascalCase = (words: readonly string[]): string => words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
