import { ownerLabels, PART_OF, PLATFORM } from '../../constructs/core/labels';
import { isOurs, labelledOwner, ownershipOf, ownersOf } from '../../constructs/core/ownership';

const adv = { platform: 'adv', name: 'b-c' };
const other = { platform: 'adv-b', name: 'c' };
const dev = { platform: 'o11y', name: 'dev' };

describe('whose an object is', () => {
  it.each([
    ['its own labels', adv, ownerLabels(adv), 'own'],
    ['labels of one with the same prefix', adv, ownerLabels(other), 'foreign'],
    ['labels of another platform', dev, ownerLabels({ platform: 'shop', name: 'dev' }), 'foreign'],
    ['half of its labels', dev, { [PLATFORM]: 'o11y' }, 'foreign'],
    ['its labels, and a word that says otherwise', dev, { ...ownerLabels(dev), [PART_OF]: 'shop' }, 'own'],
    ["an older version's label that can be read in one way", dev, { [PART_OF]: 'o11y-dev' }, 'own'],
    ["an older version's label that can be read in two", adv, { [PART_OF]: 'adv-b-c' }, 'ambiguous'],
    ['the same, seen from the other', other, { [PART_OF]: 'adv-b-c' }, 'ambiguous'],
    ["an older version's label of another", dev, { [PART_OF]: 'o11y-test' }, 'foreign'],
    ['a label of Helm', dev, { [PART_OF]: 'argocd' }, 'foreign'],
    ['none', dev, { service: 'prometheus' }, 'unlabelled'],
  ])('%s: %j %j: %s', (_, owner, labels, expected) => {
    expect(ownershipOf(owner, labels)).toBe(expected);
    expect(isOurs(owner, labels)).toBe(expected === 'own');
  });

  it('is said in full', () => {
    expect(labelledOwner(ownerLabels(other))).toBe('the environment c of the platform adv-b');
    expect(labelledOwner({ [PART_OF]: 'adv-b-c' })).toBe('adv-b-c');
    expect(labelledOwner({})).toBeUndefined();
  });

  it.each([
    ['o11y-dev', ['o11y/dev']],
    ['adv-b-c', ['adv/b-c', 'adv-b/c']],
    // Nobody can have such a name: an environment has at most 20 characters and starts with a letter, a platform ends with no hyphen.
    [`shop-eu-${'x'.repeat(18)}`, [`shop-eu/${'x'.repeat(18)}`]],
    ['o11y-2-dev', ['o11y-2/dev']],
    ['a--b', []],
    ['dev', []],
  ])('%s can be %j', (prefix, expected) => expect(ownersOf(prefix).map(({ platform, name }) => `${platform}/${name}`)).toEqual(expected));
});
