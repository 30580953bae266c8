import { expect, it } from 'vitest';
import { testIntake } from '../test-intake.ts';

const test = testIntake();

it('tells once that something is published, when it is', async () => {
  let told = 0;
  const tell = () => {
    told += 1;
  };
  test.routes.whenPublished(tell);
  await test.workflowWith({}, { publish: false });
  expect(told).toBe(0);
  await test.workflowWith({});
  await test.workflowWith({});
  expect(told).toBe(1);
  test.routes.whenPublished(tell);
  expect(told).toBe(2);
});
