import type { NodeDefinition } from '@millrace/shared/nodes/define-node';
import { nodeDefinitionOf, nodeDefinitions } from '@millrace/shared/nodes/index';
import { Search } from 'lucide-react';
import { type KeyboardEvent, type Ref, useId, useState } from 'react';
import { TextInput } from '../../ui/text-input.tsx';
import { bestMatch } from './best-match.ts';
import { NodeIcon } from './node-icon.tsx';
import styles from './node-list.module.css';

/** Type of the data that a drag from this list carries. */
export const NODE_TYPE_DRAG = 'application/x-millrace-node-type';

const groups = [
  { group: 'trigger', label: 'Trigger' },
  { group: 'flow', label: 'Flow' },
  { group: 'data', label: 'Data' },
  { group: 'action', label: 'Actions' },
] as const;

interface NodeListProps {
  /** Types that cannot be added here, each with the reason. */
  readonly refused: ReadonlyMap<string, string>;
  readonly onPick: (type: string) => void;
  readonly draggable?: boolean;
  readonly autoFocus?: boolean;
  readonly searchRef?: Ref<HTMLInputElement>;
}

/** Every node type, with a search; arrow keys choose, Enter picks. */
export function NodeList({ refused, onPick, draggable = false, autoFocus = false, searchRef }: NodeListProps) {
  const id = useId();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState<string | null>(null);
  const found = definitionsFor(search);
  const pickable = found.filter(({ type }) => !refused.has(type));
  const current = pickable.some(({ type }) => type === active) ? active : (bestMatch(search, pickable)?.type ?? null);

  const onKeyDown = (event: KeyboardEvent) => {
    const index = pickable.findIndex(({ type }) => type === current);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = pickable[(index + (event.key === 'ArrowDown' ? 1 : pickable.length - 1)) % pickable.length];
      if (next !== undefined) setActive(next.type);
    }
    if (event.key === 'Enter' && current !== null) {
      event.preventDefault();
      setSearch('');
      onPick(current);
    }
  };

  return (
    <div className={styles.list}>
      <TextInput
        ref={searchRef}
        icon={<Search />}
        placeholder="Add a node"
        aria-label="Search node types"
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={current === null ? undefined : `${id}-${current}`}
        value={search}
        autoFocus={autoFocus}
        onChange={(event) => {
          setSearch(event.target.value);
          // What was pointed at before is not what is searched for now.
          setActive(null);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label="Node types" className={styles.options}>
        {groups.map(({ group, label }) => {
          const members = found.filter((definition) => definition.group === group);
          return members.length === 0 ? null : (
            <div key={group} role="presentation">
              <div className={styles.group} role="presentation">
                {label}
              </div>
              {members.map((definition) => (
                <NodeOption
                  key={definition.type}
                  id={`${id}-${definition.type}`}
                  definition={definition}
                  active={definition.type === current}
                  refused={refused.get(definition.type)}
                  draggable={draggable}
                  onPick={onPick}
                  onHover={() => setActive(definition.type)}
                />
              ))}
            </div>
          );
        })}
        {found.length === 0 ? (
          <p className={styles.none}>No node type has “{search}” in its name or description.</p>
        ) : null}
      </div>
    </div>
  );
}

interface NodeOptionProps {
  readonly id: string;
  readonly definition: NodeDefinition;
  readonly active: boolean;
  readonly refused: string | undefined;
  readonly draggable: boolean;
  readonly onPick: (type: string) => void;
  readonly onHover: () => void;
}

function NodeOption({ id, definition, active, refused, draggable, onPick, onHover }: NodeOptionProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      aria-disabled={refused !== undefined}
      title={refused ?? definition.description}
      className={styles.option}
      draggable={draggable && refused === undefined}
      onDragStart={(event) => {
        event.dataTransfer.setData(NODE_TYPE_DRAG, definition.type);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onPointerMove={refused === undefined && !active ? onHover : undefined}
      onClick={() => {
        if (refused === undefined) onPick(definition.type);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && refused === undefined) onPick(definition.type);
      }}
    >
      <NodeIcon type={definition.type} size="small" />
      <span className={styles.words}>
        <span className={styles.label}>{definition.label}</span>
        <span className={styles.description}>{refused ?? definition.description}</span>
      </span>
    </div>
  );
}

const definitionsFor = (search: string): NodeDefinition[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return nodeDefinitions
    .flatMap(({ type }) => nodeDefinitionOf(type) ?? [])
    .filter(({ type, label, description }) => {
      const text = `${type} ${label} ${description}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
};
