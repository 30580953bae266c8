import { templateEdges, templateNode, type WorkflowTemplate } from './workflow-template.ts';

const profile = { collection: 'profiles', key: '{{ trigger.body.userId }}' };

export const userProfile: WorkflowTemplate = {
  id: 'user-profile',
  name: 'User activity to profile and segments',
  description: 'Keeps a profile of every user, counts what they do, and tags those who come often or buy.',
  blanks: [],
  graph: {
    nodes: [
      templateNode([0, 1], {
        id: 'activity',
        type: 'webhook',
        name: 'Activity',
        config: { methods: ['POST'], order: { kind: 'path', path: 'userId' } },
        settings: { note: 'Send { userId, event } here. What one user does is taken in the order in which it comes.' },
      }),
      templateNode([1, 1], {
        id: 'known',
        type: 'filter',
        name: 'Has a user',
        config: { all: [{ left: '{{ trigger.body.userId }}', is: 'is-not-empty' }] },
      }),
      templateNode([2, 1], {
        id: 'seen',
        type: 'collection',
        name: 'Update the profile',
        config: {
          operation: 'merge',
          ...profile,
          fields: { lastEvent: '{{ trigger.body.event }}', lastSeenAt: '{{ trigger.receivedAt }}' },
        },
      }),
      templateNode([3, 1], {
        id: 'count',
        type: 'collection',
        name: 'Count the activity',
        config: { operation: 'increment', ...profile, field: 'activities', by: 1 },
      }),
      templateNode([4, 1], {
        id: 'segments',
        type: 'switch',
        name: 'Segments',
        config: {
          mode: 'all',
          branches: [
            {
              id: 'frequent',
              name: 'Comes often',
              when: { all: [{ left: '{{ input.value.activities }}', is: 'greater-or-equal', right: 3 }] },
            },
            {
              id: 'customer',
              name: 'Bought',
              when: { all: [{ left: '{{ trigger.body.event }}', is: 'equals', right: 'purchase' }] },
            },
          ],
        },
      }),
      templateNode([5, 0], {
        id: 'tag-frequent',
        type: 'collection',
        name: 'Tag as frequent',
        config: { operation: 'add-to-set', ...profile, field: 'tags', value: 'frequent' },
      }),
      templateNode([5, 2], {
        id: 'tag-customer',
        type: 'collection',
        name: 'Tag as customer',
        config: { operation: 'add-to-set', ...profile, field: 'tags', value: 'customer' },
      }),
    ],
    edges: templateEdges(
      'activity → known',
      'known → seen',
      'seen → count',
      'count → segments',
      'segments.frequent → tag-frequent',
      'segments.customer → tag-customer',
    ),
  },
};
