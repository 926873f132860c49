import { planJsonSchema, planSchema } from '../../../plan/formats/json';
import { fullPlan } from '../../support/plans';

describe('the schema of the JSON format', () => {
  it('takes a plan as it is', () => {
    expect(planSchema.parse(JSON.parse(JSON.stringify(fullPlan)))).toEqual(JSON.parse(JSON.stringify(fullPlan)));
  });

  it('knows every key', () => {
    const text = planJsonSchema();
    const keys = new Set<string>();
    JSON.stringify(fullPlan, (key, value: unknown) => {
      if (key !== '' && !/^\d+$/.test(key)) keys.add(key);
      return value;
    });
    expect([...keys].filter((key) => !text.includes(`"${key}": {`))).toEqual([]);
  });

  it.each([
    [{ ...fullPlan, version: 2 }, 'version'],
    [{ ...fullPlan, environments: [{ name: 'dev' }] }, 'status'],
  ])('refuses %#', (plan, key) => {
    expect(planSchema.safeParse(plan).error?.message).toContain(key);
  });
});
