export default function EditorPage({ workflowId }: { readonly workflowId: string }) {
  return <p>{workflowId}</p>;
}
