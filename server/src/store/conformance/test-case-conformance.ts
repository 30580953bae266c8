import { describe, expect, it } from 'vitest';
import { ReferenceMissing } from '../store.ts';
import type { WholeTestCase } from '../test-case-store.ts';
import type { StoreUnderTest } from './conformance-suite.ts';
import { NOON, publishedWorkflow, sampleDelivery } from './samples.ts';

export function testCaseConformance(store: StoreUnderTest): void {
  const sample = (workflowId: string, changes: Partial<WholeTestCase> = {}): WholeTestCase => ({
    ...{ id: crypto.randomUUID(), workflowId, name: 'An order', createdAt: NOON + 1, ignored: ['output.at'] },
    delivery: sampleDelivery(workflowId, { path: '/eu', body: Buffer.from([0xff, 0, 1]) }),
    execution: {
      ...{ id: crypto.randomUUID(), workflowName: 'Orders', version: 1, origin: { kind: 'delivery' }, createdAt: NOON },
      answers: [
        {
          ...{ nodeId: 'tell', nodeName: 'Tell', nodeType: 'http-request', round: 2, status: 'succeeded' },
          ...{ ports: ['out'], isPassed: false, output: { n: 1 }, error: null },
        },
      ],
    },
    expected: { status: 'succeeded', error: null, output: { n: 1 }, response: null, sent: [] },
    ...changes,
  });

  describe('test cases', () => {
    it('are kept whole, changed and removed, each within its workflow', async () => {
      const { workflowId } = await publishedWorkflow(store());
      const other = await publishedWorkflow(store());
      const [first, second] = [sample(workflowId), sample(workflowId, { name: 'Another' })];
      expect(await store().createTestCase(first, 5)).toBe('created');
      expect(await store().createTestCase(second, 5)).toBe('created');
      expect(await store().getTestCase(workflowId, first.id)).toEqual(first);
      const listed = await store().listTestCases(workflowId);
      expect(listed.map(({ name }) => name)).toEqual(['An order', 'Another']);
      expect(listed[0]).toEqual({
        ...{ id: first.id, name: 'An order', executionId: first.execution.id, method: 'POST', path: '/eu' },
        ...{ receivedAt: new Date(NOON).toISOString(), createdAt: new Date(NOON + 1).toISOString() },
        ...{ expectedStatus: 'succeeded', ignored: ['output.at'] },
      });
      const expected = { ...first.expected, status: 'failed', error: 'no' } as const;
      expect(await store().updateTestCase(workflowId, first.id, { name: 'Renamed', expected })).toBe(true);
      expect(await store().updateTestCase(workflowId, first.id, { ignored: [] })).toBe(true);
      expect(await store().getTestCase(workflowId, first.id)).toEqual({
        ...first,
        name: 'Renamed',
        expected,
        ignored: [],
      });
      expect((await store().listTestCases(workflowId))[0]).toMatchObject({ expectedStatus: 'failed' });

      expect(await store().getTestCase(other.workflowId, first.id)).toBeUndefined();
      expect(await store().updateTestCase(other.workflowId, first.id, { name: 'x' })).toBe(false);
      expect(await store().deleteTestCase(other.workflowId, first.id)).toBe(false);
      expect(await store().deleteTestCase(workflowId, first.id)).toBe(true);
      expect(await store().deleteTestCase(workflowId, first.id)).toBe(false);
      expect(await store().listTestCases(workflowId)).toHaveLength(1);
    });

    it('are no more than a workflow may have', async () => {
      const { workflowId } = await publishedWorkflow(store());
      expect(await store().createTestCase(sample(workflowId), 1)).toBe('created');
      expect(await store().createTestCase(sample(workflowId), 1)).toBe('too-many');
      const other = await publishedWorkflow(store());
      expect(await store().createTestCase(sample(other.workflowId), 1)).toBe('created');
    });

    it('go with their workflow', async () => {
      const { workflowId } = await publishedWorkflow(store());
      const kept = sample(workflowId);
      await store().createTestCase(kept, 5);
      expect(await store().deleteWorkflow(workflowId)).toBe(true);
      expect(await store().listTestCases(workflowId)).toEqual([]);
      expect(await store().getTestCase(workflowId, kept.id)).toBeUndefined();
      await expect(store().createTestCase(sample(workflowId), 5)).rejects.toThrow(ReferenceMissing);
    });

    it('may have to be green before a workflow is published', async () => {
      const { workflowId } = await publishedWorkflow(store());
      expect(await store().getWorkflow(workflowId)).toMatchObject({ requireTests: false });
      expect(await store().updateWorkflow(workflowId, { requireTests: true, now: NOON })).toMatchObject({
        requireTests: true,
      });
      expect(await store().updateWorkflow(workflowId, { name: 'Other', now: NOON })).toMatchObject({
        requireTests: true,
      });
    });
  });
}
