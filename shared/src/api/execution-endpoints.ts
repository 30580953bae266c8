import { z } from 'zod';
import { bulkRequest, bulkResult, replayVersion, unresolvedCount } from '../bulk.ts';
import { execution, executionStatus, executionSummary, replayEffects } from '../execution.ts';
import { endpoint, id, instant, listOf, many, page } from './endpoint.ts';

/** The calls about executions, and about what to do with those that failed. */
export const executionEndpoints = {
  listExecutions: endpoint({
    method: 'GET',
    path: '/api/executions',
    summary: 'List executions, newest first',
    query: z.object({
      ...page,
      workflowId: z.uuid().optional(),
      deliveryId: z.uuid().optional(),
      status: many(executionStatus),
      from: instant.optional(),
      to: instant.optional(),
      /** The start of an execution's or delivery's id, or a part of the error's message. */
      q: z.string().max(200).optional(),
      /** Only failures that no later replay or retry made up for, and that nobody dismissed. */
      unresolved: z.stringbool().optional(),
    }),
    response: listOf(executionSummary),
  }),
  countUnresolved: endpoint({
    method: 'GET',
    path: '/api/unresolved-failures',
    summary: 'How many failures nobody dealt with, by workflow',
    response: z.object({ count: z.number().int(), workflows: z.array(unresolvedCount) }),
  }),
  dismissExecution: endpoint({
    method: 'POST',
    path: '/api/executions/:id/dismiss',
    summary: 'Take a failure out of the unresolved ones, or put it back',
    params: id,
    body: z.object({ dismissed: z.boolean().default(true) }).prefault({}),
    response: executionSummary,
  }),
  bulkExecutions: endpoint({
    method: 'POST',
    path: '/api/executions/bulk',
    summary: 'Replay or dismiss a page of the executions that fit a filter, oldest first',
    body: bulkRequest,
    response: bulkResult,
  }),
  getExecution: endpoint({
    method: 'GET',
    path: '/api/executions/:id',
    summary: 'Read an execution with its steps',
    params: id,
    response: execution,
  }),
  replayExecution: endpoint({
    method: 'POST',
    path: '/api/executions/:id/replay',
    summary: 'Run its delivery again',
    params: id,
    body: z
      .object({
        version: replayVersion.default('same'),
        fromNode: z.string().optional(),
        effects: replayEffects.default('send-again'),
      })
      .prefault({}),
    response: executionSummary,
    status: 202,
  }),
  cancelExecution: endpoint({
    method: 'POST',
    path: '/api/executions/:id/cancel',
    summary: 'Cancel an execution',
    params: id,
    response: executionSummary,
  }),
} as const;
