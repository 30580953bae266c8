import type { Genuine } from './genuine.ts';

/** The example of Microsoft's documentation, with a client state of its own. */
export const microsoftGraph: Genuine = {
  name: 'microsoft-graph',
  config: { preset: 'microsoft-graph', secrets: ['NEW'] },
  secret: 'c75831bd-fad3-4191-9a66-280a48528679',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    value: [
      {
        subscriptionId: '76222963-cc7b-42d2-882d-8aaa69cb2ba3',
        clientState: 'c75831bd-fad3-4191-9a66-280a48528679',
        changeType: 'created',
        resource: "Users('cd4d2c1c')/Messages('AAMkADMxZmEzMDM1')",
      },
    ],
  }),
  receivedAt: 0,
  proven: { headers: [], body: false },
};
