import type { TestCaseStore } from '../test-case-store.ts';
import { getTestCase, listTestCases } from './queries/read-test-cases.ts';
import type { Reader } from './reader.ts';
import { rowOfTestCase } from './test-case-row.ts';
import type { Writer } from './writer.ts';

export const testCaseStore = (reader: Reader, writer: Writer): TestCaseStore => ({
  async createTestCase(testCase, most) {
    return writer.write('createTestCase', { row: rowOfTestCase(testCase), most }, testCase.delivery.body);
  },
  listTestCases: reader.query(listTestCases),
  getTestCase: reader.query(getTestCase),
  async updateTestCase(workflowId, id, { name, ignored, expected }) {
    return writer.write('updateTestCase', {
      ...{ workflowId, id, name: name ?? null, ignored: ignored ? JSON.stringify(ignored) : null },
      ...{ expected: expected ? JSON.stringify(expected) : null, expectedStatus: expected?.status ?? null },
    });
  },
  async deleteTestCase(workflowId, id) {
    return writer.write('deleteTestCase', { workflowId, id });
  },
});
