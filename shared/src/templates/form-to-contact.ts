import { templateEdges, templateNode, type WorkflowTemplate } from './workflow-template.ts';

export const formToContact: WorkflowTemplate = {
  id: 'form-to-contact',
  name: 'Form submission to the CRM',
  description: 'Makes a contact in the CRM from every submission of a form that has an email address.',
  blanks: [
    { nodeId: 'create', path: 'url', what: 'The URL at which your CRM takes new contacts.' },
    { nodeId: 'create', path: 'auth.secret', what: 'The secret that holds the CRM’s API token.' },
  ],
  graph: {
    nodes: [
      templateNode([0, 0], {
        id: 'form',
        type: 'webhook',
        name: 'Form',
        config: { methods: ['POST'] },
        settings: { note: 'Set the form to send email, name and message here, as JSON or as form fields.' },
      }),
      templateNode([1, 0], {
        id: 'valid',
        type: 'filter',
        name: 'Has an email address',
        config: { all: [{ left: '{{ trigger.body.email }}', is: 'matches', right: '^\\s*[^@\\s]+@[^@\\s]+\\s*$' }] },
      }),
      templateNode([2, 0], {
        id: 'contact',
        type: 'transform',
        name: 'Contact',
        config: {
          keep: 'none',
          set: [
            { path: 'email', value: '{{ trigger.body.email.trim().toLowerCase() }}' },
            { path: 'name', value: '{{ trigger.body.name }}' },
            { path: 'message', value: '{{ trigger.body.message }}' },
          ],
        },
        settings: { note: 'Rename the fields to what your CRM calls them.' },
      }),
      templateNode([3, 0], {
        id: 'create',
        type: 'http-request',
        name: 'Create the contact',
        config: {
          method: 'POST',
          url: '',
          body: { kind: 'json', json: '{{ input }}' },
          auth: { kind: 'bearer', secret: '' },
        },
        settings: { retry: { attempts: 5 }, note: 'Fill in the URL of your CRM and the secret with its API token.' },
      }),
    ],
    edges: templateEdges('form → valid', 'valid → contact', 'contact → create'),
  },
};
