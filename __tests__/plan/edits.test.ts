import { resourceChanges } from '../../plan/resources';
import { edits } from './edits';
import { BASE, edited } from './edits/edit';
import { lineOf, sideOf } from './edits/sides';

const base = sideOf(BASE);

it('there are enough of them', () => expect(edits.length).toBeGreaterThanOrEqual(40));

it.each(edits.map((edit) => [edit.title, edit] as const))('%s', (_, { overlay, plan }) => {
  expect(resourceChanges(base, sideOf(edited(overlay))).map(lineOf)).toEqual(plan);
});
