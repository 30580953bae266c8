import { alertToChat } from './alert-to-chat.ts';
import { formToContact } from './form-to-contact.ts';
import { paidOrder } from './paid-order.ts';
import { twoWaySync } from './two-way-sync.ts';
import { userProfile } from './user-profile.ts';
import type { WorkflowTemplate } from './workflow-template.ts';

/** What a person may start from, in the order in which it is shown. */
export const templates: readonly WorkflowTemplate[] = [formToContact, paidOrder, userProfile, twoWaySync, alertToChat];
