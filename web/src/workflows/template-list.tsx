import { templates } from '@millrace/shared/templates/index';
import type { WorkflowTemplate } from '@millrace/shared/templates/workflow-template';
import styles from './template-list.module.css';

interface TemplateListProps {
  readonly busy: boolean;
  readonly onChoose: (template: WorkflowTemplate) => void;
  /** Offers to start from nothing, as the last entry. */
  readonly onBlank?: (() => void) | undefined;
}

/** What a workflow can start from. */
export function TemplateList({ busy, onChoose, onBlank }: TemplateListProps) {
  return (
    <ul className={styles.list} aria-label="Templates" aria-busy={busy}>
      {templates.map((template) => (
        <Entry
          key={template.id}
          name={template.name}
          description={template.description}
          busy={busy}
          onClick={() => onChoose(template)}
        />
      ))}
      {onBlank === undefined ? null : (
        <Entry name="Blank" description="A webhook, and what you draw behind it." busy={busy} onClick={onBlank} />
      )}
    </ul>
  );
}

interface EntryProps {
  readonly name: string;
  readonly description: string;
  readonly busy: boolean;
  readonly onClick: () => void;
}

const Entry = ({ name, description, busy, onClick }: EntryProps) => (
  <li className={styles.item}>
    <button type="button" className={styles.entry} aria-disabled={busy} onClick={busy ? undefined : onClick}>
      <span className={styles.name}>{name}</span>
      <span className={styles.description}>{description}</span>
    </button>
  </li>
);
