import { templateEdges, templateNode, type WorkflowTemplate } from './workflow-template.ts';

/**
 * Alerts of a key run one after the other, so that nothing comes between looking at the last one and remembering the
 * next. It is remembered only once it was sent: a chat that cannot be reached silences nothing.
 */
export const alertToChat: WorkflowTemplate = {
  id: 'alert-to-chat',
  name: 'Alert to a chat, once a minute',
  description: 'Posts alerts to a chat webhook, at most one per minute and key.',
  blanks: [{ nodeId: 'post', path: 'url', what: 'The incoming webhook URL of your chat.' }],
  graph: {
    nodes: [
      templateNode([0, 0], {
        id: 'alert',
        type: 'webhook',
        name: 'Alert',
        config: { methods: ['POST'], order: { kind: 'path', path: 'key' } },
        settings: { note: 'Send { key, text } here. Alerts with the same key run one after the other.' },
      }),
      templateNode([1, 0], {
        id: 'complete',
        type: 'filter',
        name: 'Has key and text',
        config: {
          all: [
            { left: '{{ trigger.body.key }}', is: 'is-not-empty' },
            { left: '{{ trigger.body.text }}', is: 'is-not-empty' },
          ],
        },
      }),
      templateNode([2, 0], {
        id: 'last',
        type: 'collection',
        name: 'Last alert',
        config: { operation: 'get', collection: 'alerts', key: '{{ trigger.body.key }}' },
      }),
      templateNode([3, 0], {
        id: 'due',
        type: 'filter',
        name: 'A minute ago or more',
        config: {
          expression: '!input.existed || Date.parse(trigger.receivedAt) - Date.parse(input.updatedAt) >= 60000',
        },
      }),
      templateNode([4, 0], {
        id: 'post',
        type: 'http-request',
        name: 'Post to the chat',
        config: {
          method: 'POST',
          url: '',
          body: { kind: 'json', json: { text: '{{ trigger.body.text }}' } },
        },
        settings: {
          retry: { attempts: 3 },
          note: 'Fill in the incoming webhook URL of your chat. Best kept in a secret: {{ secrets.NAME }}.',
        },
      }),
      templateNode([5, 0], {
        id: 'remember',
        type: 'collection',
        name: 'Remember it',
        config: {
          operation: 'put',
          collection: 'alerts',
          key: '{{ trigger.body.key }}',
          value: { text: '{{ trigger.body.text }}', delivery: '{{ trigger.id }}' },
        },
      }),
    ],
    edges: templateEdges('alert → complete', 'complete → last', 'last → due', 'due → post', 'post → remember'),
  },
};
