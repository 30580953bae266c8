import { describe, expect, it } from 'vitest';
import { graphFileName, readGraphFile, writeGraphFile } from './graph-file.ts';

const graph = {
  nodes: [{ id: 'hook', type: 'webhook', name: 'Order', position: { x: 0, y: 0 }, config: {} }],
  edges: [],
};

describe('graph files', () => {
  it('reads what it wrote', () => {
    expect(readGraphFile(writeGraphFile('Orders', graph), 'x.json')).toMatchObject({ name: 'Orders', graph });
  });

  it('takes a bare graph and names it after the file', () => {
    expect(readGraphFile(JSON.stringify(graph), 'big-orders.json')).toMatchObject({ name: 'big-orders', graph });
  });

  it('says what is wrong with any other file', () => {
    expect(() => readGraphFile('<html>', 'page.html')).toThrow('page.html is not JSON');
    expect(() => readGraphFile('{"nodes":[{}],"edges":[]}', 'a.json')).toThrow('At nodes.0.id');
    expect(() => readGraphFile('{"graph":{"nodes":3},"name":"x","millrace":1}', 'a.json')).toThrow('At graph.nodes');
  });

  it('makes file names of any workflow name', () => {
    expect(graphFileName('New orders → CRM')).toBe('new-orders-crm.millrace.json');
    expect(graphFileName('→')).toBe('workflow.millrace.json');
  });
});
