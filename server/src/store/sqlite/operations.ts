import { acceptDelivery } from './operations/accept-delivery.ts';
import { advanceRetentionTime } from './operations/advance-retention-time.ts';
import { beatInstance } from './operations/beat-instance.ts';
import { changeRecord } from './operations/change-record.ts';
import { claimExecution } from './operations/claim-execution.ts';
import { claimExecutions } from './operations/claim-executions.ts';
import { createExecution } from './operations/create-execution.ts';
import { createSession } from './operations/create-session.ts';
import { createTestCase } from './operations/create-test-case.ts';
import { createWorkflow } from './operations/create-workflow.ts';
import { deleteSecret } from './operations/delete-secret.ts';
import { deleteSession } from './operations/delete-session.ts';
import { deleteTestCase } from './operations/delete-test-case.ts';
import { deleteWorkflow } from './operations/delete-workflow.ts';
import { finishExecution } from './operations/finish-execution.ts';
import { forgetKeys } from './operations/forget-keys.ts';
import { giveBackPages } from './operations/give-back-pages.ts';
import { parkExecution } from './operations/park-execution.ts';
import { publishDraft } from './operations/publish-draft.ts';
import { purgeWorkflow } from './operations/purge-workflow.ts';
import { putSecret } from './operations/put-secret.ts';
import { refuseDelivery } from './operations/refuse-delivery.ts';
import { releaseForgotten } from './operations/release-forgotten.ts';
import { releaseInstance } from './operations/release-instance.ts';
import { removeDeliveries } from './operations/remove-deliveries.ts';
import { removeExecutions } from './operations/remove-executions.ts';
import { requestCancel } from './operations/request-cancel.ts';
import { resumeExecution } from './operations/resume-execution.ts';
import { saveDraft } from './operations/save-draft.ts';
import { setDismissed } from './operations/set-dismissed.ts';
import { setPaused } from './operations/set-paused.ts';
import { setRetention } from './operations/set-retention.ts';
import { updateTestCase } from './operations/update-test-case.ts';
import { updateWorkflow } from './operations/update-workflow.ts';
import { writeStep } from './operations/write-step.ts';

/** Every way to write the database. */
export const operations = {
  acceptDelivery,
  advanceRetentionTime,
  beatInstance,
  changeRecord,
  claimExecution,
  claimExecutions,
  createExecution,
  createSession,
  createTestCase,
  createWorkflow,
  deleteSecret,
  deleteSession,
  deleteTestCase,
  deleteWorkflow,
  finishExecution,
  forgetKeys,
  giveBackPages,
  parkExecution,
  publishDraft,
  purgeWorkflow,
  putSecret,
  refuseDelivery,
  releaseForgotten,
  releaseInstance,
  removeDeliveries,
  removeExecutions,
  requestCancel,
  resumeExecution,
  saveDraft,
  setDismissed,
  setPaused,
  setRetention,
  updateTestCase,
  updateWorkflow,
  writeStep,
};

export type OperationName = keyof typeof operations;
type Run<Name extends OperationName> = ReturnType<(typeof operations)[Name]>;
export type OperationInput<Name extends OperationName> = Parameters<Run<Name>>[0];
export type OperationResult<Name extends OperationName> = ReturnType<Run<Name>>;
