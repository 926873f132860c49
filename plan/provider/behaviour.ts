/** What a provider plans when an attribute alone differs; `none` for one that it does not compare. */
export type Answer = 'replace' | 'update' | 'none';

/** How a provider compares a type of resource: what Terraform's own schemas do not say. */
export interface ResourceBehaviour {
  /** By path, nested blocks by their names: `upload.content`. What is not listed does as the block around it does. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** Attributes and blocks whose order is nothing. */
  readonly sets: readonly string[];
  /** Blocks that are lists or sets: an object in their place is a list of one. */
  readonly blocks: readonly string[];
  /** Attributes that stay what they are when a configuration no longer says them. */
  readonly kept: readonly string[];
  /** What an attribute is when a configuration does not say it. */
  readonly defaults: Readonly<Record<string, string | number | boolean>>;
}

/** A provider, as it was asked. */
export interface ProviderBehaviour {
  readonly source: string;
  readonly version: string;
  /** Whether false, 0, "" and an empty list are the same to it as nothing: those built on Terraform's older SDK cannot tell them apart. */
  readonly emptyIsAbsent: boolean;
  readonly types: Readonly<Record<string, ResourceBehaviour>>;
}

/** What differs at a path means; undefined for an attribute that the provider did not have when it was asked. */
export function answerAt({ answers }: ResourceBehaviour, path: string): Answer | undefined {
  const own = answers[path];
  if (own !== undefined || !path.includes('.')) return own;
  return answerAt({ answers } as ResourceBehaviour, path.slice(0, path.lastIndexOf('.')));
}
