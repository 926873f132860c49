import type { Answer, ResourceBehaviour } from '../../plan/provider/behaviour';
import type { Laboratory } from './ask';
import { type Case, candidates, minimalCase } from './cases';
import { type Block, isSettable, type ResourceSchema, type Schemas } from './schema';

interface Question {
  readonly type: string;
  readonly path: string;
  readonly cases: readonly Case[];
}

/** Everything that can be known of some types of resource. Starts Terraform. @throws Error when a provider lacks one of them */
export function behavioursOf(laboratory: Laboratory, types: readonly string[]): ReadonlyMap<string, ResourceBehaviour> {
  const schemas = schemasOf(laboratory.schemas(), types);
  const versionOf = (type: string): number => schemas.get(type)?.version ?? 0;
  const questions = [...schemas].flatMap(([type, { block }]) =>
    [...candidates(type, block)].map(([path, cases]): Question => ({ type, path, cases })),
  );
  const answers = askAll(laboratory, questions, versionOf);
  const blocks = questions.filter(({ type, path }) => isBlock(schemas.get(type)?.block, path.split('.')));
  const defaults = laboratory.defaults([
    ...[...schemas].map(([type, { block }]) => minimalCase(type, block)),
    ...blocks.flatMap(({ cases }) => cases),
  ]);
  return new Map(
    [...schemas].map(([type, { block }]) => [
      type,
      {
        answers: compact(answers.filter((each) => each.type === type)),
        sets: setsIn(block),
        blocks: listsIn(block),
        ...unsaid(block, defaults.get(type) ?? {}),
      },
    ]),
  );
}

/** The chart of this folder says it, not the provider. */
const NO_DEFAULT = ['version'];

/** What attributes are that a configuration does not say. */
function unsaid(block: Block, planned: ResourceBehaviour['defaults']): Pick<ResourceBehaviour, 'kept' | 'defaults'> {
  const settable = new Set(pathsIn(block, { attribute: isSettable }));
  const defaults = Object.entries(planned).filter(([path, value]) => settable.has(path) && !NO_DEFAULT.includes(path) && value !== '');
  return { kept: keptIn(block).filter((path) => !defaults.some(([other]) => other === path)), defaults: Object.fromEntries(defaults) };
}

function schemasOf({ provider_schemas: providers }: Schemas, types: readonly string[]): ReadonlyMap<string, ResourceSchema> {
  const all = Object.values(providers).flatMap(({ resource_schemas: resources = {} }) => Object.entries(resources));
  return new Map(
    types.map((type) => {
      const found = all.find(([name]) => name === type);
      if (found === undefined) throw new Error(`no provider has ${type}`);
      return found;
    }),
  );
}

interface Known {
  readonly type: string;
  readonly path: string;
  readonly answer: Answer;
}

/** Tries the values of each question one after the other, until the provider takes one. */
function askAll(
  laboratory: Laboratory,
  questions: readonly Question[],
  versionOf: (type: string) => number,
  attempt = 0,
): readonly Known[] {
  const open = questions.flatMap(({ type, path, cases }) => {
    const tried = cases[attempt];
    return tried === undefined ? [] : [{ question: { type, path, cases }, tried }];
  });
  if (open.length === 0) return [];
  const answers = laboratory.ask(
    open.map(({ tried }) => tried),
    versionOf,
  );
  const known = open.flatMap(({ question: { type, path } }, index): readonly Known[] => {
    const answer = answers[index];
    return typeof answer === 'string' ? [{ type, path, answer }] : [];
  });
  const refused = open.filter((_, index) => typeof answers[index] !== 'string').map(({ question }) => question);
  return [...known, ...askAll(laboratory, refused, versionOf, attempt + 1)];
}

/** Without what the block around says already. */
function compact(known: readonly Known[]): Readonly<Record<string, Answer>> {
  const sorted = [...known].sort((one, other) => (one.path < other.path ? -1 : 1));
  const answers: Record<string, Answer> = {};
  for (const { path, answer } of sorted) {
    const above = nearest(answers, path);
    if (above !== answer) answers[path] = answer;
  }
  return answers;
}

function nearest(answers: Readonly<Record<string, Answer>>, path: string): Answer | undefined {
  const end = path.lastIndexOf('.');
  if (end < 0) return undefined;
  const above = path.slice(0, end);
  return answers[above] ?? nearest(answers, above);
}

const isBlock = (block: Block | undefined, [name, ...rest]: readonly string[]): boolean => {
  const nested = name === undefined ? undefined : block?.block_types?.[name];
  return nested !== undefined && (rest.length === 0 || isBlock(nested.block, rest));
};

/** Paths in a block and the blocks in it for which something holds. */
function pathsIn(
  block: Block,
  choose: {
    readonly attribute?: (attribute: NonNullable<Block['attributes']>[string]) => boolean;
    readonly block?: (nesting: string) => boolean;
  },
  above = '',
): readonly string[] {
  const own = Object.entries(block.attributes ?? {}).flatMap(([name, attribute]) =>
    choose.attribute?.(attribute) === true ? [`${above}${name}`] : [],
  );
  const nested = Object.entries(block.block_types ?? {}).flatMap(([name, { block: inner, nesting_mode: nesting }]) => [
    ...(choose.block?.(nesting) === true ? [`${above}${name}`] : []),
    ...pathsIn(inner, choose, `${above}${name}.`),
  ]);
  return [...own, ...nested].sort();
}

const setsIn = (block: Block): readonly string[] =>
  pathsIn(block, {
    attribute: (attribute) => isSettable(attribute) && Array.isArray(attribute.type) && attribute.type[0] === 'set',
    block: (nesting) => nesting === 'set',
  });

const listsIn = (block: Block): readonly string[] => pathsIn(block, { block: (nesting) => nesting === 'set' || nesting === 'list' });

const keptIn = (block: Block): readonly string[] =>
  pathsIn(block, { attribute: ({ optional, computed }) => optional === true && computed === true }).filter((path) => path !== 'id');
