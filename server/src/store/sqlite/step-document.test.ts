import { describe, expect, it } from 'vitest';
import { sampleStep } from '../conformance/samples.ts';
import { readStepDocument, writeStepDocument } from './step-document.ts';

describe('step document', () => {
  const values = ['{"a":[1.0,"\\""]}', '""', '"ü \u{1f600} \\ud800"', '0', 'null', '{"__proto__":{"a":1},"a":1,"a":2}'];

  it('gives values back to the letter', () => {
    const steps = values.map((json, index) =>
      sampleStep(`n${index}`, {
        input: index % 2 === 0 ? { kind: 'trigger-body' } : { kind: 'json', json: `[${json}]` },
        output: { kind: 'json', json },
      }),
    );
    const output = { kind: 'json', json: '"the end"' } as const;
    expect(readStepDocument(writeStepDocument(steps, output))).toEqual({ steps, output });
  });

  it('keeps what is said about a step', () => {
    const step = sampleStep('call', {
      status: 'failed',
      ports: [],
      reused: true,
      attempts: [
        {
          number: 1,
          status: 'unknown',
          startedAt: '2026-05-04T12:00:00.000Z',
          finishedAt: null,
          error: null,
          retryAt: '2026-05-04T12:00:01.000Z',
        },
      ],
      input: { kind: 'same-as', nodeId: '1' },
      output: { kind: 'none' },
      error: { code: 'broken', message: 'It broke.', details: { status: 500 } },
      logs: [{ level: 'warn', text: 'careful' }],
      finishedAt: null,
    });
    expect(readStepDocument(writeStepDocument([step]))).toEqual({ steps: [step], output: { kind: 'none' } });
  });

  it('keeps every port that a value left through, and reads one that was written by its name alone', () => {
    const steps = [[], ['out'], ['vip', 'big']].map((ports, index) => sampleStep(`n${index}`, { ports }));
    expect(readStepDocument(writeStepDocument(steps)).steps).toEqual(steps);
    const record = '[[["a","succeeded","out",1,2,null,null],["b","skipped",null,null,null,null,null]],null]';
    const read = readStepDocument({ record, contents: '' }).steps;
    expect(read.map(({ ports }) => ports)).toEqual([['out'], []]);
  });

  it('stores nothing twice', () => {
    const json = JSON.stringify('x'.repeat(1_000));
    const same = Array.from({ length: 5 }, (_, index) =>
      sampleStep(`n${index}`, {
        input: { kind: 'same-as', nodeId: 'first' },
        output: { kind: 'same-as', nodeId: 'first' },
      }),
    );
    const { record, contents } = writeStepDocument([sampleStep('first', { output: { kind: 'json', json } }), ...same]);
    expect(contents).toBe(json);
    expect(record.length).toBeLessThan(1_000);
  });
});
