import type { Genuine } from './genuine.ts';

const CLIENT_STATE = 'c75831bd-fad3-4191-9a66-280a48528679';

/** The example of Microsoft's documentation, with a client state of its own. */
export const microsoftGraph: Genuine = {
  name: 'microsoft-graph',
  config: { preset: 'microsoft-graph', secrets: ['NEW'] },
  secret: CLIENT_STATE,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    value: [
      {
        subscriptionId: '76222963-cc7b-42d2-882d-8aaa69cb2ba3',
        clientState: CLIENT_STATE,
        changeType: 'created',
        resource: "Users('cd4d2c1c')/Messages('AAMkADMxZmEzMDM1')",
      },
    ],
  }),
  receivedAt: 0,
  proven: { headers: [], body: false, texts: [CLIENT_STATE] },
};
