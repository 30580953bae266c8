import { ApiProblem } from '../api-problem.ts';

const noSuch = (what: string) => (): ApiProblem =>
  new ApiProblem('not-found', `There is no such ${what}.`, { detail: 'It may have been deleted.' });

export const noSuchWorkflow = noSuch('workflow');
export const noSuchVersion = noSuch('version');
export const noSuchExecution = noSuch('execution');
export const noSuchDelivery = noSuch('delivery');
export const noSuchRecord = noSuch('record');
export const noSuchSecret = noSuch('secret');
export const noSuchTestCase = noSuch('test case');
