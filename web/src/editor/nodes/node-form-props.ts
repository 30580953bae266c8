/** What the form of a node type works on. */
export interface NodeFormProps {
  readonly config: Readonly<Record<string, unknown>>;
  readonly onChange: (config: Record<string, unknown>) => void;
}
