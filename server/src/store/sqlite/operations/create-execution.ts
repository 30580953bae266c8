import type { ExecutionRow } from '../execution-row.ts';
import type { Operation } from '../operation.ts';
import { insertExecution } from './insert-execution.ts';

export const createExecution: Operation<ExecutionRow, void> = insertExecution;
