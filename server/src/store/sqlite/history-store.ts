import type { HistoryStore } from '../history-store.ts';
import { countUnresolved } from './queries/count-unresolved.ts';
import { listExecutions } from './queries/list-executions.ts';
import { listFollowUps } from './queries/list-follow-ups.ts';
import { getDelivery, listDeliveries } from './queries/read-deliveries.ts';
import { readDuplicates } from './queries/read-duplicates.ts';
import { getExecution, getExecutionSummary } from './queries/read-execution.ts';
import type { Reader } from './reader.ts';

export const historyStore = (reader: Reader): HistoryStore => ({
  listExecutions: reader.query(listExecutions),
  countUnresolved: reader.query(countUnresolved),
  getExecutionSummary: reader.query(getExecutionSummary),
  getExecution: reader.query(getExecution),
  listDeliveries: reader.query(listDeliveries),
  getDelivery: reader.query(getDelivery),
  listFollowUps: reader.query(listFollowUps),
  listDuplicates: reader.query(readDuplicates),
});
