/** Loads the inspector with its code editors, which are a third of the editor's code: wanted at the first sign of use. */
export const loadInspector = async () => {
  const { Inspector } = await import('./inspector.tsx');
  return { default: Inspector };
};
